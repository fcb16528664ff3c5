"""What we read and write is the format of socketio's own packets, read more strictly."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio.packet import ACK, CONNECT, CONNECT_ERROR, DISCONNECT, EVENT, Packet

from helpline.realtime.transport import packets
from helpline.realtime.transport.packets import Malformed, Unreadable, read_control, read_event

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(texts, values, max_size=4)
ids = st.none() | st.integers(0, 10**packets.ID_DIGITS - 1)
PREFIX = packets.event_prefix("/child")


def plainly(encoded: str) -> Packet:
    """A packet of ours as the library reads it, the Engine.IO type taken off."""
    assert encoded[0] == "4"
    return Packet(encoded_packet=encoded[1:])


@given(texts, objects, ids)
def test_an_event_is_read_as_socketio_writes_it(name: str, data: dict[str, Any], ack: int | None) -> None:
    raw = "4" + Packet(EVENT, [name, data], namespace="/child", id=ack, binary=False).encode()
    assert read_event(raw.encode(), len(PREFIX)) == (ack, name, data)


@given(texts, objects)
def test_an_event_is_written_as_socketio_reads_it(name: str, data: dict[str, Any]) -> None:
    packet = plainly(packets.encode_event("/child", name, data))
    assert (packet.packet_type, packet.namespace, packet.id, packet.data) == (EVENT, "/child", None, [name, data])


@given(st.integers(0, 10**9), objects)
def test_an_answer_is_written_as_socketio_reads_it(ack: int, data: dict[str, Any]) -> None:
    packet = plainly(packets.encode_reply("/child", ack, data))
    assert (packet.packet_type, packet.namespace, packet.id, packet.data) == (ACK, "/child", ack, [data])


def test_the_other_packets_are_written_as_socketio_reads_them() -> None:
    connected = plainly(packets.encode_connected("/child", "abc"))
    assert (connected.packet_type, connected.namespace, connected.data) == (CONNECT, "/child", {"sid": "abc"})
    refused = plainly(packets.encode_refused("/child", {"code": "too_many", "retry_seconds": 7}))
    assert (refused.packet_type, refused.namespace) == (CONNECT_ERROR, "/child")
    assert refused.data["data"] == {"code": "too_many", "retry_seconds": 7}
    assert (refused.data["message"], refused.data["code"]) == ("too_many", "too_many")
    gone = plainly(packets.encode_disconnect("/child"))
    assert (gone.packet_type, gone.namespace, gone.data) == (DISCONNECT, "/child", None)


@given(st.none() | values)
def test_a_connect_is_read_as_socketio_writes_it(auth: Any) -> None:
    raw = "4" + Packet(CONNECT, auth, namespace="/child", binary=False).encode()
    assert read_control(raw.encode()) == (packets.CONNECT, "/child", auth)


@given(st.binary(max_size=60))
def test_whatever_arrives_is_read_or_malformed_and_nothing_else(content: bytes) -> None:
    for raw in (content, PREFIX + content, PREFIX + b'7["say",' + content, b"40/child," + content):
        with suppress(Malformed, Unreadable):
            ack, name, data = read_event(raw, len(PREFIX))
            assert ack is None or ack >= 0
            assert isinstance(name, str)
            assert isinstance(data, dict | None)
        with suppress(Malformed):
            assert read_control(raw).namespace.startswith("/")


@given(objects, st.integers(0, 99))
def test_a_packet_with_half_a_character_says_where_to_answer(data: dict[str, Any], ack: int) -> None:
    content = json.dumps(["say", data | {"text": "\ud83d"}])
    with pytest.raises(Unreadable) as caught:
        read_event(PREFIX + f"{ack}{content}".encode(), len(PREFIX))
    assert caught.value.ack == ack


def test_no_namespace_is_read_out_of_another() -> None:
    for raw in (b"40", b"40child,", b"41", b"42/child,[]", b"40/" + b"c" * 64 + b","):
        with pytest.raises(Malformed):
            read_control(raw)

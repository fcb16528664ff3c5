"""The packets of Socket.IO as they stand on the wire, each inside a message of Engine.IO.

    4 2 /child, 17 ["say",{"client_id":"a","text":"hoi"}]
    │ │ │       │  └ event name and its one argument
    │ │ │       └ the id under which the sender wants its answer, if it wants one
    │ │ └ namespace
    │ └ 0 connect · 1 disconnect · 2 event · 3 answer · 4 refused connect
    └ a message, as opposed to a ping or a close

The same format as `socketio.packet.Packet`, which the tests hold beside it, but read once, without attachments, and
with a bound on everything.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, NamedTuple

import orjson

CONNECT = b"40"
DISCONNECT = b"41"

NAMESPACE_BYTES = 64
ID_DIGITS = 10

# 45 1 - /child, 17 [...: an event, how many attachments follow, its namespace, its id
_ATTACHED = re.compile(rb"45\d{1,%d}-(/[^,]{1,%d}),(\d{1,%d})\[" % (ID_DIGITS, NAMESPACE_BYTES, ID_DIGITS))

# Names that mean something to the libraries at either end: from the wire they never reach a handler.
RESERVED = frozenset(
    {
        "connect",
        "connect_error",
        "connection",
        "disconnect",
        "disconnecting",
        "newListener",
        "removeListener",
        "__disconnect_final",
    }
)


class Malformed(Exception):
    """Not a packet that a client of ours would ever send."""


class Unreadable(Exception):
    """An event whose JSON only a lenient reader accepts (half a surrogate pair, NaN).

    ack: where to say that it is invalid.
    """

    def __init__(self, ack: int) -> None:
        super().__init__()
        self.ack = ack


class Control(NamedTuple):
    """A connect or a disconnect. kind: `CONNECT` or `DISCONNECT` · data: what came with it, or None."""

    kind: bytes
    namespace: str
    data: Any


def encode_event(namespace: str, event: str, data: Any) -> str:
    """An event to clients: encoded once, sent to as many as there are (`Connection.send`)."""
    return f"42{namespace},{orjson.dumps((event, data)).decode()}"


def encode_reply(namespace: str, ack: int, data: Any) -> str:
    """The answer to the event that carried `ack`."""
    return f"43{namespace},{ack}{orjson.dumps((data,)).decode()}"


def encode_connected(namespace: str, sid: str) -> str:
    """The namespace is open; `sid` is the name of the connection."""
    return f'40{namespace},{{"sid":"{sid}"}}'


def encode_refused(namespace: str, error: dict[str, Any]) -> str:
    """The namespace stays shut, for the reason `error["code"]`."""
    # the client in JavaScript hands its user `data` alone, the one in Python the whole
    content = {**error, "message": error["code"], "data": error}
    return f"44{namespace},{orjson.dumps(content).decode()}"


def encode_disconnect(namespace: str) -> str:
    """The server closes the namespace, and the client does not come back by itself."""
    return f"41{namespace},"


@cache
def event_prefix(namespace: str) -> bytes:
    """How every event of this namespace begins; one object for all its connections."""
    return f"42{namespace},".encode()


def read_event(raw: bytes, start: int) -> tuple[int | None, str, dict[str, Any] | None]:
    """The ack id, the name and the argument of an event; `start` is where its namespace ends.

    The argument is `{}` where none was sent, and None where it is not one single object.

    Raises:
        Malformed: not an event.
        Unreadable: an event with an ack id, and JSON that is not.
    """
    bracket = raw.find(b"[", start, start + ID_DIGITS + 1)
    if bracket == start:
        ack = None
    elif bracket > start and (digits := raw[start:bracket]).isdigit():
        ack = int(digits)
    else:
        raise Malformed
    try:
        content = orjson.loads(raw[bracket:])
    except orjson.JSONDecodeError:
        raise _why_not(raw[bracket:], ack) from None
    if not content or type(content[0]) is not str:
        raise Malformed
    if len(content) == 2 and type(content[1]) is dict:
        return ack, content[0], content[1]
    return ack, content[0], {} if len(content) == 1 else None


def ack_of_attached(raw: bytes, namespace: str) -> int | None:
    """Under which id an event that announces attachments wants its answer; None for any other packet."""
    found = _ATTACHED.match(raw)
    return int(found[2]) if found is not None and found[1] == namespace.encode() else None


def _why_not(content: bytes, ack: int | None) -> Exception:
    """What to make of JSON that orjson refuses: the standard library still reads half a character of a pair."""
    try:
        lenient = json.loads(content)
    except (ValueError, RecursionError):
        return Malformed()
    if ack is None or not lenient or not isinstance(lenient[0], str):
        return Malformed()
    return Unreadable(ack)


def read_control(raw: bytes) -> Control:
    """A connect or a disconnect.

    Raises:
        Malformed: anything else; events of other namespaces, answers, attachments and errors among them.
    """
    kind = raw[:2]
    if kind not in (CONNECT, DISCONNECT) or raw[2:3] != b"/":
        raise Malformed
    name, _, content = raw[2:].partition(b",")
    if len(name) > NAMESPACE_BYTES:
        raise Malformed
    try:
        return Control(kind, name.decode("ascii"), orjson.loads(content) if content else None)
    except ValueError:
        raise Malformed from None

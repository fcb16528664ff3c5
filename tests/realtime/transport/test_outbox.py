"""What waits for one client: in order, bounded by number and size."""

from __future__ import annotations

import asyncio

from helpline.realtime.transport.outbox import Outbox


def test_packets_leave_in_the_order_they_came() -> None:
    outbox = Outbox(10, 100)
    assert all(outbox.put(packet) for packet in "abc")
    assert outbox.take() == "a"
    assert outbox.put("d")
    assert outbox.take_all() == ["b", "c", "d"]
    assert not outbox.ready


def test_it_is_full_by_number_and_by_size() -> None:
    outbox = Outbox(3, 100)
    assert [outbox.put("a") for _ in range(4)] == [True, True, True, False]
    outbox = Outbox(30, 100)
    assert [outbox.put("a" * 40) for _ in range(3)] == [True, True, False]
    outbox.take()
    assert outbox.put("a" * 40)


def test_one_packet_of_any_size_fits_into_an_empty_one() -> None:
    outbox = Outbox(3, 100)
    assert outbox.put("a" * 1_000)
    assert not outbox.put("a")


def test_what_is_held_back_follows_what_releases_it() -> None:
    outbox = Outbox(3, 100)
    outbox.hold()
    outbox.put("b")
    assert not outbox.ready
    outbox.release("a")
    assert outbox.take_all() == ["a", "b"]


def test_the_last_word_always_fits() -> None:
    outbox = Outbox(1, 1)
    outbox.put("a")
    outbox.put_last("b")
    assert outbox.take_all() == ["a", "b"]


async def test_who_waits_is_woken_once_something_is_ready() -> None:
    outbox = Outbox(3, 100)
    waiting = asyncio.create_task(outbox.filled())
    await asyncio.sleep(0)
    outbox.put("a")
    outbox.wake()
    await waiting
    await outbox.filled()  # at once

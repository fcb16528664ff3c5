"""What happens in the moment between reading and showing, or between a socket's end and its being written down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from helpline.core.errors import TryAgain
from helpline.realtime import child_face, child_view, desk_face, desk_viewer, hub
from helpline.settings import Settings
from tests.fakes.clock import FakeClock
from tests.realtime.faces.clients import ChildClient, Refused
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.site import Site, evening_at

Patch = pytest.MonkeyPatch


def and_then(function: Callable[..., Awaitable[Any]], deed: Callable[[], Awaitable[Any]]) -> Callable[..., Any]:
    """The same function; once, when it has its result, something else happens before anybody gets it."""
    is_over = False

    async def wrapped(*about: Any, **more: Any) -> Any:
        nonlocal is_over
        result = await function(*about, **more)
        if not is_over:
            is_over = True
            await deed()
        return result

    return wrapped


async def test_words_between_reading_and_showing_come_after_the_conversation(evening: Evening, monkeypatch: Patch):
    blue, ann = await evening.child(), await evening.desk("ann")
    await blue.enter()
    await ann.be("available")
    says = and_then(desk_viewer.DeskViewer._whole, lambda: blue.say("1", "hoi"))
    monkeypatch.setattr(desk_viewer.DeskViewer, "_whole", says)
    talk = await ann.accept()
    await evening.agrees()
    assert [message["text"] for message in ann.view["conversations"][talk]["messages"]] == ["hoi"]


async def test_words_between_reading_and_a_snapshot_come_after_it(evening: Evening, monkeypatch: Patch):
    blue, cora, talk = await evening.talk("cora")
    says = and_then(desk_viewer.overview, lambda: blue.say("1", "hoi"))
    monkeypatch.setattr(desk_viewer, "overview", says)
    second = await evening.desk("cora", cookie=cora.headers["Cookie"])
    await evening.agrees()
    assert [message["text"] for message in second.view["conversations"][talk]["messages"]] == ["hoi"]


async def test_words_between_reading_and_a_childs_snapshot_come_after_it(evening: Evening, monkeypatch: Patch):
    blue, ann, talk = await evening.talk()
    says = and_then(child_view.look, lambda: ann.say(talk, "1", "dag"))
    monkeypatch.setattr(child_view, "look", says)
    again = await evening.child(blue.resume)
    await evening.agrees()
    assert [message["text"] for message in again.view["messages"]] == ["dag"]


async def test_a_line_that_closes_while_a_page_looks_stays_closed_on_that_page(site: Site, monkeypatch: Patch):
    def with_hours(settings: Settings) -> Settings:
        return replace(settings, opening=replace(settings.opening, always=False))

    clock = FakeClock(datetime(2026, 11, 21, 19, 59, 50, tzinfo=UTC))
    async with evening_at(site, clock, with_hours) as evening:
        blue, ann = await evening.child(), await evening.desk("ann")
        await blue.enter()
        await ann.be("available")
        await evening.settle()

        async def closes() -> None:
            clock.advance(seconds=20)
            await evening.node.board.step()

        monkeypatch.setattr(child_view, "look", and_then(child_view.look, closes))
        await ann.accept()
        await blue.hears("joined")
        await evening.agrees()
        assert blue.view["open"] is False


async def test_a_place_that_changes_while_a_page_opens_is_told(evening: Evening, monkeypatch: Patch):
    first, blue = await evening.child(), await evening.child()
    await first.enter()
    evening.clock.advance(seconds=1)
    await blue.enter()
    await evening.settle()

    async def goes_on() -> None:
        await first.call("leave")
        evening.clock.advance(seconds=5)
        await evening.node.board.step()

    monkeypatch.setattr(child_view, "look", and_then(child_view.look, goes_on))
    again = await evening.child(blue.resume)
    await evening.agrees()
    assert again.view["position"] == 1


async def test_what_could_not_be_read_is_shown_when_the_database_is_back(evening: Evening, monkeypatch: Patch):
    blue, ann, talk = await evening.talk()
    monkeypatch.setattr(hub, "LOOK_AGAIN_SECONDS", 0.01)
    look, store = evening.node.house.store.look, evening.node.house.store
    away = asyncio.Event()

    @asynccontextmanager
    async def gone() -> AsyncIterator[Any]:
        away.set()
        raise TryAgain(retry_seconds=1)
        yield

    monkeypatch.setattr(store, "look", gone)
    assert (await ann.do("end", talk))["ok"]
    await away.wait()
    monkeypatch.setattr(store, "look", look)
    assert await blue.hears("ended") == {"reason": "volunteer", "asks": True}
    await evening.agrees()


@pytest.mark.parametrize("face", ["child", "desk"])
async def test_a_page_that_could_not_be_opened_leaves_nothing_behind(evening: Evening, monkeypatch: Patch, face: str):
    blue, ann, _ = await evening.talk()
    viewer = child_face.ChildViewer if face == "child" else desk_face.DeskViewer

    async def away(_: Any) -> None:
        raise TryAgain(retry_seconds=1)

    with monkeypatch.context() as patch:
        patch.setattr(viewer, "snapshot", away)
        with pytest.raises(Refused, match="try_again"):
            await (evening.child() if face == "child" else evening.desk("ann", cookie=ann.headers["Cookie"]))
    topics = {topic: set(evening.node.house.hub.viewers(topic)) for topic in evening.node.house.hub.topics()}
    assert {face_of.connection.is_open for viewers in topics.values() for face_of in viewers} == {True}
    await evening.leaves(ann)
    await evening.pass_time(1)
    await blue.hears("interrupted")


class SlowAtFirst:
    """The first deed waits for the gate before it begins, as on a database far away."""

    def __init__(self, carry_out: Callable[..., Awaitable[Any]]) -> None:
        self.is_asked, self.gate = asyncio.Event(), asyncio.Event()
        self._carry_out = carry_out

    async def __call__(self, *about: Any) -> Any:
        if not self.is_asked.is_set():
            self.is_asked.set()
            await self.gate.wait()
        return await self._carry_out(*about)


async def test_a_child_that_reloads_quickly_is_here(evening: Evening, monkeypatch: Patch):
    blue, ann, talk = await evening.talk()
    slow = SlowAtFirst(child_face.carry_out)
    monkeypatch.setattr(child_face, "carry_out", slow)
    await blue.close()
    evening.clients.remove(blue)
    await slow.is_asked.wait()
    again: ChildClient = await evening.child(blue.resume)
    slow.gate.set()
    await evening.pass_time(200)
    await evening.agrees()
    assert ann.view["conversations"][talk]["child"] == "here"
    assert again.view["state"] == "talking"


async def test_a_volunteer_who_reloads_quickly_is_here(evening: Evening, monkeypatch: Patch):
    blue, ann, talk = await evening.talk()
    slow = SlowAtFirst(desk_face.carry_out)
    monkeypatch.setattr(desk_face, "carry_out", slow)
    await ann.close()
    evening.clients.remove(ann)
    await slow.is_asked.wait()
    again = await evening.desk("ann", cookie=ann.headers["Cookie"])
    slow.gate.set()
    await evening.pass_time(200)
    await evening.agrees()
    assert blue.has_heard("interrupted") == []
    assert list(again.view["conversations"]) == [talk]


async def test_two_windows_of_a_first_evening_open_at_once(evening: Evening):
    cookie = await evening.log_in("ben")
    first, second = await asyncio.gather(*(evening.desk("ben", cookie=cookie) for _ in range(2)))
    assert first.view["me"] == second.view["me"]
    await evening.agrees()

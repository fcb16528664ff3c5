"""What the desk is told of earlier contacts: days and lengths, and nothing by which two people could compare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.realtime.faces.clients import ChildClient
from tests.realtime.faces.evening import Evening

OFFER = {"offer", "conversation", "channel", "language", "waiting_seconds", "expires_at", "returned"}
WORDS = {"chat", "under_10s", "under_1m", "under_5m", "longer", "time_out", "block"}
WORDS |= {"prank", "testing", "sexual", "abusive", "other", "silent", "nothing", "too_early"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


async def was_here(evening: Evening, name: str, type_: str = "prank", resume: str | None = None) -> ChildClient:
    """A child that talked with this person, was registered so, and went."""
    child, desk = await evening.child(resume), await evening.desk(name)
    await child.enter()
    await desk.be("available")
    talk = await desk.accept()
    await child.say("1", "een pizza graag")
    await desk.do("time_out", talk, minutes=1, reason="prank")
    await desk.do("register", talk, fields={"type": type_})
    await desk.do("finish", talk)
    await desk.be("away")
    await evening.pass_time(11 * 60)
    return child


async def comes_again(evening: Evening, child: ChildClient, name: str) -> dict[str, Any]:
    """What somebody sees of it who accepts the same child."""
    desk = await evening.desk(name)
    await child.enter()
    await desk.be("available")
    await evening.pass_time(0)
    (offer,) = desk.view["offers"].values()
    assert set(offer) == OFFER
    assert offer["returned"] is None
    talk = await desk.accept()
    seen: dict[str, Any] = await desk.call("history", {"conversation": talk})
    await desk.do("register", talk, fields={"type": "silent"})
    await desk.do("end", talk)
    await desk.do("finish", talk)
    await desk.be("away")
    await evening.pass_time(11 * 60)
    return seen


def texts(form: Any) -> Iterator[str]:
    """Every text in an answer."""
    if isinstance(form, dict):
        form = list(form.values())
    if isinstance(form, list):
        for one in form:
            yield from texts(one)
    elif isinstance(form, str):
        yield form


async def test_it_has_days_and_known_words_and_no_label_at_all(evening: Evening):
    child = await was_here(evening, "ann")
    for name in ("ben", "cora"):
        seen = await comes_again(evening, child, name)
        assert seen["contacts"][-1] | {"day": ""} == {
            "day": "", "channel": "chat", "length": "under_10s", "type": "prank", "marks": ["prank"],
        }  # fmt: skip
        assert [one["reason"] for one in seen["sanctions"]] == ["prank"]
        assert [text for text in texts(seen) if text not in WORDS and not DAY.fullmatch(text)] == []


async def test_only_a_coordinator_is_told_that_it_might_be_a_block(evening: Evening):
    child = await was_here(evening, "ann")
    for _ in range(2):
        child = await was_here(evening, "ann", resume=child.view["resume"])
    cora = await evening.desk("cora")
    volunteer, coordinator = [await comes_again(evening, child, name) for name in ("ben", "cora")]
    assert volunteer["suggested_minutes"] == coordinator["suggested_minutes"] == 1440
    assert "suggests_block" not in volunteer
    assert coordinator["suggests_block"] is True
    shown = (await cora.call("sanctions"))["sanctions"]
    assert [one["suggests_block"] for one in shown] == [True, False, False]
    ann = await evening.desk("ann")
    assert not any("suggests_block" in one for one in (await ann.call("sanctions"))["sanctions"])

"""The scene of an advice: after two marked pranks the same words come again."""

from __future__ import annotations

import asyncio

from tests.realtime.faces.clients import DEADLINE, ChildClient, DeskClient
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.stage import scene

PIZZA = "twee pizza margherita met extra kaas"
CODES = {"marked_today", "like_marked", "repeated", "somebody_else", "copied_words", "haste", "may_be_testing"}


async def knows_its_articles(evening: Evening) -> None:
    """The knowledge base has been read: until then nothing is advised."""
    async with asyncio.timeout(DEADLINE):
        await evening.node.library.was_read()


async def asks_for_pizza(desk: DeskClient, child: ChildClient, number: int) -> str:
    """A child comes in and says so in two turns; the conversation."""
    await child.enter()
    await desk.be("available")
    talk = await desk.accept()
    await child.say(f"{number}a", PIZZA)
    await child.say(f"{number}b", "en snel graag ja")
    return talk


async def two_pranks(evening: Evening, desk: DeskClient) -> str:
    """Two contacts of one device that were marked; its token."""
    resume = None
    for number in range(2):
        child = await evening.child(resume)
        talk = await asks_for_pizza(desk, child, number)
        resume = child.resume
        await desk.do("register", talk, fields={"type": "prank"})
        await desk.do("end", talk)
        await desk.do("finish", talk)
        await evening.leaves(child)
        await evening.pass_time(11 * 60)
    assert resume is not None
    return resume


async def after_two_pranks(evening: Evening, name: str = "ann") -> tuple[ChildClient, DeskClient, str]:
    """A child talks again from whose device two pranks were marked; it says the same once more."""
    await knows_its_articles(evening)
    desk = await evening.desk(name)
    child = await evening.child(await two_pranks(evening, desk))
    talk = await asks_for_pizza(desk, child, 2)
    await evening.node.adviser.look_at(talk)
    await evening.settle()
    return child, desk, talk


@scene(desk="conversation")
async def an_advice_comes_and_is_put_away(evening: Evening) -> None:
    child, ann, talk = await after_two_pranks(evening)
    window = await evening.desk("ann", cookie=ann.headers["Cookie"])
    cora = await evening.desk("cora")
    await cora.call("watch", {"conversation": talk, "reason": "coaching"})
    await evening.agrees()
    advice = ann.view["conversations"][talk]["advice"]
    assert advice["suggest"] == "looks_like_prank"
    assert {it["code"] for side in ("reasons", "against") for it in advice[side]} <= CODES
    assert advice["reasons"][0] == {"code": "marked_today", "count": 2}
    assert cora.view["conversations"][talk].get("advice") is None
    assert (await ann.call("history", {"conversation": talk}))["advice"] == advice
    await ann.do("put_advice_away", talk)
    await evening.agrees()
    assert window.view["conversations"][talk].get("advice") is None
    assert (await ann.call("history", {"conversation": talk}))["advice"] == advice
    await ann.do("alarm", talk)
    await evening.agrees()
    assert (await ann.call("history", {"conversation": talk}))["advice"]["suggest"] == "nothing"
    await child.say("c", "ik ben er nog")
    await evening.agrees()

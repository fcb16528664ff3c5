"""Who else is at the desk, and who said what before them."""

from __future__ import annotations

from typing import Any

from tests.realtime.faces.clients import DeskClient
from tests.realtime.faces.evening import Evening


async def free(window: DeskClient) -> dict[str, Any]:
    """How many chats each of the others can be given now."""
    return {it["alias"]: it["free"] for it in (await window.call("colleagues"))["colleagues"]}


async def test_colleagues_say_how_many_chats_they_can_be_given(evening: Evening):
    ann, ben = await evening.desk("ann"), await evening.desk("ben")
    assert await free(ann) == {"Sam": 0}
    await ben.be("available", chats=2)
    assert await free(ann) == {"Sam": 2}
    blue = await evening.child()
    await blue.enter()
    assert await free(ann) == {"Sam": 0}
    await ben.accept()
    assert await free(ann) == {"Sam": 1}
    await ben.be("last")
    assert await free(ann) == {"Sam": 0}


async def test_whoever_goes_on_reads_who_held_it_before_by_the_names_that_the_child_knows(evening: Evening):
    _, ann, talk = await evening.talk()
    await ann.say(talk, "1", "hoi")
    await ann.call("alias", {"alias": "Roos"})
    evening.clock.advance(seconds=60)
    await ann.be("away")
    await ann.do("hand_over", talk, note="")
    ben = await evening.desk("ben")
    await ben.be("available")
    await ben.accept()
    await evening.agrees()
    nora, sam = ben.view["conversations"][talk]["holders"]
    assert (nora["alias"], nora["mine"]) == ("Nora", False)
    assert (sam["alias"], sam["mine"]) == ("Sam", True)
    (said,) = ben.view["conversations"][talk]["messages"]
    assert nora["since"] <= said["at"] < sam["since"]

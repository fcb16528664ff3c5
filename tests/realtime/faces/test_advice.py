"""When an advice is shown, and when it never is."""

from __future__ import annotations

import pytest

from helpline.core.advice import Advice
from helpline.core.advised import NOTHING
from tests.realtime.faces.clients import DeskClient
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.scenes_of_advice import PIZZA, after_two_pranks, knows_its_articles


async def suggested(evening: Evening, desk: DeskClient, talk: str) -> str:
    return str((await desk.call("history", {"conversation": talk}))["advice"]["suggest"])


async def test_it_comes_by_itself_after_the_childs_second_turn(evening: Evening):
    _, ann, talk = await after_two_pranks(evening)
    await evening.agrees()
    assert ann.view["conversations"][talk]["advice"]["suggest"] == "looks_like_prank"


@pytest.mark.parametrize("fields", [{"topics": ["physical-abuse"]}, {"danger": "possible"}])
async def test_with_an_acute_subtopic_or_danger_it_is_gone_before_it_is_weighed_again(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, fields: dict[str, object]
):
    _, ann, talk = await after_two_pranks(evening)

    async def weighs_nothing(_: str) -> Advice:
        return NOTHING

    monkeypatch.setattr(evening.node.adviser, "look_at", weighs_nothing)
    await ann.do("register", talk, fields=fields)
    await evening.agrees()
    assert ann.view["conversations"][talk].get("advice") is None


@pytest.mark.parametrize("fields", [{"topics": ["physical-abuse"]}, {"danger": "possible"}])
async def test_with_an_acute_subtopic_or_danger_nothing_is_advised(evening: Evening, fields: dict[str, object]):
    _, ann, talk = await after_two_pranks(evening)
    await ann.do("register", talk, fields=fields)
    await evening.agrees()
    assert ann.view["conversations"][talk].get("advice") is None
    assert await suggested(evening, ann, talk) == "nothing"


async def test_with_words_of_an_acute_subtopic_nothing_is_advised_any_more(evening: Evening):
    child, ann, talk = await after_two_pranks(evening)
    await child.say("c", "mijn vader slaat mij")
    assert await suggested(evening, ann, talk) == "nothing"
    await child.say("d", PIZZA)
    await evening.agrees()
    assert ann.view["conversations"][talk].get("advice") is None


async def test_the_same_words_from_another_device_are_never_called_a_prank(evening: Evening):
    await after_two_pranks(evening)
    await evening.desk("ben")
    child, ben, talk = await evening.talk("ben")
    await child.say("a", PIZZA)
    await child.say("b", "en snel graag ja")
    assert await suggested(evening, ben, talk) == "look"


async def test_while_nothing_can_be_looked_up_nothing_is_advised(evening: Evening):
    _, ann, talk = await after_two_pranks(evening)
    evening.node.adviser._looked_up.clear()
    evening.node.library._was_read.clear()
    assert await suggested(evening, ann, talk) == "nothing"


async def test_a_child_that_giggles_and_goes_is_advised_nothing_about(evening: Evening):
    await knows_its_articles(evening)
    child, ann, talk = await evening.talk()
    for number in range(5):
        await child.say(str(number), "hihihi haha")
    assert await suggested(evening, ann, talk) == "nothing"

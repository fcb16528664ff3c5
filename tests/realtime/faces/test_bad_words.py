"""Words, names, wishes and fields: which of them are taken, and which are not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.clock import FakeClock
from tests.realtime.faces.evening import Evening
from tests.realtime.faces.kept import all_rows
from tests.realtime.faces.site import Site, evening_at
from tests.realtime.faces.wrong import right_texts, wrong_client_ids, wrong_texts

INVALID = {"error": {"code": "invalid"}}


@pytest.fixture
async def evening(either_site: Site, clock: FakeClock) -> AsyncIterator[Evening]:
    async with evening_at(either_site, clock) as evening:
        yield evening


async def test_words_that_nobody_may_say_are_kept_nowhere(evening: Evening):
    blue, ann, talk = await evening.talk()
    before = await all_rows(evening.node)
    for text in wrong_texts():
        assert await blue.say("1", text) == INVALID, text[:9]
        assert await ann.say(talk, "1", text) == INVALID, text[:9]
    for client_id in wrong_client_ids():
        assert await blue.say(client_id, "hoi") == INVALID, client_id
        assert await ann.say(talk, client_id, "hoi") == INVALID, client_id
    assert await all_rows(evening.node) == before


async def test_words_that_anybody_may_say_arrive_as_they_were_said(evening: Evening):
    blue, ann, talk = await evening.talk()
    for number, text in enumerate(right_texts()):
        assert (await blue.say(str(number), text))["ok"]
        assert (await ann.hears("message", sender="child"))["text"] == text
        assert (await ann.say(talk, str(number), text))["ok"]
        assert (await blue.hears("message", sender="volunteer"))["text"] == text
    await evening.agrees()


@pytest.mark.parametrize("nickname", ["a\nb", "\t", "a\x00", "\x1b[1m", "\x85", "a\u2028b", "x" * 41])
async def test_a_name_is_one_short_line(evening: Evening, nickname: str):
    blue = await evening.child()
    assert await blue.call("enter", {"nickname": nickname}) == INVALID


@pytest.mark.parametrize("nickname", ["blauw", "Zoë 🦄", "👩‍👩‍👧", "\u202ewualb", "   ", ""])
async def test_a_name_may_be_anything_that_a_child_makes_up(evening: Evening, nickname: str):
    _, ann, talk = await evening.talk(nickname=nickname)
    assert ann.view["conversations"][talk]["nickname"] == (nickname.strip() or None)


@pytest.mark.parametrize("wish", [{"topic": "weather"}, {"language": "xx"}, {"language": ""}, {"topic": ""}])
async def test_only_what_is_known_can_be_wished_for(evening: Evening, wish: dict[str, str]):
    assert await (await evening.child()).call("enter", wish) == INVALID


async def test_wrong_fields_are_named_and_none_of_the_call_is_kept(evening: Evening):
    _, ann, talk = await evening.talk()
    before = await all_rows(evening.node)
    for fields, wrong in WRONG_FIELDS:
        answer = await ann.do("register", talk, fields={"type": "prank"} | fields)
        assert answer == {"error": {"code": "invalid", "fields": wrong}}, fields
    assert await all_rows(evening.node) == before


WRONG_FIELDS = [
    ({"age": True}, {"age": "wrong_type"}),
    ({"age": 10**18}, {"age": "out_of_range"}),
    ({"age": 10**30}, {"age": "wrong_type"}),
    ({"age": 3, "gender": "x"}, {"age": "out_of_range", "gender": "unknown_value"}),
    ({"topics": [[[[]]]]}, {"topics": "wrong_type"}),
    ({"topics": ["x" * 4001]}, {"topics": "unknown_value"}),
    ({"type": "a\x00b"}, {"type": "unknown_value"}),
    ({"\u202e" * 99: 1}, {"?": "unknown_field"}),
    ({"referrals": [{"slug": {}, "kind": []}]}, {"referrals": "wrong_type"}),
]

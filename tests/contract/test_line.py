"""What every `Line` promises, whoever carries the sound."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from helpline.core.line import (
    CallerGone,
    Device,
    Digit,
    Down,
    Failure,
    Incoming,
    LegAnswered,
    LegFailed,
    LegGone,
    LegRinging,
    PromptDone,
    SoundCame,
    Up,
)
from helpline.core.wishes import (
    Answer,
    Connect,
    Consult,
    Dial,
    Drop,
    HangUp,
    Hold,
    Listen,
    Offer,
    Play,
    Ring,
    StopListen,
    StopPlay,
    Unhold,
    Whisper,
)
from tests.telephony.exchange import Exchange, PracticeExchange
from tests.telephony.on_asterisk import AsteriskExchange

LONG = 60


@pytest.fixture(params=["practice", pytest.param("asterisk", marks=pytest.mark.slow)])
async def exchange(request: pytest.FixtureRequest) -> AsyncIterator[Exchange]:
    if request.param == "practice":
        it = PracticeExchange()
        await it.start()
        yield it
        return
    server = request.getfixturevalue("asterisk")
    async with ClientSession() as session:
        real = AsteriskExchange(server, session)
        try:
            await real.start()
            yield real
        finally:
            await real.stop()


async def a_call(exchange: Exchange) -> str:
    """A child who was answered, and hears nothing yet."""
    await exchange.ring_up()
    call = (await exchange.told.one(Incoming)).call
    exchange.line.wish(Answer(call))
    return call


async def answered(exchange: Exchange, call: str, leg: str, phone: str) -> None:
    """This volunteer picks up."""
    exchange.line.wish(Offer(call, leg, phone, LONG))
    await exchange.told.this(LegRinging(call, leg))
    await exchange.pick_up(call, leg)
    await exchange.told.this(LegAnswered(call, leg))


async def a_talk(exchange: Exchange) -> str:
    """A child and the volunteer `a`."""
    call = await a_call(exchange)
    await answered(exchange, call, "a", exchange.volunteer)
    exchange.line.wish(Connect(call, "a"))
    await exchange.hears(call, "child", {"a"})
    return call


async def test_a_call_says_what_was_dialled_and_no_number(exchange: Exchange):
    await exchange.ring_up("4321", "0612345678")
    it = await exchange.told.one(Incoming)
    assert it.dialled == "4321"
    assert it.caller_key
    assert "612345678" not in it.caller_key


@pytest.mark.parametrize("spelling", ["+31612345678", "0031612345678"])
async def test_every_spelling_of_a_number_has_one_key(exchange: Exchange, spelling: str):
    await exchange.ring_up(number="0612345678")
    first = await exchange.told.one(Incoming)
    await exchange.ring_up(number=spelling)
    second = await exchange.told.one(Incoming, lambda it: it.call != first.call)
    assert second.caller_key == first.caller_key


async def test_two_numbers_have_two_keys_and_a_withheld_one_has_none(exchange: Exchange):
    keys = []
    seen: set[str] = set()
    for number in ("0612345678", "0687654321", None):
        await exchange.ring_up(number=number)
        it = await exchange.told.one(Incoming, lambda it: it.call not in seen)
        seen.add(it.call)
        keys.append(it.caller_key)
    assert len(set(keys)) == 3
    assert keys[2] is None


async def test_a_prompt_is_heard_to_its_end_or_was_not_heard(exchange: Exchange):
    call = await a_call(exchange)
    exchange.line.wish(Play(call, "p1", ("nowhere",), "nl"))
    await exchange.told.this(PromptDone(call, "p1", heard=False))
    exchange.line.wish(Play(call, "p2", ("welcome", "waiting"), "nl"))
    await exchange.hears(call, "child", {"prompt"})
    exchange.line.wish(StopPlay(call, "p2"))
    await exchange.told.this(PromptDone(call, "p2", heard=False))
    await exchange.hears(call, "child", set())


async def test_music_goes_on_after_a_prompt_and_not_in_a_talk(exchange: Exchange):
    call = await a_call(exchange)
    exchange.line.wish(Hold(call))
    await exchange.hears(call, "child", {"music"})
    exchange.line.wish(Play(call, "p1", ("waiting",), "nl"))
    await exchange.hears(call, "child", {"prompt"})
    exchange.line.wish(StopPlay(call, "p1"))
    await exchange.hears(call, "child", {"music"})
    await answered(exchange, call, "a", exchange.volunteer)
    exchange.line.wish(Connect(call, "a"))
    await exchange.hears(call, "child", {"a"})
    await exchange.hears(call, "a", {"child"})


async def test_a_prompt_stops_when_somebody_is_there(exchange: Exchange):
    call = await a_call(exchange)
    await answered(exchange, call, "a", exchange.volunteer)
    exchange.line.wish(Play(call, "p1", ("welcome",), "nl"))
    exchange.line.wish(Connect(call, "a"))
    await exchange.told.this(PromptDone(call, "p1", heard=False))
    await exchange.hears(call, "child", {"a"})


async def test_sound_of_the_child_is_told_once_it_comes_through(exchange: Exchange):
    await exchange.ring_up(is_mute=True)
    call = (await exchange.told.one(Incoming)).call
    await answered(exchange, call, "a", exchange.volunteer)
    exchange.line.wish(Connect(call, "a"))
    exchange.line.wish(Hold(call))
    await exchange.hears(call, "child", {"music"})
    exchange.line.wish(Connect(call, "a"))
    await exchange.hears(call, "child", {"a"})
    assert SoundCame(call) not in exchange.told.facts
    await exchange.speak(call)
    await exchange.told.this(SoundCame(call))
    exchange.line.wish(Connect(call, "a"))
    exchange.line.wish(Hold(call))
    await exchange.hears(call, "child", {"music"})
    assert exchange.told.facts.count(SoundCame(call)) == 1


async def test_a_key_is_told(exchange: Exchange):
    call = await a_call(exchange)
    for digit in "1#":
        await exchange.press(call, digit)
        await exchange.told.this(Digit(call, digit))


@pytest.mark.parametrize("why", [Failure.BUSY, Failure.REJECTED])
async def test_who_does_not_answer_says_why(exchange: Exchange, why: Failure):
    call = await a_call(exchange)
    exchange.line.wish(Offer(call, "a", exchange.volunteer, LONG))
    await exchange.told.this(LegRinging(call, "a"))
    await exchange.refuse(call, "a", why)
    await exchange.told.this(LegFailed(call, "a", why))


async def test_a_phone_that_is_not_there_is_offline(exchange: Exchange):
    call = await a_call(exchange)
    exchange.line.wish(Offer(call, "a", "zoe", LONG))
    await exchange.told.this(LegFailed(call, "a", Failure.OFFLINE))


async def test_an_offer_can_be_taken_back(exchange: Exchange):
    call = await a_call(exchange)
    exchange.line.wish(Offer(call, "a", exchange.volunteer, LONG))
    await exchange.told.this(LegRinging(call, "a"))
    exchange.line.wish(Drop(call, "a"))
    await exchange.told.this(LegGone(call, "a"))


async def test_a_child_on_hold_hears_music_and_nothing_of_the_talk(exchange: Exchange):
    call = await a_talk(exchange)
    exchange.line.wish(Hold(call))
    await exchange.hears(call, "child", {"music"})
    await exchange.hears(call, "a", set())
    exchange.line.wish(Unhold(call))
    await exchange.hears(call, "child", {"a"})
    await exchange.hears(call, "a", {"child"})


async def test_a_worker_is_consulted_then_added_and_the_volunteer_may_leave(exchange: Exchange):
    call = await a_talk(exchange)
    exchange.line.wish(Dial(call, "w", exchange.worker, LONG))
    await exchange.told.this(LegRinging(call, "w"))
    await exchange.pick_up(call, "w")
    await exchange.told.this(LegAnswered(call, "w"))
    exchange.line.wish(Consult(call, "w"))
    await exchange.hears(call, "a", {"w"})
    await exchange.hears(call, "w", {"a"})
    await exchange.hears(call, "child", {"music"})
    exchange.line.wish(Connect(call, "w"))
    await exchange.hears(call, "child", {"a", "w"})
    await exchange.hears(call, "w", {"a", "child"})
    await exchange.hang_up(call, "a")
    await exchange.told.this(LegGone(call, "a"))
    await exchange.hears(call, "child", {"w"})


async def test_who_listens_is_heard_by_nobody_and_who_whispers_by_one(exchange: Exchange):
    call = await a_talk(exchange)
    await answered(exchange, call, "c", exchange.colleague)
    exchange.line.wish(Listen(call, "c", "a"))
    await exchange.hears(call, "c", {"a", "child"})
    await exchange.hears(call, "a", {"child"})
    exchange.line.wish(Whisper(call, "c", "a"))
    await exchange.hears(call, "a", {"child", "c"})
    await exchange.hears(call, "child", {"a"})
    exchange.line.wish(StopListen(call, "c"))
    await exchange.hears(call, "c", set())
    exchange.line.wish(Connect(call, "c"))
    await exchange.hears(call, "child", {"a", "c"})


async def test_the_child_stays_when_the_volunteer_is_gone(exchange: Exchange):
    call = await a_talk(exchange)
    await exchange.hang_up(call, "a")
    await exchange.told.this(LegGone(call, "a"))
    exchange.line.wish(Hold(call))
    await exchange.hears(call, "child", {"music"})


async def test_nothing_is_left_of_a_talk_whose_child_is_gone(exchange: Exchange):
    call = await a_talk(exchange)
    await exchange.hang_up(call)
    await exchange.told.this(CallerGone(call))
    exchange.line.wish(HangUp(call))
    await exchange.told.this(LegGone(call, "a"))
    assert await exchange.left_over() == []


async def test_nothing_is_left_of_a_call_that_we_hang_up(exchange: Exchange):
    call = await a_talk(exchange)
    exchange.line.wish(Offer(call, "b", exchange.colleague, LONG))
    await exchange.told.this(LegRinging(call, "b"))
    exchange.line.wish(HangUp(call))
    await exchange.told.this(CallerGone(call))
    await exchange.told.this(LegGone(call, "a"))
    await exchange.told.this(LegGone(call, "b"))
    assert await exchange.left_over() == []


async def test_a_wish_may_come_twice_or_too_late(exchange: Exchange):
    call = await a_talk(exchange)
    every = [
        *(Ring(call), Answer(call), Connect(call, "a"), Offer(call, "a", exchange.volunteer, LONG), Unhold(call)),
        *(StopPlay(call, "p"), StopListen(call, "a"), Drop(call, "nobody"), Connect(call, "nobody")),
    ]
    for wish in every * 2:
        exchange.line.wish(wish)
    await exchange.hears(call, "child", {"a"})
    for _ in range(2):
        exchange.line.wish(HangUp(call))
    await exchange.told.this(CallerGone(call))
    for wish in [*every, Hold(call), Play(call, "p", ("welcome",), "nl"), Listen(call, "b", "a"), Consult(call, "a")]:
        exchange.line.wish(wish)
    assert await exchange.left_over() == []
    assert [fact for fact in exchange.told.facts if fact == CallerGone(call)] == [CallerGone(call)]


async def test_a_browser_that_is_closed_is_offline(exchange: Exchange):
    await exchange.told.this(Device(exchange.volunteer, is_online=True))
    await exchange.lose(exchange.volunteer)
    await exchange.told.this(Device(exchange.volunteer, is_online=False))


async def test_a_phone_that_is_not_admitted_any_more_is_not_rung(exchange: Exchange):
    call = await a_call(exchange)
    await exchange.line.admit([exchange.colleague])
    exchange.line.wish(Offer(call, "a", exchange.volunteer, LONG))
    await exchange.told.this(LegFailed(call, "a", Failure.OFFLINE))


async def test_a_talk_goes_on_while_the_line_is_down_and_is_found_again(exchange: Exchange):
    call = await a_talk(exchange)
    await exchange.go_down()
    await exchange.told.one(Down)
    exchange.line.wish(HangUp(call))
    await exchange.come_up()
    up = await exchange.told.one(Up, lambda it: bool(it.calls))
    (standing,) = up.calls
    assert (standing.call, standing.dialled, standing.is_answered, standing.is_talking) == (call, "1234", True, True)
    assert [(it.leg, it.is_answered, it.is_talking) for it in standing.legs] == [("a", True, True)]
    assert standing.caller_key == (await exchange.told.one(Incoming)).caller_key
    assert exchange.volunteer in up.online
    await exchange.hears(call, "child", {"a"})


async def test_who_hung_up_while_the_line_was_down_is_not_found(exchange: Exchange):
    call = await a_talk(exchange)
    await exchange.go_down()
    await exchange.told.one(Down)
    told = len(exchange.told.facts)
    await exchange.hang_up(call)
    await exchange.come_up()
    up = await exchange.told.one(Up, lambda it: it in exchange.told.facts[told:])
    assert up.calls == ()
    assert await exchange.left_over() == []

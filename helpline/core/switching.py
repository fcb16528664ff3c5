"""What the line is asked for, so that a call becomes what it should be.

`Here` is what stands, as far as the line told it and as far as it was asked for; `wishes` are the difference. They may
be asked for again at any moment: what is so stays so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from helpline.core.call import TALKING, Child, Leg, Part, Wanted
from helpline.core.line import (
    CallerGone,
    Device,
    Digit,
    Down,
    Fact,
    Incoming,
    LegAnswered,
    LegFailed,
    LegGone,
    LegRinging,
    PromptDone,
    SoundCame,
    StandingCall,
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
    StopListen,
    StopPlay,
    Unhold,
    Whisper,
    Wish,
)

OFFER_SECONDS = 120
"""How long a phone rings at most: an offer lapses earlier by itself."""


class Place(StrEnum):
    """Where somebody is: nowhere, with music (the child), in the talk, or along with somebody."""

    NOWHERE = "nowhere"
    MUSIC = "music"
    TALK = "talk"
    LISTENS = "listens"
    WHISPERS = "whispers"


@dataclass(frozen=True, slots=True)
class There:
    """A leg. place: where it was asked to be."""

    is_answered: bool = False
    place: Place = Place.NOWHERE


@dataclass(frozen=True, slots=True)
class Words:
    """Recordings that the child should hear. prompt: an id of the line, new for what was not said before · is_urgent:
    they come in place of what is playing."""

    prompt: str
    recordings: tuple[str, ...]
    language: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Here:
    """A call as it stands. playing: the prompt that the child hears · said, heard: those that began, and that are
    over · rung: every leg there ever was."""

    call: str
    is_answered: bool = False
    child: Place = Place.NOWHERE
    playing: str | None = None
    said: frozenset[str] = frozenset()
    heard: frozenset[str] = frozenset()
    legs: Mapping[str, There] = field(default_factory=dict)
    rung: frozenset[str] = frozenset()
    is_over: bool = False


def found(it: StandingCall) -> Here:
    """A call that the line found. Music, and who listens along, it does not tell."""
    legs = {leg.leg: There(leg.is_answered, Place.TALK if leg.is_talking else Place.NOWHERE) for leg in it.legs}
    child = Place.TALK if it.is_talking else Place.NOWHERE
    return Here(it.call, is_answered=it.is_answered, child=child, legs=legs, rung=frozenset(legs))


def heard(here: Here, fact: Fact) -> Here:
    """What stands after the line told this of the call."""
    match fact:
        case LegRinging(leg=leg):
            return here if leg in here.legs else _with(here, leg, There())
        case LegAnswered(leg=leg):
            return _with(here, leg, replace(here.legs.get(leg, There()), is_answered=True))
        case LegFailed(leg=leg) | LegGone(leg=leg):
            return _without(here, leg)
        case PromptDone(prompt=prompt):
            playing = None if here.playing == prompt else here.playing
            return replace(here, playing=playing, heard=here.heard | {prompt})
        case CallerGone():
            return replace(here, child=Place.NOWHERE, playing=None)
        case Incoming() | Digit() | SoundCame() | Device() | Up() | Down():
            return here


def asked(here: Here, wish: Wish) -> Here:
    """What stands once this is carried out; legs answer by facts."""
    match wish:
        case Answer():
            return replace(here, is_answered=True)
        case Hold():
            return replace(here, child=Place.MUSIC)
        case Unhold():
            return replace(here, child=Place.TALK, playing=None)
        case Play(prompt=prompt):
            return replace(here, playing=prompt, said=here.said | {prompt})
        case StopPlay():
            return replace(here, playing=None)
        case HangUp():
            return replace(here, is_over=True)
        case _:
            return _leg_asked(here, wish)


def _leg_asked(here: Here, wish: Wish) -> Here:
    match wish:
        case Offer(leg=leg) | Dial(leg=leg):
            return replace(_with(here, leg, There()), rung=here.rung | {leg})
        case Connect(leg=leg):
            return replace(_moved(here, leg, Place.TALK), child=Place.TALK, is_answered=True, playing=None)
        case Consult(leg=leg):
            return replace(_moved(here, leg, Place.TALK), child=Place.MUSIC)
        case Listen(leg=leg):
            return _moved(here, leg, Place.LISTENS)
        case Whisper(leg=leg):
            return _moved(here, leg, Place.WHISPERS)
        case StopListen(leg=leg):
            return _moved(here, leg, Place.NOWHERE)
        case Drop(leg=leg):
            return _without(here, leg)
        case _:
            return here


def _with(here: Here, leg: str, there: There) -> Here:
    return replace(here, legs={**here.legs, leg: there})


def _without(here: Here, leg: str) -> Here:
    return replace(here, legs={name: there for name, there in here.legs.items() if name != leg})


def _moved(here: Here, leg: str, place: Place) -> Here:
    return _with(here, leg, replace(here.legs.get(leg, There()), place=place))


def wishes(
    want: Wanted, here: Here, words: Words | None = None, numbers: Mapping[str, str] | None = None
) -> list[Wish]:
    """What is to be asked for now, in this order.

    words: what the child should hear next, unless it talks · numbers: where a referral is rung, by its slug.
    """
    return list(_wishes(want, here, words, numbers or {}))


def _wishes(want: Wanted, here: Here, words: Words | None, numbers: Mapping[str, str]) -> Iterator[Wish]:
    if here.is_over:
        return
    if want.child is Child.GONE or (want.child is Child.LEAVES and words is not None and words.prompt in here.heard):
        yield HangUp(here.call)
        return
    yield from _dropped(want, here)
    for leg in want.legs:
        if leg.id not in here.rung and leg.id not in here.legs:
            yield from _ring(leg, here.call, numbers)
    there = [leg for leg in want.legs if leg.id in here.legs and here.legs[leg.id].is_answered]
    talking = [leg for leg in there if leg.part in TALKING]
    if want.child is Child.TALKS and talking:
        yield from _talk(talking, here)
    else:
        asked = [leg for leg in there if leg.part in TALKING or leg.part is Part.CONSULT]
        yield from _apart(want, asked, here, words)
    yield from _along(there, here)


def _dropped(want: Wanted, here: Here) -> Iterator[Wish]:
    """Who is not wanted, and who was only asked, before the child comes back into the talk."""
    stay = {leg.id for leg in want.legs if not (leg.part is Part.CONSULT and want.child is Child.TALKS)}
    for leg in here.legs:
        if leg not in stay:
            yield Drop(here.call, leg)


def _ring(leg: Leg, call: str, numbers: Mapping[str, str]) -> Iterator[Wish]:
    if leg.phone is not None:
        yield Offer(call, leg.id, leg.phone, OFFER_SECONDS)
    elif leg.referral is not None and leg.referral in numbers:
        yield Dial(call, leg.id, numbers[leg.referral], OFFER_SECONDS)


def _talk(talking: list[Leg], here: Here) -> Iterator[Wish]:
    """Everybody into the talk, the child with them."""
    outside = [leg for leg in talking if here.legs[leg.id].place is not Place.TALK]
    for leg in outside:
        yield Connect(here.call, leg.id)
    if not outside and here.child is not Place.TALK:
        yield Unhold(here.call)


def _apart(want: Wanted, talking: list[Leg], here: Here, words: Words | None) -> Iterator[Wish]:
    """The child hears music and recordings; who talks about it does so without the child."""
    if not here.is_answered:
        yield Answer(here.call)
    if here.child is not Place.MUSIC:
        yield Hold(here.call)
    if want.child is Child.HELD:
        for leg in talking:
            if here.legs[leg.id].place is not Place.TALK:
                yield Consult(here.call, leg.id)
    if words is None or words.prompt in here.said:
        return
    if here.playing is None or words.is_urgent:
        yield Play(here.call, words.prompt, words.recordings, words.language)


def _along(there: list[Leg], here: Here) -> Iterator[Wish]:
    """Coordinators who listen along with whoever holds the conversation."""
    holder = next((leg for leg in there if leg.part is Part.VOLUNTEER), None)
    for leg in there:
        place = here.legs[leg.id].place
        if leg.part not in (Part.LISTEN, Part.WHISPER):
            continue
        if holder is None:
            if place is not Place.NOWHERE:
                yield StopListen(here.call, leg.id)
        elif leg.part is Part.LISTEN and place is not Place.LISTENS:
            yield Listen(here.call, leg.id, holder.id)
        elif leg.part is Part.WHISPER and place is not Place.WHISPERS:
            yield Whisper(here.call, leg.id, holder.id)

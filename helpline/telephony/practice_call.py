"""A call of the practice line: who is in it, and who hears whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpline.core.line import StandingCall, StandingLeg

CHILD = "child"
"""In place of a leg's id: the child itself."""


@dataclass(slots=True)
class PracticeLeg:
    """Somebody who was rung. whom: the phone, or the number."""

    whom: str
    is_answered: bool = False


@dataclass(slots=True)
class PracticeCall:
    """prompts, ever: the ids of prompts and legs that there ever were · listening: who listens along with whom, and
    whether they are heard there · is_mute: nothing comes from the child's telephone · has_sound: it was told that
    something did."""

    call: str
    dialled: str
    caller_key: str | None
    is_child_there: bool = True
    rings: bool = False
    is_answered: bool = False
    music: bool = False
    prompt: str | None = None
    recordings: tuple[str, ...] = ()
    prompts: set[str] = field(default_factory=set)
    legs: dict[str, PracticeLeg] = field(default_factory=dict)
    ever: set[str] = field(default_factory=set)
    talk: set[str] = field(default_factory=set)
    listening: dict[str, tuple[str, bool]] = field(default_factory=dict)
    is_mute: bool = False
    has_sound: bool = False

    def is_there(self, leg: str) -> bool:
        """Did somebody answer there, and not hang up since?"""
        return leg in self.legs and self.legs[leg].is_answered

    def sound_comes(self) -> bool:
        """Whether sound of the child comes through for the first time."""
        comes = not self.has_sound and not self.is_mute and CHILD in self.talk
        self.has_sound |= comes
        return comes

    def hold(self) -> None:
        """Music for the child, outside of the talk."""
        self.music = True
        self.talk.discard(CHILD)

    def join(self, who: str) -> None:
        """Into the talk."""
        if who == CHILD:
            self.music = False
            if not self.is_child_there:
                return
        self.listening.pop(who, None)
        self.talk.add(who)

    def listen(self, leg: str, along: str, *, is_heard: bool) -> None:
        """Out of the talk, and along with somebody."""
        self.talk.discard(leg)
        self.listening[leg] = (along, is_heard)

    def remove(self, leg: str) -> bool:
        """Out of everything; false when it was not there."""
        self.talk.discard(leg)
        self.listening = {who: it for who, it in self.listening.items() if leg not in (who, it[0])}
        return self.legs.pop(leg, None) is not None

    def child_is_gone(self) -> None:
        """Nobody hears the child any more."""
        self.is_child_there = self.music = False
        self.prompt, self.recordings = None, ()
        self.talk.discard(CHILD)

    def heard_by(self, who: str) -> frozenset[str]:
        """Those whom this one hears now."""
        heard = self.talk - {who} if who in self.talk else set()
        if who in self.listening:
            heard |= self.talk if self.listening[who][0] in self.talk else {self.listening[who][0]}
        return frozenset(heard | {leg for leg, it in self.listening.items() if it == (who, True)})

    def standing(self) -> StandingCall:
        """As `Up` tells it."""
        legs = tuple(StandingLeg(leg, it.is_answered, leg in self.talk) for leg, it in self.legs.items())
        return StandingCall(self.call, self.dialled, self.caller_key, self.is_answered, CHILD in self.talk, legs)

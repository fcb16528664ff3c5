"""What is known of a call at Asterisk: only what the next command depends on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from helpline.core.line import StandingCall, StandingLeg
from helpline.telephony.names import leg_name, leg_of, listener_of, split

Form = dict[str, Any]


@dataclass(slots=True)
class KnownLeg:
    """A leg. rang: it was told that it rings · is_dropped: we hung it up."""

    rang: bool = False
    is_answered: bool = False
    is_dropped: bool = False


@dataclass(slots=True)
class KnownCall:
    """A call. has_music: it hears music unless a prompt plays · has_talk: there is a bridge · prompts: those that play,
    and whether we stopped them · ever, ever_played: all legs and prompts that there were · listening: legs that
    listen in, each with the name of its ear · has_sound: something came from the child's telephone · in_talk: the
    channels that are in the bridge."""

    call: str
    dialled: str
    caller_key: str | None
    is_child_there: bool = True
    is_answered: bool = False
    has_music: bool = False
    has_talk: bool = False
    has_sound: bool = False
    prompts: dict[str, bool] = field(default_factory=dict)
    legs: dict[str, KnownLeg] = field(default_factory=dict)
    ever: set[str] = field(default_factory=set)
    ever_played: set[str] = field(default_factory=set)
    listening: dict[str, str] = field(default_factory=dict)
    in_talk: set[str] = field(default_factory=set)

    def is_there(self, leg: str) -> bool:
        """Did somebody answer there, and not hang up since?"""
        return leg in self.legs and self.legs[leg].is_answered and not self.legs[leg].is_dropped


def is_over(call: KnownCall) -> bool:
    """Is nothing left of it?"""
    return not (call.is_child_there or call.legs or call.has_talk or call.listening)


def found_calls(app: str, channels: list[Form], bridges: list[Form]) -> dict[str, KnownCall]:
    """The calls of this application, as Asterisk lists them."""
    talking = in_talks(bridges)
    calls = {}
    for channel in channels:
        dialplan = channel["dialplan"]
        name, _, rest = str(dialplan.get("app_data", "")).partition(",")
        if dialplan.get("app_name") != "Stasis" or name != app or leg_of(channel["id"]):
            continue
        dialled, _, key = rest.partition(",")
        call = KnownCall(channel["id"], dialled, key or None, is_answered=channel["state"] == "Up")
        call.has_music = call.is_answered and channel["id"] not in talking
        calls[call.call] = call
    for bridge in bridges:
        own, name = split(bridge["id"])
        if own == "talk" and name in calls:
            calls[name].has_talk = True
            calls[name].in_talk.update(bridge["channels"])
        elif (listener := listener_of(own)) and name in calls:
            calls[name].listening[listener] = bridge["id"]
    for channel in channels:
        of = leg_of(channel["id"])
        if of and of[0] in calls:
            leg = KnownLeg(rang=True, is_answered=channel["state"] == "Up")
            calls[of[0]].legs[of[1]] = leg
            calls[of[0]].ever.add(of[1])
    return calls


def in_talks(bridges: list[Form]) -> set[str]:
    """The channels that are in the talk of their call."""
    return {channel for bridge in bridges if split(bridge["id"])[0] == "talk" for channel in bridge["channels"]}


def orphans(calls: dict[str, KnownCall], listed: list[Form]) -> list[str]:
    """The channels or bridges of ours whose child is gone."""
    own = ((it["id"], *split(it["id"])) for it in listed)
    return [name for name, ours, call in own if ours and call not in calls]


def standing(call: KnownCall, talking: set[str]) -> StandingCall:
    """As `Up` tells it."""
    legs = tuple(StandingLeg(leg, it.is_answered, leg_name(leg, call.call) in talking) for leg, it in call.legs.items())
    return StandingCall(call.call, call.dialled, call.caller_key, call.is_answered, call.call in talking, legs)

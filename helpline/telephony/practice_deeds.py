"""How each wish is carried out on the practice line: at once, in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import assert_never

from helpline.core.line import CallerGone, Fact, Failure, LegFailed, LegGone, LegRinging, PromptDone, SoundCame
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
    Wish,
)
from helpline.telephony.practice_call import CHILD, PracticeCall, PracticeLeg


class PracticeDeeds:
    """Carries wishes out. calls, online: those of the line, which change with it · recordings: as there."""

    def __init__(
        self,
        recordings: Collection[str],
        calls: dict[str, PracticeCall],
        online: Collection[str],
        tell: Callable[[Fact], None],
    ) -> None:
        self._recordings = frozenset(recordings)
        self._calls = calls
        self._online = online
        self._tell = tell

    def carry_out(self, it: Wish, call: PracticeCall) -> None:
        """One wish."""
        match it:
            case Ring():
                call.rings = True
            case Answer():
                call.is_answered = True
            case Play() | StopPlay():
                self._prompt(it, call)
            case Hold():
                call.hold()
            case Unhold():
                call.join(CHILD)
                self.listen_for_sound(call)
            case Offer() | Dial():
                self._ring_leg(it, call)
            case Connect() | Consult() | Listen() | Whisper() | StopListen():
                self._put(it, call)
            case Drop(leg=leg):
                self.let_go(call, leg)
                self.tidy(call.call)
            case HangUp():
                self._end(call)
            case _:
                assert_never(it)

    def _prompt(self, it: Play | StopPlay, call: PracticeCall) -> None:
        if isinstance(it, StopPlay):
            if call.prompt == it.prompt:
                self.end_prompt(call, heard=False)
            return
        if it.prompt in call.prompts or not call.is_child_there:
            return
        self.end_prompt(call, heard=False)
        call.prompts.add(it.prompt)
        call.prompt, call.recordings = it.prompt, it.recordings
        if not self._recordings.issuperset(it.recordings):
            self.end_prompt(call, heard=False)

    def end_prompt(self, call: PracticeCall, *, heard: bool) -> None:
        """What the child was listening to is over."""
        if call.prompt is not None:
            ended, call.prompt, call.recordings = call.prompt, None, ()
            self._tell(PromptDone(call.call, ended, heard))

    def _ring_leg(self, it: Offer | Dial, call: PracticeCall) -> None:
        if it.leg in call.ever or not call.is_child_there:
            return
        call.ever.add(it.leg)
        if isinstance(it, Offer) and it.phone not in self._online:
            self._tell(LegFailed(call.call, it.leg, Failure.OFFLINE))
            return
        call.legs[it.leg] = PracticeLeg(it.phone if isinstance(it, Offer) else it.number)
        self._tell(LegRinging(call.call, it.leg))

    def _put(self, it: Connect | Consult | Listen | Whisper | StopListen, call: PracticeCall) -> None:
        if not call.is_there(it.leg):
            return
        match it:
            case Connect():
                call.is_answered = True
                self.end_prompt(call, heard=False)
                call.join(CHILD)
                call.join(it.leg)
                self.listen_for_sound(call)
            case Consult():
                call.hold()
                call.join(it.leg)
            case Listen(along=along) | Whisper(along=along) if call.is_there(along):
                call.listen(it.leg, along, is_heard=isinstance(it, Whisper))
            case _:
                call.listening.pop(it.leg, None)

    def listen_for_sound(self, call: PracticeCall) -> None:
        """In a talk every telephone is heard, unless it is mute."""
        if call.sound_comes():
            self._tell(SoundCame(call.call))

    def let_go(self, call: PracticeCall, leg: str) -> None:
        """A leg is gone."""
        if call.remove(leg):
            self._tell(LegGone(call.call, leg))

    def _end(self, call: PracticeCall) -> None:
        for leg in tuple(call.legs):
            self.let_go(call, leg)
        if call.is_child_there:
            self.end_prompt(call, heard=False)
            call.child_is_gone()
            self._tell(CallerGone(call.call))
        self.tidy(call.call)

    def tidy(self, name: str) -> None:
        """Of a call in which nobody is left there is nothing left."""
        call = self._calls.get(name)
        if call is not None and not call.is_child_there and not call.legs:
            del self._calls[name]

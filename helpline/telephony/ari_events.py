"""What Asterisk tells becomes facts. Events of different topics come out of order, and some come twice."""

from __future__ import annotations

from collections.abc import Callable

from helpline.core.line import (
    CallerGone,
    Device,
    Digit,
    Fact,
    Failure,
    Incoming,
    LegAnswered,
    LegFailed,
    LegGone,
    LegRinging,
    PromptDone,
)
from helpline.telephony.known_call import Form, KnownCall, is_over
from helpline.telephony.names import leg_of, split
from helpline.telephony.phones import Phones

_WHY = {17: Failure.BUSY, 21: Failure.REJECTED, 20: Failure.OFFLINE, 3: Failure.OFFLINE, 27: Failure.OFFLINE}
"""Causes of Q.850; any other one is nobody who answered."""


class Events:
    """Reads events, keeps `calls` true, and tells."""

    def __init__(
        self,
        calls: dict[str, KnownCall],
        phones: Phones,
        tell: Callable[[Fact], None],
        play_music_again: Callable[[KnownCall], None],
        ear_is_there: Callable[[str], None],
    ) -> None:
        self._calls = calls
        self._phones = phones
        self._tell = tell
        self._play_music_again = play_music_again
        self._ear_is_there = ear_is_there

    def happened(self, event: Form) -> None:
        """One event; what has not the shape of one of these says nothing."""
        match event:
            case {"type": "StasisStart", "channel": {"id": str(channel)}}:
                self._started(channel, event.get("args"))
            case {"type": "ChannelStateChange", "channel": {"id": str(channel), "state": "Ringing"}}:
                self._rings(channel)
            case {"type": "ChannelHangupRequest" | "StasisEnd" | "ChannelDestroyed", "channel": {"id": str(channel)}}:
                self._gone(channel, event)
            case {"type": "ChannelDtmfReceived", "channel": {"id": str(channel)}, "digit": str(digit)}:
                self._pressed(channel, digit)
            case {"type": "PlaybackFinished", "playback": {"id": str(name), "state": str(state)}}:
                self._played(name, state)
            case {"type": "EndpointStateChange", "endpoint": {"technology": "PJSIP", "resource": str(phone), **rest}}:
                self._registered(phone, is_online=rest.get("state") == "online")

    def _started(self, channel: str, args: object) -> None:
        of = leg_of(channel)
        self._ear_is_there(channel)
        if of:
            self._answered(*of)
        elif not split(channel)[0] and channel not in self._calls:
            said = [it for it in args if isinstance(it, str)] if isinstance(args, list) else []
            dialled, key = (*said, "", "")[:2]
            self._calls[channel] = KnownCall(channel, dialled, key or None)
            self._tell(Incoming(channel, dialled, key or None))

    def _answered(self, call: str, leg: str) -> None:
        known = self._calls[call].legs.get(leg) if call in self._calls else None
        if known is None or known.is_answered or known.is_dropped:
            return
        if not known.rang:
            self._tell(LegRinging(call, leg))
        known.rang = known.is_answered = True
        self._tell(LegAnswered(call, leg))

    def _rings(self, channel: str) -> None:
        of = leg_of(channel)
        if of is None or of[0] not in self._calls:
            return
        known = self._calls[of[0]].legs.get(of[1])
        if known is not None and not known.rang:
            known.rang = True
            self._tell(LegRinging(*of))

    def _gone(self, channel: str, event: Form) -> None:
        of = leg_of(channel)
        self._ear_is_there(channel)
        if of is None:
            self._child_gone(channel)
        elif event["type"] == "ChannelDestroyed" and of[0] in self._calls:
            self._leg_gone(self._calls[of[0]], of[1], event.get("cause"))

    def _child_gone(self, name: str) -> None:
        call = self._calls.get(name)
        if call is None or not call.is_child_there:
            return
        call.is_child_there = False
        for prompt in tuple(call.prompts):
            del call.prompts[prompt]
            self._tell(PromptDone(name, prompt, heard=False))
        self._tell(CallerGone(name))
        self._forget_if_empty(call)

    def _leg_gone(self, call: KnownCall, leg: str, cause: object) -> None:
        known = call.legs.pop(leg, None)
        if known is None:
            return
        if known.is_answered or known.is_dropped:
            self._tell(LegGone(call.call, leg))
        else:
            self._tell(LegFailed(call.call, leg, _WHY.get(cause if isinstance(cause, int) else 0, Failure.NO_ANSWER)))
        self._forget_if_empty(call)

    def _forget_if_empty(self, call: KnownCall) -> None:
        if is_over(call):
            self._calls.pop(call.call, None)

    def _pressed(self, call: str, digit: str) -> None:
        if call in self._calls and self._calls[call].is_child_there:
            self._tell(Digit(call, digit))

    def _played(self, playback: str, state: str) -> None:
        prompt, name = split(playback)
        call = self._calls.get(name)
        if call is None or prompt not in call.prompts:
            return
        was_stopped = call.prompts.pop(prompt)
        self._tell(PromptDone(name, prompt, heard=state == "done" and not was_stopped))
        if call.has_music and not call.prompts:
            self._play_music_again(call)

    def _registered(self, phone: str, *, is_online: bool) -> None:
        if self._phones.changed(phone, is_online=is_online):
            self._tell(Device(phone, is_online))

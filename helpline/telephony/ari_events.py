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
        """One event."""
        match event.get("type"):
            case "StasisStart":
                self._started(event["channel"], event.get("args", []))
            case "ChannelStateChange":
                self._changed(event["channel"])
            case "ChannelHangupRequest" | "StasisEnd" | "ChannelDestroyed":
                self._gone(event["channel"]["id"], event)
            case "ChannelDtmfReceived":
                self._pressed(event["channel"]["id"], event["digit"])
            case "PlaybackFinished":
                self._played(event["playback"])
            case "EndpointStateChange":
                self._registered(event["endpoint"])

    def _started(self, channel: Form, args: list[str]) -> None:
        of = leg_of(channel["id"])
        self._ear_is_there(channel["id"])
        if of:
            self._answered(*of)
        elif not split(channel["id"])[0] and channel["id"] not in self._calls:
            dialled, key = (*args, "", "")[:2]
            self._calls[channel["id"]] = KnownCall(channel["id"], dialled, key or None)
            self._tell(Incoming(channel["id"], dialled, key or None))

    def _answered(self, call: str, leg: str) -> None:
        known = self._calls[call].legs.get(leg) if call in self._calls else None
        if known is None or known.is_answered or known.is_dropped:
            return
        if not known.rang:
            self._tell(LegRinging(call, leg))
        known.rang = known.is_answered = True
        self._tell(LegAnswered(call, leg))

    def _changed(self, channel: Form) -> None:
        of = leg_of(channel["id"])
        if of is None or channel["state"] != "Ringing" or of[0] not in self._calls:
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
            self._leg_gone(self._calls[of[0]], of[1], int(event.get("cause", 0)))

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

    def _leg_gone(self, call: KnownCall, leg: str, cause: int) -> None:
        known = call.legs.pop(leg, None)
        if known is None:
            return
        if known.is_answered or known.is_dropped:
            self._tell(LegGone(call.call, leg))
        else:
            self._tell(LegFailed(call.call, leg, _WHY.get(cause, Failure.NO_ANSWER)))
        self._forget_if_empty(call)

    def _forget_if_empty(self, call: KnownCall) -> None:
        if is_over(call):
            self._calls.pop(call.call, None)

    def _pressed(self, call: str, digit: str) -> None:
        if call in self._calls and self._calls[call].is_child_there:
            self._tell(Digit(call, digit))

    def _played(self, playback: Form) -> None:
        prompt, name = split(playback["id"])
        call = self._calls.get(name)
        if call is None or prompt not in call.prompts:
            return
        was_stopped = call.prompts.pop(prompt)
        self._tell(PromptDone(name, prompt, heard=playback["state"] == "done" and not was_stopped))
        if call.has_music and not call.prompts:
            self._play_music_again(call)

    def _registered(self, endpoint: Form) -> None:
        is_online = endpoint.get("state") == "online"
        if endpoint.get("technology") == "PJSIP" and self._phones.changed(endpoint["resource"], is_online=is_online):
            self._tell(Device(endpoint["resource"], is_online))

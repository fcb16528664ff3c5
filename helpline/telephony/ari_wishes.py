"""How each wish is carried out over ARI. What is gone already answers 404 or 409, and that is as good as done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, assert_never

from helpline.core.line import OWN_ID, Fact, Failure, LegFailed, PromptDone
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
from helpline.telephony.ari import Ari
from helpline.telephony.ari_ears import Ears
from helpline.telephony.ari_sound import Sounds
from helpline.telephony.known_call import KnownCall, KnownLeg
from helpline.telephony.names import leg_name, name_of, talk_name

_NUMBER = re.compile(r"\+?[0-9*#]{2,20}")
_RECORDING = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Ways:
    """How others are rung: the name that a volunteer's phone shows, our number for who is outside, and the endpoint
    of the trunk."""

    name: str = "Hulplijn"
    number: str = "anonymous"
    trunk: str = "trunk"


@dataclass(frozen=True, slots=True)
class MusicAgain:
    """A prompt is over; when its turn comes, the child may be in a talk already."""

    call: str


class Deeds:
    """Carries wishes out, one at a time for each call."""

    def __init__(self, ari: Ari, ways: Ways, tell: Callable[[Fact], None]) -> None:
        self._ari = ari
        self._ways = ways
        self._tell = tell
        self.ears = Ears(ari)
        self.sounds = Sounds(ari, tell)

    async def carry_out(self, it: Wish | MusicAgain, call: KnownCall) -> None:  # noqa: C901 a list of wishes, each a line
        """One wish.

        Raises:
            TryAgain: Asterisk cannot be reached.
        """
        match it:
            case Ring():
                await self._send("POST /channels/{}/ring", call.call)
            case Answer():
                await self._answer(call)
            case Play():
                await self._play(it, call)
            case StopPlay(prompt=prompt):
                await self._stop_play(prompt, call)
            case Hold():
                await self._hold(call)
            case MusicAgain():
                await self._music(call)
            case Unhold():
                await self._child_joins(call)
            case Offer() | Dial():
                await self._ring_leg(it, call)
            case Connect(leg=leg):
                await self._connect(leg, call)
            case Consult(leg=leg):
                await self._consult(leg, call)
            case Listen() | Whisper():
                await self.ears.listen(it, call)
            case StopListen(leg=leg):
                await self.ears.take_away(leg, call)
            case Drop(leg=leg):
                await self._drop(leg, call)
            case HangUp():
                await self._hang_up(call)
            case _:
                assert_never(it)

    async def _send(self, command: str, *ids: str, **query: Any) -> bool:
        return await self._ari.does(command, *ids, **query)

    async def _answer(self, call: KnownCall) -> None:
        if call.is_child_there and not call.is_answered:
            call.is_answered = await self._send("POST /channels/{}/answer", call.call)

    async def _play(self, it: Play, call: KnownCall) -> None:
        if not call.is_child_there or it.prompt in call.ever_played or not OWN_ID.fullmatch(it.prompt):
            return
        for prompt in tuple(call.prompts):
            await self._stop_play(prompt, call)
        call.ever_played.add(it.prompt)
        call.prompts[it.prompt] = False
        media = ",".join(f"sound:helpline/{name}" for name in it.recordings if _RECORDING.fullmatch(name))
        playback = name_of(it.prompt, call.call)
        if not await self._send("POST /channels/{}/play/{}", call.call, playback, media=media, lang=it.language):
            await self._never_played(it.prompt, call)

    async def _never_played(self, prompt: str, call: KnownCall) -> None:
        if call.prompts.pop(prompt, None) is not None:
            self._tell(PromptDone(call.call, prompt, heard=False))
            await self._music(call)

    async def _stop_play(self, prompt: str, call: KnownCall) -> None:
        if prompt in call.prompts:
            call.prompts[prompt] = True
            await self._send("DELETE /playbacks/{}", name_of(prompt, call.call))

    async def _hold(self, call: KnownCall) -> None:
        if call.is_child_there:
            call.in_talk.discard(call.call)
            await self._send("POST /bridges/{}/removeChannel", talk_name(call.call), channel=call.call)
            call.has_music = True
            await self._music(call)

    async def _music(self, call: KnownCall) -> None:
        if call.has_music and not call.prompts and call.is_child_there:
            await self._send("POST /channels/{}/moh", call.call)

    async def _child_joins(self, call: KnownCall) -> None:
        if not call.is_child_there:
            return
        await self._answer(call)
        for prompt in tuple(call.prompts):
            await self._stop_play(prompt, call)
        if call.has_music:
            call.has_music = False
            await self._send("DELETE /channels/{}/moh", call.call)
        await self._join(call.call, call)

    async def _join(self, channel: str, call: KnownCall) -> None:
        """Whoever is in the talk is not added again: Asterisk would take them out and in, and while others come and go
        somebody hears nothing from then on."""
        if channel in call.in_talk:
            return
        if not call.has_talk:
            call.has_talk = True
            await self._send("POST /bridges/{}", talk_name(call.call), type="mixing")
        quiet = {"inhibitConnectedLineUpdates": "true"}
        if await self._send("POST /bridges/{}/addChannel", talk_name(call.call), channel=channel, **quiet):
            call.in_talk.add(channel)

    async def _ring_leg(self, it: Offer | Dial, call: KnownCall) -> None:
        if it.leg in call.ever or not call.is_child_there or not OWN_ID.fullmatch(it.leg):
            return
        call.ever.add(it.leg)
        call.legs[it.leg] = KnownLeg()
        endpoint = self._endpoint(it)
        rang = endpoint is not None and await self._send(
            "POST /channels/{}",
            leg_name(it.leg, call.call),
            endpoint=endpoint,
            app=self._ari.app,
            appArgs="leg",
            # else it would be the child's
            callerId=f'"{self._ways.name}" <{self._ways.number}>',
            timeout=it.seconds,
        )
        if not rang and call.legs.pop(it.leg, None) is not None:
            self._tell(LegFailed(call.call, it.leg, Failure.OFFLINE))

    def _endpoint(self, it: Offer | Dial) -> str | None:
        if isinstance(it, Offer):
            return f"PJSIP/{it.phone}" if OWN_ID.fullmatch(it.phone) else None
        return f"PJSIP/{it.number}@{self._ways.trunk}" if _NUMBER.fullmatch(it.number) else None

    async def _connect(self, leg: str, call: KnownCall) -> None:
        if call.is_there(leg) and call.is_child_there:
            await self.ears.take_away(leg, call)
            await self._child_joins(call)
            await self._join(leg_name(leg, call.call), call)
            await self.sounds.look(call)

    async def _consult(self, leg: str, call: KnownCall) -> None:
        if call.is_there(leg):
            await self._hold(call)
            await self.ears.take_away(leg, call)
            await self._join(leg_name(leg, call.call), call)

    async def _drop(self, leg: str, call: KnownCall) -> None:
        await self.ears.take_away(leg, call)
        if leg in call.legs:
            call.legs[leg].is_dropped = True
            await self._send("DELETE /channels/{}", leg_name(leg, call.call))

    async def _hang_up(self, call: KnownCall) -> None:
        for leg in tuple(call.legs):
            await self._drop(leg, call)
        for leg in tuple(call.listening):
            await self.ears.take_away(leg, call)
        if call.is_child_there:
            await self._send("DELETE /channels/{}", call.call)
        if call.has_talk:
            await self._send("DELETE /bridges/{}", talk_name(call.call))
            call.has_talk = False
            call.in_talk.clear()

"""How somebody listens in on a talk: by an ear, which Asterisk calls a snoop, in a bridge with whoever listens."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from helpline.core.wishes import Listen, Whisper
from helpline.telephony.ari import Ari
from helpline.telephony.known_call import KnownCall
from helpline.telephony.names import leg_name, new_ear_name, talk_name

EAR_SECONDS = 2


class Ears:
    """Gives ears, and takes them away."""

    def __init__(self, ari: Ari) -> None:
        self._ari = ari
        self._ears: dict[str, asyncio.Event] = {}

    def is_there(self, ear: str) -> None:
        """Asterisk says so, or that it is gone again."""
        if ear in self._ears:
            self._ears[ear].set()

    async def listen(self, it: Listen | Whisper, call: KnownCall) -> None:
        """Asterisk cannot change how somebody listens: each time it is a new ear."""
        if not call.is_there(it.leg) or not call.is_there(it.along):
            return
        await self.take_away(it.leg, call)
        leg, ear = leg_name(it.leg, call.call), new_ear_name(it.leg, call.call)
        call.in_talk.discard(leg)
        await self._ari.does("POST /bridges/{}/removeChannel", talk_name(call.call), channel=leg)
        call.listening[it.leg] = ear
        ready = self._ears[ear] = asyncio.Event()
        is_made = await self._ari.does(
            "POST /channels/{}/snoop/{}",
            leg_name(it.along, call.call),
            ear,
            spy="both",
            whisper="out" if isinstance(it, Whisper) else "none",
            app=self._ari.app,
            appArgs="ear",
        )
        if is_made:
            await self._wait(ready)
        del self._ears[ear]
        await self._ari.does("POST /bridges/{}", ear, type="mixing")
        for channel in (ear, leg):
            await self._ari.does(
                "POST /bridges/{}/addChannel", ear, channel=channel, inhibitConnectedLineUpdates="true"
            )

    async def _wait(self, ready: asyncio.Event) -> None:
        """An ear is there a moment after it was made, unless whom it listens to is gone by then."""
        with suppress(TimeoutError):
            async with asyncio.timeout(EAR_SECONDS):
                await ready.wait()

    async def take_away(self, leg: str, call: KnownCall) -> None:
        """This leg listens no more."""
        ear = call.listening.pop(leg, None)
        if ear is not None:
            await self._ari.does("DELETE /channels/{}", ear)
            await self._ari.does("DELETE /bridges/{}", ear)

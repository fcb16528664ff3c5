"""Whether anything comes from the telephone of a child: Asterisk counts the packets, and has no event for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress

from helpline.core.errors import TryAgain
from helpline.core.line import Fact, SoundCame
from helpline.telephony.ari import Ari
from helpline.telephony.known_call import KnownCall

LOOK_SECONDS = 1.0


class Sounds:
    """Looks whether a child's telephone sends sound: it does so also when nobody speaks, so one look mostly does."""

    def __init__(self, ari: Ari, tell: Callable[[Fact], None]) -> None:
        self._ari = ari
        self._tell = tell

    async def run(self, calls: Mapping[str, KnownCall]) -> None:
        """Until it is cancelled, look at each talk from which nothing came yet."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            # where Asterisk is away, whoever reads its events says so
            with suppress(TryAgain):
                for call in tuple(calls.values()):
                    await self.look(call)

    async def look(self, call: KnownCall) -> None:
        """Tell it once, when there is something.

        Raises:
            TryAgain: Asterisk cannot be reached.
        """
        if call.has_sound or not (call.has_talk and call.is_child_there):
            return
        _, found = await self._ari.send("GET /channels/{}/rtp_statistics", call.call)
        comes = isinstance(found, dict) and found.get("rxcount", 0) > 0
        if comes and call.is_child_there and not call.has_sound:
            call.has_sound = True
            self._tell(SoundCame(call.call))

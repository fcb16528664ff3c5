"""Telephones that cost little: each says one pattern of its own, and knows when it hears it again.

The children of sipp say back what they hear. So who hears the own pattern knows that the child heard it, no later.
"""

from __future__ import annotations

import asyncio
import struct
import time
from contextlib import suppress

from tests.telephony.phone import Phone, Talk

FRAME, FRAME_SECONDS = 160, 0.02
_HEAD = 12
_MARK = b"\x8b\x24"


class Voice(asyncio.DatagramProtocol):
    """One side of a stream. said, heard: packets of the own pattern · strange: packets of somebody else's ·
    first_at: when the first one came back."""

    def __init__(self, number: int) -> None:
        self._payload = (_MARK + struct.pack("!H", number)) * (FRAME // 4)
        self._to: tuple[str, int] | None = None
        self._transport: asyncio.DatagramTransport | None = None
        self.said = self.heard = self.strange = 0
        self.first_at: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: object) -> None:
        if data[_HEAD:] == self._payload:
            self.heard += 1
            if not self.first_at.done():
                self.first_at.set_result(time.perf_counter())
        elif data[_HEAD : _HEAD + 2] == _MARK:
            self.strange += 1

    def speak_to(self, place: tuple[str, int]) -> None:
        """Begin."""
        self._to = place
        VOICES.add(self)

    def say(self) -> None:
        """The next packet."""
        if self._transport is not None and self._to is not None:
            head = struct.pack("!BBHII", 0x80, 8, self.said & 0xFFFF, self.said * FRAME & 0xFFFFFFFF, id(self) & 0xFFFF)
            self._transport.sendto(head + self._payload, self._to)
            self.said += 1

    def close(self) -> None:
        """No more."""
        VOICES.discard(self)
        if self._transport is not None:
            self._transport.close()


VOICES: set[Voice] = set()
"""Those that speak now."""


async def speak() -> None:
    """Every one says a packet when its time has come; until it is cancelled."""
    next_at = time.perf_counter()
    while True:
        for voice in tuple(VOICES):
            voice.say()
        next_at += FRAME_SECONDS
        await asyncio.sleep(max(0.0, next_at - time.perf_counter()))


class LoadPhone(Phone):
    """A telephone of the tests with such a voice. rang_at: when it was rung last · invited_at: when it rang last."""

    def __init__(self, name: str, address: str, pbx: tuple[str, int], number: int = 0) -> None:
        super().__init__(name, address, pbx, 0)
        self.number = number
        self.rang_at = self.invited_at = 0.0

    def send(self, data: bytes) -> None:
        if data.startswith(b"INVITE"):
            self.invited_at = time.perf_counter()
        super().send(data)

    def datagram_received(self, data: bytes, addr: object) -> None:
        if data.startswith(b"INVITE"):
            self.rang_at = time.perf_counter()
        super().datagram_received(data, addr)
        self.received.clear()

    async def rings(self) -> Talk:
        """The next talk that somebody wants and still wants."""
        while (talk := await self.rung.get()).is_over:
            pass
        return talk

    async def _sound(self) -> tuple[Voice, int]:  # type: ignore[override]
        loop = asyncio.get_running_loop()
        transport, voice = await loop.create_datagram_endpoint(lambda: Voice(self.number), local_addr=(self.address, 0))
        return voice, transport.get_extra_info("sockname")[1]


async def silenced(task: asyncio.Task[None]) -> None:
    """End a task."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

"""A tone that is sent, and the tones that are heard: A-law over RTP, twenty milliseconds at a time."""

from __future__ import annotations

import asyncio
import math
import struct
from collections import deque
from collections.abc import Iterable

RATE, FRAME = 8000, 160
LOUD = 6000
HEARD = 1200
"""Of an amplitude of `LOUD`: the rest is noise of the codec."""
WINDOW = 1600
QUIET_SECONDS = 0.3


def to_alaw(sample: int) -> int:
    """G.711, A-law. Source: ITU-T G.711, table 1a."""
    sign, magnitude = (0x80, sample) if sample >= 0 else (0, -sample - 1)
    magnitude = min(magnitude >> 3, 0xFFF)
    exponent = max(magnitude.bit_length() - 5, 0)
    mantissa = (magnitude >> exponent if exponent else magnitude >> 1) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55


def from_alaw(byte: int) -> int:
    """Back, to the middle of its step."""
    byte ^= 0x55
    exponent, mantissa = byte >> 4 & 7, byte & 0x0F
    magnitude = (mantissa << 4) + 8 if exponent == 0 else ((mantissa << 4) + 0x108) << (exponent - 1)
    return magnitude if byte & 0x80 else -magnitude


DECODED = [from_alaw(byte) for byte in range(256)]


def strength(samples: Iterable[int], hertz: int) -> float:
    """The amplitude of one tone in a sound (Goertzel)."""
    step = 2 * math.cos(2 * math.pi * hertz / RATE)
    before = last = 0.0
    count = 0
    for sample in samples:
        before, last = last, sample + step * last - before
        count += 1
    power = last * last + before * before - step * last * before
    return 2 * math.sqrt(max(power, 0)) / count if count else 0.0


class Sound(asyncio.DatagramProtocol):
    """One side of a stream."""

    def __init__(self, hertz: int) -> None:
        samples = (int(LOUD * math.sin(2 * math.pi * hertz * i / RATE)) for i in range(RATE))
        tone = bytes(to_alaw(sample) for sample in samples)
        self._frames = [tone[i : i + FRAME] for i in range(0, RATE, FRAME)]
        self._heard: deque[int] = deque(maxlen=WINDOW)
        self._enough = asyncio.Event()
        self._sent = 0
        self.is_mute = False
        self._transport: asyncio.DatagramTransport | None = None
        self._to: tuple[str, int] | None = None
        self._speaks: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: object) -> None:
        if len(data) > 12 and data[1] & 0x7F == 8:
            self._heard.extend(DECODED[byte] for byte in data[12:])
            if len(self._heard) == WINDOW:
                self._enough.set()

    def speak_to(self, place: tuple[str, int]) -> None:
        """Begin."""
        self._to = place
        if self._speaks is None:
            self._speaks = asyncio.create_task(self._speak())

    async def heard(self, tones: Iterable[int]) -> set[int]:
        """Which of these tones are heard from now on; nothing when nothing comes."""
        self._heard.clear()
        self._enough.clear()
        try:
            async with asyncio.timeout(QUIET_SECONDS + WINDOW / RATE):
                await self._enough.wait()
        except TimeoutError:
            return set()
        samples = tuple(self._heard)
        return {hertz for hertz in tones if strength(samples, hertz) > HEARD}

    def press(self, digit: str) -> None:
        """A key, as RFC 4733 has it."""
        key = "0123456789*#ABCD".index(digit)
        start = self._sent * FRAME
        for number in range(6):
            is_last = number >= 3
            payload = struct.pack("!BBH", key, 0x8A if is_last else 0x0A, min(number + 1, 4) * FRAME)
            self._send(101 | (0x80 if number == 0 else 0), payload, start)

    def send(self, kind: int, payload: bytes) -> None:
        """Anything."""
        self._send(kind, payload, self._sent * FRAME)

    def close(self) -> None:
        """No more."""
        if self._speaks is not None:
            self._speaks.cancel()
        if self._transport is not None:
            self._transport.close()

    async def _speak(self) -> None:
        loop = asyncio.get_running_loop()
        next_at = loop.time()
        while True:
            if not self.is_mute:
                self._send(8, self._frames[self._sent % len(self._frames)], self._sent * FRAME)
            next_at += FRAME / RATE
            await asyncio.sleep(max(0, next_at - loop.time()))

    def _send(self, kind: int, payload: bytes, moment: int) -> None:
        head = struct.pack("!BBHII", 0x80, kind, self._sent & 0xFFFF, moment & 0xFFFFFFFF, 0x5EED)
        self._sent += 1
        if self._transport is not None and self._to is not None:
            self._transport.sendto(head + payload, self._to)

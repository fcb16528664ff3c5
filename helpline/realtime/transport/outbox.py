"""What waits to be sent to one client: bounded, and without a task or a queue of asyncio behind it."""

from __future__ import annotations

import asyncio


class Outbox:
    """Encoded Engine.IO packets in order. Empty nearly always: a websocket is written to at once while it can be."""

    __slots__ = ("_bytes", "_held", "_max_bytes", "_max_packets", "_packets", "_waiter")

    def __init__(self, max_packets: int, max_bytes: int) -> None:
        self._max_packets = max_packets
        self._max_bytes = max_bytes
        self._packets: list[str] = []
        self._bytes = 0
        self._held = False
        self._waiter: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._packets)

    @property
    def held(self) -> bool:
        """Whether `hold` was called and `release` was not yet."""
        return self._held

    @property
    def ready(self) -> bool:
        """Whether something may be sent now."""
        return bool(self._packets) and not self._held

    def put(self, packet: str) -> bool:
        """Append a packet; False when there is no room for it. One packet of any size has room in an empty outbox."""
        if self._packets and self._bytes + len(packet) > self._max_bytes:
            return False
        if len(self._packets) >= self._max_packets:
            return False
        self._packets.append(packet)
        self._bytes += len(packet)
        return True

    def put_last(self, packet: str) -> None:
        """Append what ends the conversation with this client; it always has room."""
        self._packets.append(packet)

    def take(self) -> str:
        """The first packet."""
        packet = self._packets.pop(0)
        self._bytes -= len(packet)
        return packet

    def take_all(self) -> list[str]:
        """All packets, in order."""
        packets, self._packets, self._bytes = self._packets, [], 0
        return packets

    def hold(self) -> None:
        """Send nothing until `release`: what is put meanwhile goes out after what `release` puts first."""
        self._held = True

    def release(self, *first: str) -> None:
        """Go on sending, `first` before all the rest."""
        self._held = False
        self._packets[:0] = first

    async def filled(self) -> None:
        """Wait until something is ready or `wake` is called. One waiter at a time."""
        if not self.ready:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None

    def wake(self) -> None:
        """Let the waiter look again."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

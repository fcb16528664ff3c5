"""A connection to Redis on which nobody waits for an answer: what arrives at once is handed on together.

redis-py makes it, with what the address asks for (password, TLS), and then lets go of it: its own way waits for every
single message, a dozen times.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import hiredis
from redis.asyncio import Redis
from redis.exceptions import ResponseError

Command = Sequence[bytes]
Heed = Callable[[Sequence[Any]], None]


class Straight(asyncio.Protocol):
    """over: done when nothing comes any more, always with the reason as its exception."""

    def __init__(self, transport: asyncio.WriteTransport, heed: Heed) -> None:
        """heed: takes what Redis says, in order; all of one moment together."""
        self._transport = transport
        self._heed = heed
        self._reader = hiredis.Reader()
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def send(self, commands: Iterable[Command]) -> None:
        """Without waiting for anything."""
        self._transport.write(b"".join(_packed(command) for command in commands))

    def data_received(self, data: bytes) -> None:
        try:
            self._reader.feed(data)
            self._heed([_unless_refused(said) for said in iter(self._reader.gets, False)])
        except Exception as error:  # noqa: BLE001 - it ends whoever waits for the end of this connection
            self._end(error)
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc or ConnectionResetError("closed by Redis"))

    def _end(self, error: Exception) -> None:
        if not self.over.done():
            self.over.set_exception(error)
            self.over.exception()  # also where nobody asks any more


def _packed(command: Command) -> bytes:
    return b"*%d\r\n%b" % (len(command), b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in command))


def _unless_refused(said: Any) -> Any:
    if isinstance(said, hiredis.ReplyError | hiredis.ProtocolError):
        raise ResponseError(str(said))
    return said


@asynccontextmanager
async def straight(redis: Redis, heed: Heed, seconds: float) -> AsyncIterator[Straight]:
    """One of its own, until the block ends. seconds: for making it.

    Raises:
        RedisError, OSError, TimeoutError: it cannot be made.
    """
    made = redis.connection_pool.make_connection()  # type: ignore[no-untyped-call, unused-ignore]
    try:
        async with asyncio.timeout(seconds):
            await made.connect()
        transport = made._writer.transport  # which is all that is wanted of it
        line = Straight(transport, heed)
        transport.set_protocol(line)
        yield line
    finally:
        await made.disconnect(nowait=True)

"""Keys that children press, told from the process that attends to the telephone to every other one: PostgreSQL carries
them to whoever listens at that moment, and keeps none.

Each is sealed, so that no log of statements shows what a child said. What is told while a process does not listen is
lost: an answer that comes late answers another question.
"""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from helpline.core.errors import Forgotten, TryAgain
from helpline.db.faults import translated
from helpline.ports import Clock, SealedKey, Vault

CHANNEL = "helpline_pressed"
ROW = "pressed"
MOST = 50
"""Not told yet; whoever presses quicker loses the oldest."""
LOOK_SECONDS = 5.0
PATIENCE_SECONDS = 2.0
_TELL = text("SELECT pg_notify(:channel, said) FROM unnest(CAST(:several AS text[])) AS said")
Heed = Callable[[str, str], None]


class PressedKeys:
    """url: of the database that all processes share · heed: told of each key, by conversation; here at once."""

    def __init__(self, url: str, vault: Vault, clock: Clock, heed: Heed) -> None:
        self._engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
        self._vault = vault
        self._clock = clock
        self._heed = heed
        self._untold: deque[str] = deque(maxlen=MOST)
        self._nudged = asyncio.Event()
        self.listening = asyncio.Event()

    def tell(self, conversation: str, key: str) -> None:
        """The child of this conversation pressed this key now."""
        self._heed(conversation, key)
        if self.listening.is_set():
            self._untold.append(self._written(conversation, key))
            self._nudged.set()

    async def run(self) -> None:
        """Tell and listen until the database is away.

        Raises:
            TryAgain: it is.
        """
        async with self._connected() as connection:
            self.listening.set()
            try:
                while True:
                    await self._tell_all(connection)
                    with suppress(TimeoutError):
                        async with asyncio.timeout(LOOK_SECONDS):
                            await self._nudged.wait()
            finally:
                self.listening.clear()
                self._untold.clear()

    async def _tell_all(self, connection: AsyncConnection) -> None:
        """Also nothing, and so see that the database still answers."""
        self._nudged.clear()
        several = list(self._untold)
        self._untold.clear()
        with translated():
            async with asyncio.timeout(PATIENCE_SECONDS):
                await connection.execute(_TELL, {"channel": CHANNEL, "several": several})

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        with translated():
            connection = await self._engine.connect()
        try:
            with translated():
                raw = await connection.get_raw_connection()
                driver = raw.driver_connection
                assert driver is not None
                own = driver.get_server_pid()
                await driver.add_listener(CHANNEL, lambda _, pid, __, said: None if pid == own else self._hear(said))
            yield connection
        finally:
            with suppress(TryAgain), translated():
                # what does not answer is hung up on
                await connection.invalidate()
                await connection.close()

    def _hear(self, said: str) -> None:
        with suppress(Forgotten, ValueError):
            self._heed(*self._read(said))

    def _written(self, conversation: str, key: str) -> str:
        own = self._vault.new_key(conversation, self._clock.now())
        sealed = self._vault.seal(conversation, own, ROW, key)
        return " ".join((conversation, own.day, b64encode(own.wrapped).decode(), b64encode(sealed).decode()))

    def _read(self, said: str) -> tuple[str, str]:
        """Raises:
        Forgotten, ValueError: we did not seal it.
        """
        conversation, day, wrapped, sealed = said.split(" ")
        own = SealedKey(day, b64decode(wrapped, validate=True))
        return conversation, self._vault.open(conversation, own, ROW, b64decode(sealed, validate=True))

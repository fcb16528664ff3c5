"""Time passes: what is due is carried out, at its moment and not a second later."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

from helpline.actions.carry_out import carry_out
from helpline.actions.evening import count_quarter, quarter_of
from helpline.actions.tick import SILENT_NODE, beat, carry_out_due, mourn_nodes, route, run_out
from helpline.core.errors import TryAgain
from helpline.core.rules import Rules
from helpline.ports import Clock, Store

EVERY = timedelta(seconds=1)
BREATH_SECONDS = 0.1
BEAT_EVERY = timedelta(seconds=5)
log = logging.getLogger(__name__)


async def nothing() -> None:
    """To be done."""


class Ticker:
    """One runs in each process; what several would do is claimed in the database.

    alone: on SQLite there is no other node to listen for · returned: called when this node had been taken for dead.
    """

    def __init__(
        self,
        store: Store,
        rules: Rules,
        clock: Clock,
        *,
        node: str,
        alone: bool,
        returned: Callable[[], Awaitable[None]] = nothing,
    ) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock
        self._node = node
        self._alone = alone
        self._returned = returned
        self._nudged = asyncio.Event()
        self._quarter: datetime | None = None
        self._swept_at: datetime | None = None
        self._beat_at: datetime | None = None
        self._mourns_from: datetime | None = None

    def heed(self, topics: Collection[str]) -> None:
        """A deadline was set, maybe sooner than the others."""
        if "deadlines" in topics:
            self._nudged.set()

    async def run(self) -> None:
        """Until the process ends."""
        while True:
            try:
                await self.step()
                pause = await self._pause()
            except TryAgain:
                log.warning("database_away")
                pause = EVERY
            try:
                async with asyncio.timeout(pause.total_seconds()):
                    await self._nudged.wait()
                    # nothing is due as soon as it was set, and whoever is told of that deed now goes before
                    await asyncio.sleep(BREATH_SECONDS)
            except TimeoutError:
                continue

    async def _pause(self) -> timedelta:
        """Until the next deadline, at most a second."""
        async with self._store.look() as records:
            next_at = await records.deadlines.next_at()
        if next_at is None:
            return EVERY
        return min(max(next_at - self._clock.now(), timedelta()), EVERY)

    async def step(self) -> None:
        """Carry out what is due now."""
        self._nudged.clear()
        now = self._clock.now()
        await self._listen_for_nodes(now)
        while await carry_out_due(self._store, self._rules, now):
            pass
        if self._swept_at is not None and timedelta() <= now - self._swept_at < EVERY:
            return
        self._swept_at = now
        await route(self._store, self._rules, now)
        await run_out(self._store, self._rules, now)
        await self._keep_quarter(now)

    async def _listen_for_nodes(self, now: datetime) -> None:
        if self._alone or (self._beat_at is not None and timedelta() <= now - self._beat_at < BEAT_EVERY):
            return
        if self._beat_at is not None and not timedelta() <= now - self._beat_at < SILENT_NODE:
            # the database was away, or the clock was wrong: nobody could beat, so that everybody is given time to
            self._mourns_from = now + SILENT_NODE
        is_known = await beat(self._store, self._node, now)
        is_back = not is_known and self._beat_at is not None
        self._beat_at = now
        if is_back:
            await self._returned()
        if self._mourns_from is None or now >= self._mourns_from:
            await mourn_nodes(self._store, self._rules, now)

    async def _keep_quarter(self, now: datetime) -> None:
        if self._quarter != quarter_of(now):
            self._quarter = quarter_of(now)
            await carry_out(self._store, lambda work: count_quarter(work=work, rules=self._rules, now=now))

"""Whoever is logged out, disabled or idle for too long loses the windows of the desk within a second.

So does who may less than before: their page comes back with what they may now.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial

from helpline.actions.accounts import AT_MOST, IDLE, USED_STEP
from helpline.actions.carry_out import carry_out
from helpline.core.staff import Session, Staff, must_come_anew
from helpline.ports import Records, UnitOfWork
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.house import House


class SessionWatch:
    """Asks the database every second, for an account may be closed by a command beside the server."""

    def __init__(self, house: House, windows: Callable[[], Iterable[DeskViewer]]) -> None:
        self._house = house
        self._windows = windows
        self._changed = asyncio.Event()

    def heed(self, topics: Collection[str]) -> None:
        """Somebody was logged out."""
        if "sessions" in topics:
            self._changed.set()

    async def run(self) -> None:
        """Every second, and at once when somebody logs out."""
        while True:
            await self.step()
            try:
                async with asyncio.timeout(1):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def step(self) -> None:
        """Close the windows of ended sessions and lost rights; keep the others in use, and their people as they are."""
        self._changed.clear()
        windows = list(self._windows())
        if not windows:
            return
        now = self._house.clock.now()
        used: set[bytes] = set()
        async with self._house.store.look() as records:
            known = await records.people.sessions(list({window.token_hash for window in windows}))
            for window in windows:
                session, staff = known.get(window.token_hash, (None, window.staff))
                if session is None or await self._is_over(session, window, records, now):
                    window.is_signed_in = False
                    window.connection.close()
                elif window.was_active and now - session.used_at >= USED_STEP:
                    used.add(window.token_hash)
                    window.was_active, window.used_at = False, now
                if staff != window.staff:
                    _is_now(window, staff)
        if used:
            await carry_out(self._house.store, partial(_touch, token_hashes=used, now=now))

    async def _is_over(self, session: Session, window: DeskViewer, records: Records, now: datetime) -> bool:
        if window.was_active and session.created_at >= now - AT_MOST:
            return False
        # what this window wrote may be on its way to the database still
        if max(session.used_at, window.used_at) >= now - IDLE and session.created_at >= now - AT_MOST:
            return False
        return not await records.people.is_busy(window.staff.id)


def _is_now(window: DeskViewer, staff: Staff) -> None:
    """The page comes back by itself, as whoever they are now."""
    before, window.staff = window.staff, staff
    if must_come_anew(before, staff):
        window.connection.close()
    else:
        window.look_again()


async def _touch(work: UnitOfWork, token_hashes: Collection[bytes], now: datetime) -> None:
    await work.people.touch_sessions(token_hashes, now)

"""Places in the queue, the opening and the coordinators' overview: what many look at, not sent at every change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from helpline.core.errors import TryAgain
from helpline.realtime.child_viewer import ChildViewer
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.forms import Form
from helpline.realtime.house import LINE_TOPIC, House
from helpline.realtime.hub import CHILD
from helpline.realtime.overview import overview
from helpline.realtime.transport.packets import encode_event

NEXT_ONES = 3
"""So many at the head of the queue hear of a change at once."""
PLACES_EVERY = timedelta(seconds=5)
OVERVIEW_EVERY = timedelta(seconds=2)
LINE_EVERY = timedelta(seconds=1)
BREATH_SECONDS = 0.1


class Board:
    """Runs beside the faces of one node."""

    def __init__(self, house: House, windows: Callable[[], Iterable[DeskViewer]]) -> None:
        self._house = house
        self._windows = windows
        self._changed = asyncio.Event()
        self._places_are_stale = self._overview_is_stale = True
        self._done_at: dict[str, datetime] = {}

    def heed(self, topics: Collection[str]) -> None:
        """Something about the queue changed."""
        if "queue" in topics:
            self._places_are_stale = self._overview_is_stale = True
            self._changed.set()

    async def run(self) -> None:
        """A breath after a change, when whoever it is about was told, and every second because time passes."""
        while True:
            await self.step()
            with suppress(TimeoutError):
                async with asyncio.timeout(LINE_EVERY.total_seconds()):
                    await self._changed.wait()
            await asyncio.sleep(BREATH_SECONDS)

    async def step(self) -> None:
        """Send what is due."""
        was_changed = self._changed.is_set()
        self._changed.clear()
        if self._is_time("line", LINE_EVERY):
            await self._look_at_line()
        await self._tell_places(was_changed)
        await self._tell_overview()

    async def _look_at_line(self) -> None:
        if await self._house.line.look_again():
            self._broadcast_opening()
        for window in self._windows():
            window.show_notice()

    async def _tell_places(self, was_changed: bool) -> None:
        line = self._house.line
        if (self._places_are_stale or line.are_places_stale) and self._is_time("places", PLACES_EVERY):
            self._places_are_stale = line.are_places_stale = False
            try:
                await self._send_places(None)
            except TryAgain:
                self._places_are_stale = True
                raise
        elif was_changed:
            await self._send_places(NEXT_ONES)

    async def _tell_overview(self) -> None:
        if self._overview_is_stale and self._is_time("overview", OVERVIEW_EVERY):
            self._overview_is_stale = False
            try:
                await self._send_overview()
            except TryAgain:
                self._overview_is_stale = True
                raise

    def _is_time(self, what: str, every: timedelta) -> bool:
        now = self._house.clock.now()
        if what in self._done_at and timedelta() <= now - self._done_at[what] < every:
            return False
        self._done_at[what] = now
        return True

    def _broadcast_opening(self) -> None:
        encoded = encode_event(CHILD, "opening", self._house.line.opening)
        for viewer in self._house.hub.viewers(LINE_TOPIC):
            if isinstance(viewer, ChildViewer):
                viewer.show_opening(encoded)

    async def _send_places(self, most: int | None) -> None:
        async with self._house.store.look() as records:
            queue = await records.conversations.queue(most)
        for place, conversation in enumerate(queue, start=1):
            for viewer in self._house.hub.viewers(f"conversation:{conversation}"):
                if isinstance(viewer, ChildViewer):
                    viewer.show_place(place)

    async def _send_overview(self) -> None:
        for window in self._windows():
            if window.practises:
                window.look_again()
        if not any(window.is_coordinator for window in self._windows()):
            return
        form = await overview(self._house)
        coordinators = [window for window in self._windows() if window.is_coordinator]
        # who has not had its snapshot yet may get one that is older than this
        self._overview_is_stale |= not all(window.was_shown for window in coordinators)
        for window in coordinators:
            if window.queue is None or _lasting(window.queue) != _lasting(form):
                window.show_queue(form)


def _lasting(form: dict[str, Any]) -> Form:
    return {key: value for key, value in form.items() if key != "longest_seconds"}

"""Places in the queue, the opening and the coordinators' overview: what many look at, not sent at every change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from helpline.realtime.child_viewer import ChildViewer
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.forms import Form
from helpline.realtime.house import LINE_TOPIC, House
from helpline.realtime.hub import CHILD
from helpline.realtime.overview import overview
from helpline.realtime.packets import encode_event

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
        """At once after a change, and every second because time passes."""
        while True:
            await self.step()
            await asyncio.sleep(BREATH_SECONDS)
            try:
                async with asyncio.timeout(LINE_EVERY.total_seconds()):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def step(self) -> None:
        """Send what is due."""
        was_changed = self._changed.is_set()
        self._changed.clear()
        if self._is_time("line", LINE_EVERY) and await self._house.line.look_again():
            self._broadcast_opening()
        if self._places_are_stale and self._is_time("places", PLACES_EVERY):
            self._places_are_stale = False
            await self._send_places(None)
        elif was_changed:
            await self._send_places(NEXT_ONES)
        if self._overview_is_stale and self._is_time("overview", OVERVIEW_EVERY):
            self._overview_is_stale = False
            await self._send_overview()

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
        coordinators = [window for window in self._windows() if window.is_coordinator]
        if not coordinators:
            return
        form = await overview(self._house)
        for window in coordinators:
            if window.queue is None or _lasting(window.queue) != _lasting(form):
                window.show_queue(form)


def _lasting(form: dict[str, Any]) -> Form:
    return {key: value for key, value in form.items() if key != "longest_seconds"}

"""Everything that happens to sockets by the mere passing of time: pings, silence, and doors left half open."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from helpline.ports import Clock
from helpline.realtime.transport.limits import Limits

if TYPE_CHECKING:
    from helpline.realtime.transport.sockets import Socket

_EVERY = 0.25  # seconds between two sweeps
_LATE = 1.0  # seconds; later than that, and the loop itself was held up
_PING = "2"


class Deadlines:
    """Sockets that are due a fixed time after they were added: who came first is due first, so nothing is sorted."""

    __slots__ = ("_after", "_due")

    def __init__(self, after: timedelta) -> None:
        self._after = after.total_seconds()
        self._due: deque[tuple[float, Socket]] = deque()

    def add(self, socket: Socket, now: float) -> None:
        """Put a socket on the list. Who ends before its time stays on it until then, and is passed over."""
        self._due.append((now + self._after, socket))

    def pass_by(self, now: float) -> Iterator[Socket]:
        """Take off and give every open socket that is due at `now`."""
        due = self._due
        while due and due[0][0] <= now:
            _, socket = due.popleft()
            if not socket.closed:
                yield socket


class Sweeper:
    """One timer for all sockets, in place of a task and a timer for each ping of each."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._pings = Deadlines(limits.ping_interval)
        self._answers = Deadlines(limits.answer_within)
        self._joins = Deadlines(limits.join_within)
        self._ends = Deadlines(limits.close_within)
        self._timer: asyncio.TimerHandle | None = None
        self._expected = 0.0

    def watch(self, socket: Socket) -> None:
        """A socket was opened."""
        now = self._clock.monotonic()
        self._pings.add(socket, now)
        self._joins.add(socket, now)

    def watch_end(self, socket: Socket) -> None:
        """A socket was asked to close."""
        self._ends.add(socket, self._clock.monotonic())

    def start(self) -> None:
        """Sweep from now on."""
        self._expected = self._clock.monotonic() + _EVERY
        self._timer = asyncio.get_running_loop().call_later(_EVERY, self._tick)

    def stop(self) -> None:
        """Sweep no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _tick(self) -> None:
        late = self._clock.monotonic() - self._expected
        self.start()
        # after a pause of the machine the answers lie unread in the kernel: they come first, silence is judged then
        if late < _LATE:
            self.sweep()

    def sweep(self) -> None:
        """Do what is due, early by one sweep rather than late, so that the limits hold."""
        now = self._clock.monotonic()
        due = now + _EVERY
        for socket in self._ends.pass_by(due):
            socket.abort()
        for socket in self._answers.pass_by(due):
            socket.judge_silence()
        for socket in self._pings.pass_by(due):
            socket.heard = False
            socket.put(_PING)
            self._answers.add(socket, now)
            self._pings.add(socket, now)
        for socket in self._joins.pass_by(due):
            socket.judge_idleness()

"""The limits by rate of connections and events, asked before any work on the database.

Messages and events are counted by the node alone: a socket is at one node, and no word waits for another machine.
"""

from __future__ import annotations

from helpline.actions.limit import Limits
from helpline.ports import Clock
from helpline.ports.limits import SharedLimits
from helpline.settings import Limits as LimitSettings

SHARED = ("connects_network", "connects_all", "enters_device", "enters_network", "enters_all")
"""Of all nodes together, where Redis is named."""
LOCAL = ("messages_socket", "messages_sender", "messages_all", "events_socket")
NAMES = (*SHARED, *LOCAL)


class Rates(Limits):
    """One table of buckets for each limit of `[limits]` that the faces ask."""

    def __init__(self, limits: LimitSettings, clock: Clock, shared: SharedLimits | None = None) -> None:
        buckets = {name: getattr(limits, name) for name in NAMES} if limits.enabled else {}
        super().__init__(buckets, clock, shared)

    def drop_socket(self, connection: str) -> None:
        """A closed socket does not come back."""
        for name in ("messages_socket", "events_socket"):
            self.drop(name, connection)

"""What both faces need, and how words are kept and acknowledged."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from helpline.core.conversation import Message
from helpline.core.errors import Refusal
from helpline.core.rules import Rules
from helpline.ports import Clock, Credentials, Entry, Journal, Store, Vault
from helpline.realtime.forms import Form, iso
from helpline.realtime.hub import Hub
from helpline.realtime.line import Line
from helpline.realtime.rates import Rates
from helpline.realtime.transport.connection import Connection
from helpline.settings import Settings

OK: Form = {"ok": True}
Forget = Callable[..., Awaitable[None]]
ALARMS_TOPIC = "alarms"
"""Every coordinator's window looks at it."""
SANCTIONS_TOPIC = "sanctions"
"""The page of a child that was sent away looks at it, until it may come in."""
LINE_TOPIC = "line"
"""Local to a node: every child's page looks at it, for the opening and the places."""


def unheeded(seconds: float) -> None:
    """Nobody measures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephone:
    """How a browser becomes a phone. lend: lets a phone of this name register, from now on · is_practice: there is no
    PBX, and this process is the phone · ice_servers: what finds a way for the sound."""

    lend: Callable[[str], Awaitable[Credentials]]
    is_practice: bool
    ice_servers: Callable[[datetime], list[dict[str, str]]] = lambda now: []


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What both faces need."""

    store: Store
    journal: Journal
    vault: Vault
    clock: Clock
    rules: Rules
    settings: Settings
    hub: Hub
    line: Line
    rates: Rates
    node: str
    version: str = ""
    """Of the pages that are served: a desk that was built for another one says that there is a newer page."""

    took: Callable[[float], None] = unheeded
    """Told the seconds from handing words to the journal to their acknowledgement, for the metrics."""

    telephone: Telephone | None = None
    """Null where no telephone is configured."""

    forget: Forget | None = None
    """Forgets the words of a conversation whose wrap-up is over, where they are kept no longer than that."""

    def keep(self, entry: Entry, connection: Connection, ack: int | None) -> None:
        """Hand words to the journal; they are acknowledged after the commit."""
        connection.viewer.says()
        self.journal.append(entry, partial(self._answer, connection, ack, self.clock.monotonic()))

    def _answer(self, connection: Connection, ack: int | None, began: float, kept: Message | Refusal) -> None:
        connection.viewer.said()
        if isinstance(kept, Refusal):
            connection.reply(ack, kept.as_error())
        else:
            connection.reply(ack, {"ok": True, "seq": kept.seq, "at": iso(kept.at)})
            self.took(self.clock.monotonic() - began)

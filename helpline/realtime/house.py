"""What both faces need, and how words are acknowledged."""

from __future__ import annotations

from dataclasses import dataclass

from helpline.core.conversation import Message
from helpline.core.errors import Refusal
from helpline.core.rules import Rules
from helpline.ports import Clock, Journal, Store, Vault
from helpline.realtime.connection import Connection
from helpline.realtime.forms import Form, iso
from helpline.realtime.hub import Hub
from helpline.realtime.line import Line
from helpline.realtime.rates import Rates
from helpline.settings import Settings

OK: Form = {"ok": True}
LINE_TOPIC = "line"
"""Local to a node: every child's page looks at it, for the opening and the places."""


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


def answer_said(connection: Connection, ack: int | None, kept: Message | Refusal) -> None:
    """The acknowledgement, after the commit."""
    if isinstance(kept, Refusal):
        connection.reply(ack, kept.as_error())
    else:
        connection.reply(ack, {"ok": True, "seq": kept.seq, "at": iso(kept.at)})

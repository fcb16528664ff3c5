"""Conditions on the state of a conversation, written out as the partial indexes have them.

With a parameter in its place neither database could know beforehand that the index holds every row it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, literal_column

from helpline.core.conversation import IN_QUEUE as QUEUE_STATES
from helpline.core.conversation import State
from helpline.db import tables

_state = tables.conversation.c.state


def _written(states: Iterable[State]) -> list[ColumnElement[str]]:
    return [literal_column(f"'{state.value}'") for state in sorted(states, reverse=True)]


IS_WAITING = _state == literal_column(f"'{State.WAITING.value}'")
IN_QUEUE = _state.in_(_written(QUEUE_STATES))
NOT_CLOSED = _state != literal_column(f"'{State.CLOSED.value}'")

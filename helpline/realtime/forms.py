"""How things look on the wire."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from helpline.core.conversation import Message

Form = dict[str, Any]


@lru_cache(maxsize=64)
def iso(moment: datetime) -> str:
    """ISO 8601 in UTC, to the microsecond."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def iso_or_none(moment: datetime | None) -> str | None:
    """The same, or null."""
    return None if moment is None else iso(moment)


def message_form(message: Message) -> Form:
    """A message, all keys always."""
    return {
        "seq": message.seq,
        "client_id": message.client_id,
        "sender": message.sender,
        "text": message.text,
        "at": iso(message.at),
    }


def changed(before: Form, after: Form) -> Form:
    """What of `after` differs from `before`; a key that is gone is null."""
    differing = {key: value for key, value in after.items() if key not in before or before[key] != value}
    return differing | {key: None for key in before if key not in after}

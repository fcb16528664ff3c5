"""Everything about an event's data that can be wrong, made from one that is right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Form = dict[str, Any]

WRONG_TYPES: tuple[Any, ...] = (None, True, 7.5, 10**30, -1, "", "a" * 5000, "a\x00b", [], [[]], {}, {"a": 1}, ["a", 1])
CONTROLS = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n")
DEEP = 900
SURROGATE = "\\ud83d"
"""Half of a character, as JSON writes it."""


@dataclass(frozen=True)
class Event:
    """An event with data that is right. optional: keys that may be left out · takes: what else a key takes."""

    name: str
    data: Form
    optional: frozenset[str] = frozenset()
    takes: dict[str, tuple[Any, ...]] = field(default_factory=dict)


def wrong_data(event: Event) -> Iterator[Any]:
    """Wrong types, missing and extra fields, and values that no key takes."""
    yield from ([], [event.data], "x", 7, None, True)
    yield event.data | {"extra": 1}
    yield event.data | {"": ""}
    for key in event.data:
        if key not in event.optional:
            yield {other: value for other, value in event.data.items() if other != key}
        for value in WRONG_TYPES:
            if not _is_taken(event, key, value):
                yield event.data | {key: value}


def wrong_json(event: Event) -> Iterator[str]:
    """What no library would send, as it stands on the wire."""
    name = json.dumps(event.name)
    yield f"[{name},{json.dumps(event.data)},{{}}]"
    for key in event.data:
        rest = {other: value for other, value in event.data.items() if other != key}
        for value in (f'"{SURROGATE}"', "NaN", "1e999", "[" * DEEP + "]" * DEEP, f'{{"{SURROGATE}":1}}'):
            yield f"[{name},{json.dumps(rest)[:-1]}{',' if rest else ''}{json.dumps(key)}:{value}}}]"


def _is_taken(event: Event, key: str, value: Any) -> bool:
    return any(value == taken and type(value) is type(taken) for taken in event.takes.get(key, ()))


def wrong_texts() -> Iterator[str]:
    """What nobody may say."""
    yield from ("", " ", "\n\t ", "\u00a0\u2003", "x" * 4001, "\U0001f600" * 4001)
    yield from (f"a{control}b" for control in CONTROLS)


def right_texts() -> Iterator[str]:
    """What anybody may say."""
    yield from ("x" * 4000, "\U0001f600" * 4000, "\u202eachterstevoren\u2066", "a\tb\nc", "\u200f", "\x7f", "<b>&</b>")


def wrong_client_ids() -> Iterator[str]:
    """1 to 64 printable ASCII characters they are not."""
    yield from ("", "x" * 65, "é", "a\nb", "\x7f", "\u202e", "\U0001f600")


LATER = {
    "/child": ("alarm", "history", "phone"),
    "/desk": ("record", "ring"),
}
"""Events that there are not."""

NAMES = (
    "", "x", "Say", "say ", "connect", "disconnect", "connect_error", "disconnecting", "newListener", "message",
    "snapshot", "__init__", "_answer", "_running", "is_draining", "mro", "*", "\u202e", "a" * 3000,
)  # fmt: skip
"""What is no event of ours: names that libraries keep, names of the server's own, and nonsense."""

"""The audit: who did what to which conversation, and why, in a chain that shows every later change.

Each entry carries the hash of the one before it; each month begins with the hash that ended the month before. A month
goes after its term and its head stays, so that what is left still hangs together. Whoever can write the database can
make a new chain, but not one that ends in a head that was sent elsewhere before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

KEPT_MONTHS = 13
BEGINNING = hashlib.sha256(b"helpline audit").digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is recorded. by: who did it, null for the system · whom: the volunteer whom it concerns · reason: a code, or
    the words of who did it · about: what else belongs to it, such as a length in minutes; never a text of a child."""

    what: str
    by: str | None
    whom: str | None = None
    conversation: str | None = None
    reason: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A deed in the chain. month: `2030-05` · number: from 1 in each month."""

    month: str
    number: int
    at: datetime
    deed: Deed
    digest: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """Where a month ends: how many entries it has and the hash of the last."""

    month: str
    number: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain does not hold. number: null where a whole month is concerned · what: `missing`, `changed`,
    `cut_off`, `another_chain`."""

    month: str
    number: int | None
    what: str


def month_of(moment: datetime) -> str:
    """The month of an entry, in UTC."""
    return f"{moment:%Y-%m}"


def append(newest: Head | None, deed: Deed, now: datetime) -> Entry:
    """The next entry after the newest head of all."""
    # a clock that was set back does not open a month again
    month = max(month_of(now), newest.month if newest else "")
    number = newest.number + 1 if newest is not None and newest.month == month else 1
    before = newest.digest if newest is not None else BEGINNING
    return Entry(month=month, number=number, at=now, deed=deed, digest=_digest(before, month, number, now, deed))


def head_of(it: Entry) -> Head:
    """The month ends with this entry, for now."""
    return Head(it.month, it.number, it.digest)


def _digest(before: bytes, month: str, number: int, at: datetime, deed: Deed) -> bytes:
    said = [month, number, at.isoformat(), deed.what, deed.by, deed.whom, deed.conversation, deed.reason, deed.about]
    return hashlib.sha256(before + json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()).digest()


def verify(entries: Sequence[Entry], heads: Sequence[Head], exported: Head | None = None) -> list[Broken]:
    """Where the audit was changed, cut off or reordered; nothing where it is whole.

    entries: all that are kept, by month and number · heads: of every month that ever was · exported: a head that was
    sent elsewhere. Without it, cutting off the newest entries together with their head cannot be seen.
    """
    by_month: dict[str, list[Entry]] = {}
    for entry in entries:
        by_month.setdefault(entry.month, []).append(entry)
    found = [Broken(month, None, "missing") for month in sorted(by_month.keys() - {head.month for head in heads})]
    before, is_first = BEGINNING, True
    for head in sorted(heads, key=lambda it: it.month):
        kept = by_month.get(head.month)
        if kept is None and not is_first and any(month < head.month for month in by_month):
            found.append(Broken(head.month, None, "missing"))
        found += _verify_month(before, kept or [], head) if kept is not None else []
        before, is_first = head.digest, False
    return found + _verify_exported(by_month, {head.month: head for head in heads}, exported)


def _verify_month(before: bytes, entries: Sequence[Entry], head: Head) -> list[Broken]:
    found: list[Broken] = []
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            return [*found, Broken(head.month, number, "missing")]
        if entry.digest != _digest(before, entry.month, entry.number, entry.at, entry.deed):
            found.append(Broken(head.month, number, "changed"))
        before = entry.digest
    if len(entries) != head.number:
        found.append(Broken(head.month, head.number, "cut_off"))
    elif before != head.digest:
        found.append(Broken(head.month, head.number, "changed"))
    return found


def _verify_exported(
    by_month: Mapping[str, Sequence[Entry]], heads: Mapping[str, Head], exported: Head | None
) -> list[Broken]:
    if exported is None:
        return []
    head = heads.get(exported.month)
    if head is None or head.number < exported.number:
        return [Broken(exported.month, exported.number, "cut_off")]
    entries = by_month.get(exported.month)
    digest = entries[exported.number - 1].digest if entries and len(entries) >= exported.number else None
    if entries is None and head.number == exported.number:
        digest = head.digest
    return [] if digest in (exported.digest, None) else [Broken(exported.month, exported.number, "another_chain")]

"""What a group of messages becomes: the part of the journal that is the same on every database.

Messages that arrive while a commit is under way form the next group. A group is kept in three steps: read the heads of
its conversations and, where a `client_id` may have been used before, its message; plan the rows (numbers and seals);
write them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from helpline.actions.read import message_row
from helpline.core.conversation import IN_QUEUE, Message, State
from helpline.core.errors import Ended, Forgotten, IdConflict, NotYours, Refusal, TryAgain
from helpline.core.life import check_words
from helpline.db.columns import to_micros
from helpline.logs import report_fault
from helpline.ports import Entry, SealedKey, Vault

log = logging.getLogger(__name__)
Told = TypeVar("Told")
Heed = Callable[[Sequence[Message]], None]
Done = Callable[[Message | Refusal], None]
Row = tuple[str, int, str, str, bytes, int]
"""conversation, seq, sender, client_id, sealed, at (microseconds)"""
MOST = 500
"""Messages of one transaction."""
OPEN = IN_QUEUE | {State.ACTIVE}
"""States in which something may be said."""


@dataclass(slots=True)
class Head:
    """What the plan must know of a conversation; `last_seq` counts on while the group is planned."""

    state: State
    interrupted: bool
    volunteer: str | None
    key: SealedKey
    last_seq: int


@dataclass(frozen=True, slots=True)
class Known:
    """A message that was kept before under this `client_id`."""

    seq: int
    sealed: bytes
    at: datetime


KnownIds = Mapping[tuple[str, str, str], Known]


@dataclass(slots=True)
class Plan:
    """rows: to be written · new: the messages they are · answers: one for each entry, in order."""

    rows: list[Row] = field(default_factory=list)
    new: list[Message] = field(default_factory=list)
    answers: list[Message | Refusal] = field(default_factory=list)


def plan(entries: Sequence[Entry], heads: Mapping[str, Head], known: KnownIds, vault: Vault, now: datetime) -> Plan:
    """Decide every entry of a group, in order; pure but for the seals. One that fails spoils no other."""
    made = Plan()
    fresh: dict[tuple[str, str, str], Message] = {}
    micros = to_micros(now)
    for entry in entries:
        head = heads.get(entry.conversation)
        try:
            answer = _decide(entry, head, known, fresh, vault, now, micros, made)
        except Exception as error:  # noqa: BLE001 - a key that cannot be read, a row that was tampered with
            report_fault(log, error)
            answer = TryAgain(retry_seconds=2)
        made.answers.append(answer)
    return made


def all_try_again(entries: Sequence[Entry]) -> Plan:
    """Nothing of the group was kept, and everybody may send it again."""
    return Plan(answers=[TryAgain(retry_seconds=2) for _ in entries])


def answer(group: Sequence[tuple[Entry, Done]], made: Plan, heed: Heed) -> None:
    """Deliver what is new, then acknowledge. A page that fails to take it keeps nobody else waiting."""
    if made.new:
        _tell(heed, made.new)
    for (_, done), reply in zip(group, made.answers, strict=True):
        _tell(done, reply)


def _tell(heed: Callable[[Told], None], told: Told) -> None:
    try:
        heed(told)
    except Exception as error:  # noqa: BLE001 - it is kept, whatever becomes of the page
        report_fault(log, error)


def _decide(
    entry: Entry,
    head: Head | None,
    known: KnownIds,
    fresh: dict[tuple[str, str, str], Message],
    vault: Vault,
    now: datetime,
    micros: int,
    made: Plan,
) -> Message | Refusal:
    if head is None or (entry.volunteer is not None and head.volunteer != entry.volunteer):
        return NotYours()
    name = (entry.conversation, entry.sender, entry.client_id)
    if name in fresh:
        return fresh[name] if fresh[name].text == entry.text else IdConflict()
    if name in known:
        return _again(entry, head, known[name], vault)
    try:
        check_words(head.state, head.interrupted, entry.volunteer is None)
    except Refusal as refusal:
        return refusal
    seq = head.last_seq + 1
    try:
        sealed = vault.seal(entry.conversation, head.key, message_row(seq, entry.sender), entry.text)
    except Forgotten:
        return Ended()
    head.last_seq = seq  # only now, for a number that was given and not used would be a gap
    message = Message(entry.conversation, seq, entry.client_id, entry.sender, entry.text, now)
    made.rows.append((entry.conversation, seq, entry.sender, entry.client_id, sealed, micros))
    made.new.append(message)
    fresh[name] = message
    return message


def _again(entry: Entry, head: Head, known: Known, vault: Vault) -> Message | Refusal:
    try:
        text = vault.open(entry.conversation, head.key, message_row(known.seq, entry.sender), known.sealed)
    except Forgotten:
        return Ended()
    if text != entry.text:
        return IdConflict()
    return Message(entry.conversation, known.seq, entry.client_id, entry.sender, text, known.at)

"""Reading a conversation: its messages in clear, and who holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpline.core.along import SealedWhisper
from helpline.core.conversation import Conversation, Message
from helpline.core.errors import Forgotten
from helpline.core.sanctions import Sanction
from helpline.ports import Records, SealedKey, Vault


def message_row(seq: int, sender: str) -> str:
    """The immutable name of a message's place, which its seal is bound to."""
    return f"message|{seq}|{sender}"


def whisper_row(name: str) -> str:
    """The immutable name of a whisper, which its seal is bound to."""
    return f"whisper|{name}"


DANGER_TEXTS = ("asked", "answer", "action")


def danger_row(n: int, text: str) -> str:
    """The immutable name of the place of a text about danger, which its seal is bound to."""
    return f"danger|{n}|{text}"


@dataclass(frozen=True, slots=True)
class Danger:
    """What was asked in danger, what the child answered, and what was done; each may be left out."""

    at: datetime
    asked: str | None
    answer: str | None
    action: str | None


async def read_messages(it: Conversation, after: int, *, records: Records, vault: Vault) -> list[Message]:
    """All messages after a number, in order; none when their day was forgotten."""
    key = SealedKey(it.key_day, it.key_wrapped)
    try:
        return [
            Message(
                it.id,
                kept.seq,
                kept.client_id,
                kept.sender,
                vault.open(it.id, key, message_row(kept.seq, kept.sender), kept.sealed),
                kept.at,
            )
            for kept in await records.messages.after(it.id, after)
        ]
    except Forgotten:
        return []


def read_nickname(it: Conversation, vault: Vault) -> str | None:
    """The invented name, or null."""
    return _opened(it, "nickname", it.nickname, vault)


def read_note(it: Conversation, vault: Vault) -> str | None:
    """The note of who handed it over, for who holds it now."""
    return _opened(it, "note", it.note, vault)


async def read_dangers(it: Conversation, *, records: Records, vault: Vault) -> list[Danger]:
    """What was asked and done in danger, oldest first; none when it was forgotten."""
    kept = [
        Danger(one.at, *(_opened(it, danger_row(one.n, name), getattr(one, name), vault) for name in DANGER_TEXTS))
        for one in await records.alarms.dangers(it.id)
    ]
    return [one for one in kept if one.asked or one.answer or one.action]


async def read_whisper(it: SealedWhisper, *, records: Records, vault: Vault) -> str | None:
    """What a coordinator says to the volunteer alone; null when it was forgotten."""
    conversation = await records.conversations.get(it.conversation)
    return None if conversation is None else _opened(conversation, whisper_row(it.id), it.sealed, vault)


def sanction_note_row(sanction: str) -> str:
    """The immutable name of the place of a sanction's note, which its seal is bound to."""
    return f"sanction|{sanction}|note"


async def read_sanction_note(it: Sanction, records: Records, vault: Vault) -> str | None:
    """What was written with a time-out or block; null when there is nothing, or it was forgotten."""
    if it.note is None or it.conversation is None:
        return None
    conversation = await records.conversations.get(it.conversation)
    return _opened(conversation, sanction_note_row(it.id), it.note, vault) if conversation else None


def _opened(it: Conversation, row: str, sealed: bytes | None, vault: Vault) -> str | None:
    if sealed is None:
        return None
    try:
        return vault.open(it.id, SealedKey(it.key_day, it.key_wrapped), row, sealed)
    except Forgotten:
        return None

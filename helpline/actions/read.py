"""Reading a conversation: its messages in clear, and who holds it."""

from __future__ import annotations

from helpline.core.conversation import Conversation, Message
from helpline.core.errors import Forgotten
from helpline.ports import Records, SealedKey, Vault


def message_row(seq: int, sender: str) -> str:
    """The immutable name of a message's place, which its seal is bound to."""
    return f"message|{seq}|{sender}"


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


def _opened(it: Conversation, row: str, sealed: bytes | None, vault: Vault) -> str | None:
    if sealed is None:
        return None
    try:
        return vault.open(it.id, SealedKey(it.key_day, it.key_wrapped), row, sealed)
    except Forgotten:
        return None

"""What children write in the conversations that run now, in memory and no longer than they run."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from helpline.actions.read import read_messages
from helpline.core.advice import MOST_OPEN, MOST_TURNS, Open
from helpline.ports import Records, Vault


@dataclass(slots=True)
class _Heard:
    """Of one conversation. digests: by what its device is met again."""

    digests: frozenset[bytes]
    seq: int = 0
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=MOST_TURNS))


class OpenTexts:
    """Read once, and from then on only what is new."""

    def __init__(self) -> None:
        self._heard: dict[str, _Heard] = {}

    async def look_again(self, records: Records, vault: Vault) -> None:
        """Follow what began, what was said, and what ended."""
        running = await records.conversations.talking(MOST_OPEN)
        marks = await records.conversations.marks([it.id for it in running])
        self._heard = {it.id: self._heard[it.id] for it in running if it.id in self._heard}
        for it in running:
            heard = self._heard.get(it.id)
            if heard is None:
                known_as = await records.attempts.known_as(it.attempt)
                heard = self._heard[it.id] = _Heard(frozenset(one.digest for one in known_as))
            newest = marks[it.id][1] if it.id in marks else 0
            if newest > heard.seq:
                after = max(heard.seq, newest - 2 * MOST_TURNS)
                for message in await read_messages(it, after, records=records, vault=vault):
                    if message.sender == "child":
                        heard.lines.append(message.text)
                heard.seq = newest

    def besides(self, conversation: str) -> list[Open]:
        """All but this one, the newest first."""
        mine = self._heard.get(conversation)
        digests = mine.digests if mine else frozenset()
        return [
            Open(not digests.isdisjoint(heard.digests), tuple(heard.lines))
            for name, heard in self._heard.items()
            if name != conversation
        ]

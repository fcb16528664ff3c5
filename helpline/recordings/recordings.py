"""The port `Recordings` on the files of the data directory; whatever blocks is done beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from helpline.core.prompts import CATALOGUE
from helpline.core.recording import Draft, Recording, Sound
from helpline.recordings.shelf import Shelf


class RecordingFiles:
    """The port. One upload at a time is converted, so that ten at once cost no more memory than one."""

    def __init__(self, data: Path, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._shelf = Shelf(data, texts)
        self._names = frozenset(CATALOGUE)
        self._languages = frozenset(texts)
        self._converting = asyncio.Semaphore()

    def knows(self, language: str, name: str) -> bool:
        """Is there such a name, in a language of the helpline?"""
        return language in self._languages and name in self._names

    async def all(self) -> Sequence[Recording]:
        """Every name in every language."""
        return await asyncio.to_thread(self._shelf.all)

    async def played(self, language: str, name: str) -> bytes | None:
        """What a child hears."""
        return await asyncio.to_thread(self._shelf.played, language, name)

    async def draft(self, language: str, name: str) -> tuple[str, bytes] | None:
        """The draft and its id."""
        return await asyncio.to_thread(self._shelf.draft, language, name)

    async def keep_draft(self, language: str, name: str, content: bytes) -> Draft:
        """Convert and keep it."""
        async with self._converting:
            sound = await asyncio.to_thread(_converted, content)
        return await asyncio.to_thread(self._shelf.keep_draft, language, name, sound)

    async def listened(self, language: str, name: str, draft: str) -> None:
        """Somebody listened to it."""
        await asyncio.to_thread(self._shelf.listened, language, name, draft)

    async def put_live(self, language: str, name: str, draft: str) -> None:
        """The next child hears it."""
        await asyncio.to_thread(self._shelf.put_live, language, name, draft)

    async def put_away(self, language: str, name: str, draft: str) -> None:
        """No more of it."""
        await asyncio.to_thread(self._shelf.put_away, language, name, draft)

    async def use_placeholder(self, language: str, name: str) -> None:
        """The voice of the machine again."""
        await asyncio.to_thread(self._shelf.use_placeholder, language, name)


def _converted(content: bytes) -> Sound:
    # what converts sound is large, and most days nobody uploads anything
    from helpline.recordings.sound import for_telephone

    return for_telephone(content)

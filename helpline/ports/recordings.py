"""The recordings of the telephone, in every language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from helpline.core.recording import Draft, Recording


class Recordings(Protocol):
    """What a child hears, and the drafts of what it might hear. A name that does not exist, or a language that is not
    spoken, has no recording and no draft."""

    def knows(self, language: str, name: str) -> bool:
        """Is there such a name, in a language of the helpline?"""
        ...

    async def all(self) -> Sequence[Recording]:
        """Every name in every language, in the order of the catalogue."""
        ...

    async def played(self, language: str, name: str) -> bytes | None:
        """The WAV that a child hears; null when it is missing."""
        ...

    async def draft(self, language: str, name: str) -> tuple[str, bytes] | None:
        """The id of the draft and its WAV, as a child would hear it."""
        ...

    async def keep_draft(self, language: str, name: str, content: bytes) -> Draft:
        """Keep what was uploaded as the draft, instead of the one before. What is played stays as it is.

        Raises:
            BadRecording: it is no sound, too long, too short, silent or distorted; the draft before stays.
        """
        ...

    async def listened(self, language: str, name: str, draft: str) -> None:
        """Somebody listened to this draft.

        Raises:
            DraftGone: it is not the draft any more.
        """
        ...

    async def put_live(self, language: str, name: str, draft: str) -> None:
        """The next child hears this draft; one that is live already stays so.

        Raises:
            DraftGone: it is not the draft any more.
            NotHeard: nobody listened to it.
        """
        ...

    async def put_away(self, language: str, name: str, draft: str) -> None:
        """No more of this draft; what is played stays as it is.

        Raises:
            DraftGone: it is not the draft any more.
        """
        ...

    async def use_placeholder(self, language: str, name: str) -> None:
        """The next child hears the voice of the machine again. The recording becomes the draft, where there is none.

        Raises:
            NoPlaceholder: there is none.
        """
        ...

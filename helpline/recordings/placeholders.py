"""What nobody recorded yet, said by the machine."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpline.core.prompts import CATALOGUE
from helpline.recordings.shelf import PLAYED_AS, Shelf
from helpline.recordings.voice import speak


@dataclass(frozen=True, slots=True)
class Made:
    """How many placeholders were made anew, how many were there, and which names have no text, as `LANGUAGE/NAME`."""

    new: int
    same: int
    without_text: tuple[str, ...]


def make_placeholders(shelf: Shelf, texts: Mapping[str, Mapping[str, str]], languages: Collection[str]) -> Made:
    """Say every text that the machine has not said yet, and see that it is played where nobody recorded it.

    Raises:
        NoVoice: the machine cannot; what it said before stays.
    """
    new, same, without = 0, 0, []
    for language in languages:
        for name in CATALOGUE:
            text = texts[language].get(name)
            if text is None:
                without.append(f"{language}/{name}")
            elif shelf.is_spoken(language, name):
                same += 1
            else:
                shelf.keep_spoken(language, name, speak(text, language))
                new += 1
            shelf.play_what_is_kept(language, name)
    return Made(new, same, tuple(without))


def copy_played(shelf: Shelf, languages: Collection[str], to: Path) -> int:
    """Put everything that is played where another machine can take it from; answers how many files."""
    count = 0
    for language in languages:
        folder = to / language / PLAYED_AS
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        for name in CATALOGUE:
            path = shelf.path(language, name)
            if path.exists():
                shutil.copyfile(path, folder / path.name)
                (folder / path.name).chmod(0o644)
                count += 1
    return count

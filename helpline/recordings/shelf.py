"""Where the recordings are: what is played in `sounds`, and in `recordings` what it is made from.

`sounds/LANGUAGE/helpline/NAME.wav` is what the telephone plays, readable for its own user. `recordings/LANGUAGE/NAME/`
holds `spoken.wav`, the voice of the machine; `live.wav`, what a coordinator recorded instead; `draft.wav`, and `heard`
with the id of the draft that somebody listened to. Beside the first two stands the text that they say.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from helpline.core.prompts import CATALOGUE
from helpline.core.recording import RATE, Draft, DraftGone, NoPlaceholder, NotHeard, Recording, Sound, State

SOUNDS = "sounds"
PLAYED_AS = "helpline"
"""The folder of a language in which the telephone looks: it plays `helpline/NAME`."""
_KEPT = "recordings"
_HEADER = 44
_BYTES_A_SECOND = 2 * RATE
_ID_LENGTH = 32


class Shelf:
    """The files. Everything here blocks, and no two processes change anything at the same time."""

    def __init__(self, data: Path, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._sounds = data / SOUNDS
        self._kept = data / _KEPT
        self._texts = texts

    def all(self) -> list[Recording]:
        """Every name in every language."""
        return [self._recording(language, name) for name in CATALOGUE for language in self._texts]

    def played(self, language: str, name: str) -> bytes | None:
        """What a child hears."""
        return _content(self.path(language, name))

    def path(self, language: str, name: str) -> Path:
        """The file that is played."""
        return self._sounds / language / PLAYED_AS / f"{name}.wav"

    def draft(self, language: str, name: str) -> tuple[str, bytes] | None:
        """Its id and its sound."""
        content = _content(self._folder(language, name) / "draft.wav")
        return None if content is None else (_id_of(content), content)

    def keep_draft(self, language: str, name: str, it: Sound) -> Draft:
        """Keep a draft, in place of the one before."""
        with self._alone():
            _write(self._folder(language, name) / "draft.wav", it.wav)
        return Draft(_id_of(it.wav), it.seconds, self._is_heard(language, name, _id_of(it.wav)))

    def listened(self, language: str, name: str, draft: str) -> None:
        """Raises: DraftGone."""
        with self._alone():
            self._require(language, name, draft)
            _write(self._folder(language, name) / "heard", draft.encode())

    def put_live(self, language: str, name: str, draft: str) -> None:
        """Raises: DraftGone, NotHeard."""
        folder = self._folder(language, name)
        with self._alone():
            live = _content(folder / "live.wav")
            if live is not None and _id_of(live) == draft and self.draft(language, name) is None:
                return
            content = self._require(language, name, draft)
            if not self._is_heard(language, name, draft):
                raise NotHeard
            _write(folder / "live.txt", self._texts[language].get(name, "").encode())
            _write(folder / "live.wav", content)
            self._play(language, name, content)
            (folder / "draft.wav").unlink()

    def put_away(self, language: str, name: str, draft: str) -> None:
        """Raises: DraftGone."""
        with self._alone():
            self._require(language, name, draft)
            (self._folder(language, name) / "draft.wav").unlink()

    def use_placeholder(self, language: str, name: str) -> None:
        """Raises: NoPlaceholder."""
        folder = self._folder(language, name)
        with self._alone():
            spoken = _content(folder / "spoken.wav")
            if spoken is None:
                raise NoPlaceholder
            self._play(language, name, spoken)
            live = _content(folder / "live.wav")
            if live is not None and not (folder / "draft.wav").exists():
                _write(folder / "draft.wav", live)
                _write(folder / "heard", _id_of(live).encode())
            for gone in ("live.wav", "live.txt"):
                (folder / gone).unlink(missing_ok=True)

    def is_spoken(self, language: str, name: str) -> bool:
        """Has the machine said this text?"""
        folder = self._folder(language, name)
        text = self._texts[language].get(name, "").encode()
        return (folder / "spoken.wav").exists() and _content(folder / "spoken.txt") == text

    def keep_spoken(self, language: str, name: str, it: Sound) -> None:
        """Keep what the machine said."""
        folder = self._folder(language, name)
        with self._alone():
            _write(folder / "spoken.wav", it.wav)
            _write(folder / "spoken.txt", self._texts[language].get(name, "").encode())

    def play_what_is_kept(self, language: str, name: str) -> None:
        """See that what should be played is: the recording where there is one, else the voice of the machine."""
        folder = self._folder(language, name)
        with self._alone():
            content = _content(folder / "live.wav") or _content(folder / "spoken.wav")
            if content is not None and content != self.played(language, name):
                self._play(language, name, content)

    def _recording(self, language: str, name: str) -> Recording:
        folder, path, text = self._folder(language, name), self.path(language, name), self._texts[language].get(name)
        state, said = State.MISSING, None
        if path.exists():
            is_live = (folder / "live.wav").exists()
            state = State.RECORDING if is_live else State.PLACEHOLDER
            said = _content(folder / ("live.txt" if is_live else "spoken.txt"))
        return Recording(
            name=name,
            language=language,
            text=text,
            state=state,
            seconds=_seconds(path),
            is_outdated=said is not None and said != (text or "").encode(),
            draft=self._draft(language, name),
        )

    def _draft(self, language: str, name: str) -> Draft | None:
        found = self.draft(language, name)
        if found is None:
            return None
        return Draft(found[0], (len(found[1]) - _HEADER) / _BYTES_A_SECOND, self._is_heard(language, name, found[0]))

    def _is_heard(self, language: str, name: str, draft: str) -> bool:
        return _content(self._folder(language, name) / "heard") == draft.encode()

    def _require(self, language: str, name: str, draft: str) -> bytes:
        found = self.draft(language, name)
        if found is None or found[0] != draft:
            raise DraftGone
        return found[1]

    def _play(self, language: str, name: str, content: bytes) -> None:
        path = self.path(language, name)
        _write(path, content, mode=0o644)
        for folder in (path.parent, path.parent.parent, self._sounds):
            folder.chmod(0o755)

    def _folder(self, language: str, name: str) -> Path:
        return self._kept / language / name

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._kept / ".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _content(path: Path) -> bytes | None:
    with suppress(FileNotFoundError, NotADirectoryError):
        return path.read_bytes()
    return None


def _seconds(path: Path) -> float | None:
    with suppress(OSError):
        return max(path.stat().st_size - _HEADER, 0) / _BYTES_A_SECOND
    return None


def _id_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_ID_LENGTH]


def _write(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Whole or not at all: who reads it meanwhile reads the one before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.{os.getpid()}")
    made.write_bytes(content)
    made.chmod(mode)
    made.replace(path)

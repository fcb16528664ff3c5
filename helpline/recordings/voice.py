"""The voice of the machine: `espeak-ng` says a text, until somebody has recorded it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from helpline.core.recording import BadRecording, Sound
from helpline.recordings.sound import for_telephone

PROGRAM = "espeak-ng"
_WORDS_A_MINUTE = "140"
_LOUDNESS = "80"
_WITHIN_SECONDS = 30
_NUMBER = re.compile(r"(\d[\d -]*\d)([A-Za-z]?)")
_LEAST_DIGITS = 3
_FREE = re.compile(r"0[89]00")


class NoVoice(Exception):
    """The machine cannot say it; says why, and what to do."""


def speak(text: str, language: str) -> Sound:
    """A text as it is said in this language.

    Raises:
        NoVoice: the program is missing, or does not know the language.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise NoVoice(f"{PROGRAM} is not installed. On Debian: `apt install {PROGRAM}`.")
    with TemporaryDirectory() as folder:
        said = Path(folder) / "said.wav"
        words = [program, "-v", language, "-s", _WORDS_A_MINUTE, "-a", _LOUDNESS, "-b", "1", "--stdin", "-w", str(said)]
        try:
            subprocess.run(  # noqa: S603 - the text goes in as input, the language is two letters
                words, input=as_spoken(text).encode(), capture_output=True, check=True, timeout=_WITHIN_SECONDS
            )
            return for_telephone(said.read_bytes())
        except (subprocess.SubprocessError, OSError, BadRecording):
            raise NoVoice(
                f"{PROGRAM} cannot say a text in {language}. `{PROGRAM} --voices` lists what it speaks."
            ) from None


def as_spoken(text: str) -> str:
    """Telephone numbers digit by digit, as people say them: `0800-0432` becomes `0 800, 0 4 3 2`."""
    return _NUMBER.sub(_digits, text)


def _digits(found: re.Match[str]) -> str:
    number, letter = found.groups()
    if len(re.sub(r"\D", "", number)) < _LEAST_DIGITS:
        return found[0]
    parts = re.split(r"[ -]+", number)
    said = ", ".join(f"{part[0]} {part[1:]}" if _FREE.fullmatch(part) else " ".join(part) for part in parts)
    return f"{said} {letter}" if letter else said

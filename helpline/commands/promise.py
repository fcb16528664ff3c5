"""What a helpline signs when it begins: nobody can be traced, by design, and no text promises otherwise [13]."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

SENTENCES = {
    "nl": "Bij deze hulplijn kan niemand worden opgespoord. Dat is met opzet zo, ook bij gevaar:"
    " wij zien geen nummer, geen adres en geen plek, en geen tekst van ons belooft iets anders.",
    "en": "At this helpline nobody can be traced. That is by design, in danger as well:"
    " we see no number, no address and no place, and no text of ours promises otherwise.",
}


def signed(data: Path) -> Path:
    """Where it is written that the helpline signed."""
    return data / "signed.txt"


def sign(data: Path, now: datetime) -> None:
    """Write it down, with the moment."""
    signed(data).write_text("\n\n".join((*SENTENCES.values(), f"Signed {now:%Y-%m-%d %H:%M} UTC\n")))


def at_terminal() -> bool:
    """Is there somebody to ask?"""
    return sys.stdin.isatty() and sys.stdout.isatty()

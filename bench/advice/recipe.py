"""Makes conversations of the lines in this folder; `README.md` says how a line is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from helpline.core.advice import Conversation, Open, Turn
from helpline.core.history import MARKS, Contact, Given, History, Length
from helpline.core.sameness import Marked, marked_lines

HERE = Path(__file__).parent
CLASSES = ("serious", "giggle", "testing", "prank", "flood", "sexual", "silent")
PRANKS = frozenset({"prank", "flood"})
SERIOUS = frozenset({"serious", "giggle"})
BEGAN = datetime(2026, 11, 21, 16, tzinfo=UTC)
SECRET = b"of this fortnight"
LENGTHS = {"10s": Length.UNDER_10_S, "1m": Length.UNDER_1_M, "5m": Length.UNDER_5_M, "long": Length.LONGER}


@dataclass(frozen=True, slots=True)
class Example:
    """One conversation and what it truly is. kept: for the figure, not to develop with."""

    truth: str
    kept: bool
    history: History
    conversation: Conversation
    now: datetime

    def moments(self) -> Iterator[tuple[Conversation, datetime]]:
        """The conversation after each turn, and at the end."""
        turns = self.conversation.turns
        for count in range(1, len(turns)):
            yield replace(self.conversation, turns=turns[:count]), turns[count - 1].at
        yield self.conversation, self.now


def read_all() -> list[Example]:
    """Every conversation of this folder."""
    marked = Marked(SECRET, marked_lines(_lines("marked"), SECRET))
    return [
        _example(line, name, marked, kept=number % 2 == 1)
        for name in CLASSES
        for number, line in enumerate(_lines(name))
    ]


def _lines(name: str) -> list[str]:
    text = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _example(line: str, name: str, marked: Marked, *, kept: bool) -> Example:
    truth = "serious" if line.startswith("serious ") else name
    past, situation, said = (part.strip() for part in line.removeprefix("serious ").split("|", 2))
    flags = dict(part.partition("=")[::2] for part in situation.split() if part != "-")
    turns = tuple(_turns(said))
    conversation = Conversation(
        began_at=BEGAN,
        turns=turns,
        others=tuple(_others(flags, tuple(turn.text for turn in turns if turn.by_child))),
        marked=marked,
        subtopic_is_acute="acute" in flags,
        alarm_used="alarm" in flags,
        words_are_acute="touches" in flags,
    )
    last = turns[-1].at + timedelta(seconds=5) if turns else BEGAN
    now = BEGAN + timedelta(seconds=int(flags["now"])) if "now" in flags else last
    return Example(truth, kept, _history(past), conversation, now)


def _turns(said: str) -> Iterator[Turn]:
    for part in said.split(" / "):
        if part == "-":
            continue
        second, _, text = part.strip().partition(" ")
        text, _, times = text.partition(" *")
        for again in range(int(times or 1)):
            at = BEGAN + timedelta(seconds=int(second) + again)
            yield Turn(at, text.removeprefix("> "), by_child=not text.startswith("> "))


def _others(flags: dict[str, str], lines: tuple[str, ...]) -> Iterator[Open]:
    for flag in ("same", "others"):
        for _ in range(int(flags.get(flag, 0))):
            yield Open(same_device=flag == "same", lines=lines)
    for _ in range(int(flags.get("near", 0))):
        yield Open(same_device=False, lines=tuple(f"{line.replace('e', 'ee', 1)} pls" for line in lines))
    for number in range(int(flags.get("class", 0))):
        yield Open(same_device=False, lines=(f"hoi wij zijn leerling {number}", f"vraag {number} over de les"))


def _history(past: str) -> History:
    contacts, given = [], []
    for token in past.split():
        if token == "-":
            continue
        if "!" in token:
            days, what = token.split("!")
            kind, reason = what.split(":")
            given.append(Given(_day(days), kind, reason))
        else:
            days, kind, length = token.split(":")
            contacts.append(Contact(_day(days), "chat", LENGTHS[length], kind, tuple(MARKS & {kind})))
    return History(tuple(contacts), tuple(given))


def _day(days: str) -> datetime:
    return (BEGAN - timedelta(days=int(days))).date()

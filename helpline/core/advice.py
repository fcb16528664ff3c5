"""What the system advises about a conversation: nothing, to look, or that it looks like a prank. People decide.

An advice never refuses, delays or ranks a child. It says what speaks for it and what against, so that a volunteer can
weigh it. Only where people marked a prank before does it say "prank" at all; what is alike on several devices, words of
worry, an answer of the child's own and earlier counselling each leave it at "look". Danger leaves nothing of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from helpline.core.history import Contact, History, Length
from helpline.core.sameness import Marked, MarkedByWeek, is_same, normalised, says_something, words_of
from helpline.core.worries import WORRY_WORDS, speaks_of_worries

FIRST_TURNS = 2
FIRST_TIME = timedelta(minutes=1)
"""Nothing is advised before a child had so many turns, or so much time."""
MARKS_WITHIN_DAYS = 7
ENOUGH_MARKS = 2
ENOUGH_SHORT = 3
MOST_TURNS = 100
MOST_OPEN = 500
MOST_CONTACTS = 200
MOST_COMPARED = 3
"""Of each conversation only the newest turns are read, and of those the longest are compared with others."""
MOST_READ = 40_000
"""So many characters are searched for words of worry, the newest."""
REPEATED = 4
FAST = 8
FAST_WITHIN = timedelta(seconds=15)
OWN_ANSWER_WORDS = 7
OWN_STORY_WORDS = 12

_SHORT = frozenset({Length.UNDER_10_S, Length.UNDER_1_M})


class Suggestion(StrEnum):
    """What is advised, weakest first."""

    NOTHING = "nothing"
    LOOK = "look"
    LOOKS_LIKE_PRANK = "looks_like_prank"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason by its code, which the page makes a sentence of. count: how many, where the sentence says so."""

    code: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """A suggestion, what speaks for it and what against it."""

    suggestion: Suggestion
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody wrote. by_child: or by the volunteer."""

    at: datetime
    text: str
    by_child: bool = True


@dataclass(frozen=True, slots=True)
class Open:
    """Another conversation that is open now: what the child wrote there, and whether it is on the same device."""

    same_device: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What is looked at; nothing of it is kept.

    subtopic_is_acute: a registered sub-topic concerns danger · words_are_acute: the words touch such a sub-topic of the
    knowledge base · others: the newest first · worry_words: of the language that is spoken; without any, a prank is
    never suggested.
    """

    began_at: datetime
    turns: tuple[Turn, ...] = ()
    others: tuple[Open, ...] = ()
    marked: Marked | MarkedByWeek = field(default_factory=Marked)
    subtopic_is_acute: bool = False
    alarm_used: bool = False
    words_are_acute: bool = False
    worry_words: tuple[str, ...] = WORRY_WORDS


@dataclass(frozen=True, slots=True)
class _Past:
    """What the history of the device says."""

    marked_today: int
    marked_before: int
    marked_otherwise: int
    short_today: int
    short_and_marked: int
    counselling: int

    @property
    def marked(self) -> int:
        return self.marked_today + self.marked_before


@dataclass(frozen=True, slots=True)
class _Present:
    """What this conversation says."""

    like_marked: bool
    same_device: int
    other_devices: int
    repeated: int
    fast: int
    worries: bool
    own_words: bool
    language_is_known: bool

    @property
    def strange(self) -> int:
        """In how many ways it is strange. Haste is one, whether it repeats or is fast."""
        return self.like_marked + (self.same_device > 0) + (self.repeated > 0 or self.fast > 0)


def assess(history: History, conversation: Conversation, now: datetime) -> Advice:
    """What to advise the volunteer now. now: in the helpline's own time zone, for "today".

    On a very busy evening it may take some tenths of a second: never on the event loop.
    """
    if guards := _guards(conversation, now):
        return Advice(Suggestion.NOTHING, against=guards)
    past, present = _past(history, now), _present(conversation)
    suggestion = _suggestion(past, present)
    if suggestion is Suggestion.NOTHING:
        return Advice(suggestion)
    return Advice(suggestion, _reasons(past, present), _against(past, present))


def _guards(it: Conversation, now: datetime) -> tuple[Reason, ...]:
    """Why nothing may be advised at all."""
    turns = sum(turn.by_child for turn in it.turns)
    too_early = turns < FIRST_TURNS and now - it.began_at < FIRST_TIME
    guards = {
        "acute_subtopic": it.subtopic_is_acute,
        "alarm_used": it.alarm_used,
        "acute_words": it.words_are_acute,
        "too_early": too_early,
    }
    return tuple(Reason(code) for code, holds in guards.items() if holds)


def _suggestion(past: _Past, present: _Present) -> Suggestion:
    if _is_like_prank(past, present):
        return Suggestion.LOOKS_LIKE_PRANK
    by_people = past.marked >= ENOUGH_MARKS or past.marked_otherwise >= ENOUGH_MARKS
    often = past.short_today >= ENOUGH_SHORT and past.short_and_marked > 0
    if present.strange or present.other_devices > 1:
        return Suggestion.LOOK
    return Suggestion.LOOK if (by_people or often) and not present.worries else Suggestion.NOTHING


def _is_like_prank(past: _Past, present: _Present) -> bool:
    """People marked pranks, this conversation is strange as well, and nothing speaks for taking it at its word."""
    if not present.language_is_known or present.worries or present.own_words:
        return False
    if present.other_devices or past.counselling:
        return False
    return past.marked + present.strange > ENOUGH_MARKS and past.marked > 0 and present.strange > 0


def _past(history: History, now: datetime) -> _Past:
    contacts = [(it, (now.date() - it.day).days) for it in history.contacts[:MOST_CONTACTS]]
    lately = [(it, days) for it, days in contacts if days <= MARKS_WITHIN_DAYS]
    short = [it for it, days in contacts if days <= 0 and it.length in _SHORT and it.type != "counselling"]
    return _Past(
        marked_today=sum("prank" in it.marks for it, days in lately if days <= 0),
        marked_before=sum("prank" in it.marks for it, days in lately if days > 0),
        marked_otherwise=sum(_is_marked_otherwise(it) for it, _ in lately),
        short_today=len(short),
        short_and_marked=sum(bool(it.marks) for it in short),
        counselling=sum(it.type == "counselling" for it, _ in contacts),
    )


def _is_marked_otherwise(it: Contact) -> bool:
    return bool(it.marks) and "prank" not in it.marks


def _present(it: Conversation) -> _Present:
    turns = it.turns[-MOST_TURNS:]
    said = [turn for turn in turns if turn.by_child]
    lines = [normalised(turn.text) for turn in said]
    telling = _telling([turn.text for turn in said])
    known = [it.marked.knows(turn.text) for turn in said]
    alike = [other.same_device for other in it.others[:MOST_OPEN] if _are_alike(telling, other)]
    return _Present(
        like_marked=any(known),
        same_device=sum(alike),
        other_devices=len(alike) - sum(alike),
        repeated=_repeated(lines),
        fast=_fast([turn.at for turn, line in zip(said, lines, strict=True) if _is_told(line)]),
        worries=speaks_of_worries(words_of(_newest_text(it.turns)), it.worry_words),
        own_words=_has_own_words(turns, lines, known),
        language_is_known=bool(it.worry_words),
    )


def _newest_text(turns: tuple[Turn, ...]) -> str:
    """What the child wrote last, as far as it is read."""
    newest, length = [], 0
    for turn in reversed(turns):
        if turn.by_child and length < MOST_READ:
            newest.append(turn.text[: MOST_READ - length])
            length += len(newest[-1]) + 1
    return " ".join(newest)


def _telling(texts: list[str]) -> list[str]:
    """The longest lines, of those that say something."""
    longest = sorted(set(texts), key=lambda text: (-len(text), text))[:MOST_COMPARED]
    return [line for line in map(normalised, longest) if says_something(line)]


def _are_alike(telling: list[str], other: Open) -> bool:
    if not telling:
        return False
    theirs = _telling(list(other.lines[-MOST_TURNS:]))
    return any(is_same(mine, their) for mine in telling for their in theirs)


def _is_told(line: str) -> bool:
    """More than one word again and again: who calls for help, types its tears or laughs, repeats a single one."""
    return len(set(line.split())) > 1


def _repeated(lines: list[str]) -> int:
    """How often the commonest line came, where that is often."""
    most = max(Counter(line for line in lines if _is_told(line)).values(), default=0)
    return most if most >= REPEATED else 0


def _fast(moments: list[datetime]) -> int:
    """How many messages came within a few seconds, where that is many."""
    most = max((sum(start <= at <= start + FAST_WITHIN for at in moments) for start in moments), default=0)
    return most if most >= FAST else 0


def _has_own_words(turns: tuple[Turn, ...], lines: list[str], known: list[bool]) -> bool:
    """Did the child answer the volunteer in a sentence of its own, or tell a story?"""
    often = Counter(lines)
    own = iter(
        [0 if is_known or often[line] > 1 else len(line.split()) for line, is_known in zip(lines, known, strict=True)]
    )
    was_asked = False
    for turn in turns:
        if not turn.by_child:
            was_asked = True
        elif next(own) >= (OWN_ANSWER_WORDS if was_asked else OWN_STORY_WORDS):
            return True
    return False


def _reasons(past: _Past, present: _Present) -> tuple[Reason, ...]:
    counts = {
        "marked_today": past.marked_today,
        "marked_before": past.marked_before,
        "marked_otherwise": past.marked_otherwise,
        "short_today": past.short_today if past.short_today >= ENOUGH_SHORT else 0,
        "same_device": present.same_device,
        "other_devices": present.other_devices,
        "repeated": present.repeated,
        "fast": present.fast,
    }
    like_marked = (Reason("like_marked"),) if present.like_marked else ()
    return tuple(Reason(code, count) for code, count in counts.items() if count) + like_marked


def _against(past: _Past, present: _Present) -> tuple[Reason, ...]:
    holds = {
        "somebody_else": past.marked > 0 or past.marked_otherwise > 0 or past.short_today >= ENOUGH_SHORT,
        "same_school": present.other_devices > 0,
        "copied_words": present.like_marked or present.same_device > 0 or present.other_devices > 0,
        "haste": present.repeated > 0 or present.fast > 0,
        "worries": present.worries,
        "own_words": present.own_words,
        "counselling_before": past.counselling > 0,
        "may_be_testing": True,
    }
    return tuple(Reason(code) for code, it in holds.items() if it)

"""Every later change to the audit shows."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from helpline.core import audit
from helpline.core.audit import Broken, Deed, Entry, Head

BEGAN = datetime(2030, 3, 28, 20, tzinfo=UTC)
Chain = tuple[list[Entry], dict[str, Head]]


def chain(count: int = 60, every: timedelta = timedelta(hours=19)) -> Chain:
    """Two months and a bit of deeds."""
    entries: list[Entry] = []
    heads: dict[str, Head] = {}
    newest: Head | None = None
    for n in range(count):
        deed = Deed(what="lifted", by="cora", whom="ann", conversation=f"c{n}", reason="vergissing", about=None)
        entry = audit.append(newest, deed, BEGAN + n * every)
        newest = audit.head_of(entry)
        entries.append(entry)
        heads[entry.month] = newest
    return entries, heads


def found(it: Chain, exported: Head | None = None) -> list[Broken]:
    entries, heads = it
    return audit.verify(entries, list(heads.values()), exported)


def newest(it: Chain) -> Head:
    return max(it[1].values(), key=lambda head: head.month)


def test_a_chain_that_nobody_touched_is_whole():
    it = chain()
    assert found(it) == []
    assert found(it, newest(it)) == []


def test_it_goes_on_after_a_head_was_exported():
    short, long = chain(40), chain(60)
    assert found(long, newest(short)) == []


def test_a_month_that_went_after_its_term_leaves_a_whole_chain():
    entries, heads = chain()
    kept = [entry for entry in entries if entry.month > "2030-03"]
    assert found((kept, heads), newest((entries, heads))) == []
    assert found((kept, heads), heads["2030-03"]) == []


def test_a_month_that_is_missing_in_the_middle_shows():
    entries, heads = chain()
    kept = [entry for entry in entries if entry.month != "2030-04"]
    assert Broken("2030-04", None, "missing") in found((kept, heads))


def test_a_clock_that_was_set_back_breaks_nothing():
    last = audit.head_of(audit.append(None, Deed(what="lifted", by="cora"), BEGAN + timedelta(days=10)))
    entry = audit.append(last, Deed(what="lifted", by="cora"), BEGAN)
    assert (entry.month, entry.number) == ("2030-04", 2)


def again(entries: list[Entry]) -> Chain:
    """A chain made new over the same deeds, as somebody with the database would."""
    made: list[Entry] = []
    heads: dict[str, Head] = {}
    head: Head | None = None
    for entry in entries:
        new = audit.append(head, entry.deed, entry.at)
        head = audit.head_of(new)
        made.append(new)
        heads[new.month] = head
    return made, heads


def edited(entries: list[Entry], at: int, chance: random.Random) -> list[Entry]:
    entry = entries[at]
    name = chance.choice(("what", "by", "whom", "conversation", "reason", "about", "at"))
    if name == "at":
        changed = replace(entry, at=entry.at + timedelta(microseconds=1))
    else:
        changed = replace(entry, deed=replace(entry.deed, **{name: "zoe"}))
    return [*entries[:at], changed, *entries[at + 1 :]]


def without(entries: list[Entry], at: int, _: random.Random) -> list[Entry]:
    return entries[:at] + entries[at + 1 :]


def swapped(entries: list[Entry], at: int, chance: random.Random) -> list[Entry]:
    other = chance.choice([n for n in range(len(entries)) if n != at])
    changed = list(entries)
    # the rows are read by their numbers, so that who reorders them exchanges those
    changed[at] = replace(entries[other], month=entries[at].month, number=entries[at].number)
    changed[other] = replace(entries[at], month=entries[other].month, number=entries[other].number)
    return changed


def cut_off(entries: list[Entry], at: int, _: random.Random) -> list[Entry]:
    return entries[: max(1, at)]


def doubled(entries: list[Entry], at: int, _: random.Random) -> list[Entry]:
    at = min(at, len(entries) - 2)  # one more behind the last is no change to what was
    return [*entries[: at + 1], entries[at], *entries[at + 1 :]]


Tampering = Callable[[list[Entry], int, random.Random], list[Entry]]
TAMPERINGS: tuple[Tampering, ...] = (edited, without, swapped, cut_off, doubled)


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_a_thousand_tamperings_are_all_found_against_an_exported_head(tamper: Tampering):
    chance = random.Random(7)
    entries, heads = chain()
    exported = newest((entries, heads))
    for n in range(200):
        changed = tamper(entries, chance.randrange(len(entries)), chance)
        assert found((changed, heads), exported) != [], n
        # and when all that follows was made new, heads too
        assert found(again(changed), exported) != [], n


def test_without_an_exported_head_a_whole_new_chain_cannot_be_seen():
    entries, _ = chain()
    assert found(again(entries[:30])) == []

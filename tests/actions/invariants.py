"""What must be true of the tables after every deed, whoever did what."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Any

from helpline.core.queue import has_room
from helpline.core.staff import Level

TABLES = ("conversation", "attempt", "offer", "assignment", "message", "deadline", "duty", "registration", "phase_step")


@dataclass(frozen=True)
class Rows:
    """Everything that is kept, as it is now."""

    tables: dict[str, list[dict[str, Any]]]

    @classmethod
    def of(cls, raw: sqlite3.Connection) -> Rows:
        return cls({table: _read(raw, table) for table in TABLES})

    def __getattr__(self, table: str) -> list[dict[str, Any]]:
        return self.tables[table]

    def offers_of(self, conversation: str, outcome: str | None = "any") -> list[dict[str, Any]]:
        its = [offer for offer in self.tables["offer"] if offer["conversation"] == conversation]
        return its if outcome == "any" else [offer for offer in its if offer["outcome"] == outcome]

    def held_by(self, staff: str) -> list[dict[str, Any]]:
        return [it for it in self.tables["conversation"] if it["volunteer"] == staff and it["state"] != "closed"]

    def deadlines_of(self, subject: str) -> set[str]:
        return {deadline["kind"] for deadline in self.tables["deadline"] if deadline["subject"] == subject}


def _read(raw: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    cursor = raw.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def check(rows: Rows) -> None:
    """Everything at once; says which conversation or person is wrong."""
    for it in rows.conversation:
        _state_and_who_holds_it(rows, it)
        _deadlines(rows, it)
        _counts(rows, it)
    for duty in rows.duty:
        _how_somebody_stands(rows, duty)
    running = Counter(it["key_wrapped"] for it in rows.conversation)
    assert max(running.values(), default=1) == 1, "two conversations share a key"


def _state_and_who_holds_it(rows: Rows, it: dict[str, Any]) -> None:
    asked = rows.offers_of(it["id"], None)
    assert len(asked) == (it["state"] == "offered"), it
    active = [one for one in rows.assignment if one["conversation"] == it["id"] and one["until"] is None]
    if it["state"] in ("active", "wrap_up"):
        assert [(one["staff"], one["number"]) for one in active] == [(it["volunteer"], it["assignment"])], it
    if it["state"] == "closed" or it["handed_over"]:
        assert active == [], it
    assert (it["ended_at"] is not None) == (it["state"] in ("wrap_up", "closed")), it
    assert (it["finished_at"] is not None) == (it["state"] == "closed"), it
    if it["state"] in ("waiting", "offered"):
        assert (it["place_rank"] == 0) == (it["accepted_at"] is not None) == it["interrupted"], it


def _deadlines(rows: Rows, it: dict[str, Any]) -> None:
    waits, talks = it["state"] in ("waiting", "offered"), it["state"] == "active"
    is_gone = it["child_gone_at"] is not None
    wanted = set()
    if waits and is_gone:
        wanted.add("child_waited")
    if talks and is_gone and not it["child_away"]:
        wanted.add("child_away")
    if talks and it["interrupted_at"] is not None:
        wanted |= {"requeue"} | (set() if it["interrupted"] else {"tell_child"})
    assert rows.deadlines_of(it["id"]) == wanted, (it, rows.deadlines_of(it["id"]))
    for offer in rows.offers_of(it["id"]):
        assert rows.deadlines_of(offer["id"]) == ({"offer"} if offer["outcome"] is None else set()), offer


def _counts(rows: Rows, it: dict[str, Any]) -> None:
    (attempt,) = [one for one in rows.attempt if one["id"] == it["attempt"]]
    assert attempt["offers_made"] == len(rows.offers_of(it["id"])), attempt
    for outcome in ("declined", "lapsed"):
        assert attempt[f"offers_{outcome}"] == len(rows.offers_of(it["id"], outcome)), attempt
    expected = "answered" if it["accepted_at"] is not None else "abandoned" if it["ended_at"] is not None else None
    assert attempt["outcome"] == expected, (attempt, it)
    assert (attempt["left_at"] is not None) == (it["ended_at"] is not None), attempt
    said = [message for message in rows.message if message["conversation"] == it["id"]]
    assert [message["seq"] for message in said] == list(range(1, len(said) + 1)), it
    if it["ended_at"] is not None:
        by = Counter(message["sender"] for message in said)
        assert (it["child_messages"], it["volunteer_messages"]) == (by["child"], by["volunteer"]), it


def _how_somebody_stands(rows: Rows, duty: dict[str, Any]) -> None:
    held = rows.held_by(duty["staff"])
    asked = [offer for offer in rows.offer if offer["staff"] == duty["staff"] and offer["outcome"] is None]
    if asked:
        assert duty["status"] in ("available", "last"), duty
        assert has_room(len(held), duty["chats"], Level.INDEPENDENT), (duty, held)
    assert len(held) + len(asked) <= 2, (held, asked)
    if duty["status"] == "last":
        assert held or asked, duty

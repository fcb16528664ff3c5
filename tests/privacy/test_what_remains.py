"""What is left of a conversation when its terms are over is what the product says [18], and nothing more."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from helpline.actions import presence
from helpline.actions.read import read_dangers, read_messages, read_nickname, read_note
from helpline.core.advice import Advice, Suggestion
from helpline.core.advised import Advised
from helpline.db import tables
from helpline.db.columns import Moment, to_micros
from helpline.db.forgetting import DatabaseMemory
from helpline.ports import Pseudonym
from tests.privacy.encodings import find_traces
from tests.privacy.past import ADDRESS, BLUE, DANGER, FIELDS, NICKNAME, NOTE, TEXT, WHISPER, Past

NINETEEN, TWENTY = datetime(2026, 11, 21, 19, tzinfo=UTC), datetime(2026, 11, 21, 20, tzinfo=UTC)

# Of each row of these tables, every column is in one of four: a new column fails the test below until somebody has
# decided what becomes of it.
STAYS = {
    "attempt": "channel line language linkable nth first_of_day way_back practice outcome detail place_told"
    " estimate_low estimate_high offers_made offers_declined offers_lapsed definitions",
    "conversation": "channel line language practice state place_rank adults_only returned topic_chosen assignment"
    " reads_back interrupted handed_over child_away child_forgot phase ended_by interruptions hand_overs child_messages"
    " volunteer_messages works_from definitions way_back_after has_sound",
    "assignment": "number why",
    "phase_step": "n phase",
    "registration": "fields definitions",
    "consent": "n asked answer",
    "alarm": "n",
    "danger": "n",
    "sanction": "kind scope reason channel needs_agreement refused advised ends_running",
}
BY_THE_HOUR = {
    "attempt": "arrived_at left_at",
    "conversation": "entered_at place_at waiting_since first_offered_at accepted_at child_first_words_at"
    " volunteer_first_words_at ended_at finished_at",
    "assignment": "since until",
    "phase_step": "at",
    "registration": "changed_at",
    "consent": "at",
    "alarm": "raised_at taken_at over_at",
    "danger": "at",
    "sanction": "since until holds_until agreed_at lifted_at way_back_at",
}
GONE: dict[str, dict[str, object]] = {
    "attempt": {"contact": ""},
    "conversation": {
        "nickname": None,
        "note": None,
        "key_day": "",
        "key_wrapped": b"",
        "volunteer": None,
        "child_node": None,
        "child_gone_at": None,
        "interrupted_at": None,
        "way_back_of": None,
        "way_back_from": None,
    },
    "assignment": {"staff": None, "alias": None},
    "alarm": {"raised_by": None, "taken_by": None},
    "danger": {"decided_by": None, "asked": None, "answer": None, "action": None},
    "sanction": dict.fromkeys(("conversation", "by", "note", "agreed_by", "lifted_by", "lifted_why")),
}
NEW = {
    "attempt": "id",
    "conversation": "id attempt version",
    "assignment": "conversation",
    "phase_step": "conversation",
    "registration": "conversation",
    "consent": "conversation",
    "alarm": "conversation",
    "danger": "conversation",
    "sanction": "id",
}
KNOWS_NO_CHILD = {
    "staff", "node", "quarter_hour", "notice", "survey", "survey_of", "article", "article_version", "article_review",
    "article_opened", "missed_query", "shelf_revision", "synonym_version",
    "advice_count", "phone", "factor", "half_session", "challenge",
}  # fmt: skip
HAS_ITS_OWN_TERM = {"audit", "audit_head", "marked_line"}
"""Thirteen months: the conversations that it names have other ids by then, so that it leads to none of them. Digests of
marked lines go with the key of their week."""
NOTHING_STAYS_OF = (
    *("message", "watch", "asked_along", "whisper", "offer", "attempt_pseudonym", "deadline", "duty", "session"),
    *("sanction_pseudonym", "block_pseudonym", "earlier_pseudonym", "advice"),
    *("call", "leg", "kept_apart", "kept_from"),
)


async def hold_canary(past: Past) -> dict[str, list[dict[str, Any]]]:
    """A whole evening over the turn of an hour: handed over once, in danger, with everything that can be recorded."""
    past.clock.advance(minutes=35)
    it = await past.talk()
    await past.call_for_help(it.id)
    await past.hand_over(it.id)
    await past.read_along(it.id)
    past.clock.advance(minutes=20)
    consent = {"conversation": it.id, "n": 1, "asked": "veilig_thuis", "answer": "yes", "at": past.clock.now()}
    async with past.store.begin() as work:
        await work.connection.execute(tables.consent.insert(), consent)
        await work.attempts.add_earlier(it.attempt, [Pseudonym("device", 100, b"earlier")])
        await work.calls.keep_apart(it.attempt, past.ann.id, past.clock.now())
        await work.advice.keep(it.id, Advised(Advice(Suggestion.LOOK)))
        await work.commit()
    await past.keep_sanction(it)
    await past.finish(it.id)
    await past.do(presence.volunteer_went, past.ann.id, silent=False, rules=past.rules)
    return await past.rows()


async def test_every_column_has_been_decided_on_and_is_as_decided(past: Past):
    before = await hold_canary(past)
    past.clock.advance(days=31)
    await past.forget()
    after = await past.rows()
    for name in STAYS:
        (was,), (is_now,) = ends(before[name]), ends(after[name])
        stays, hours, new = (set(kind.get(name, "").split()) for kind in (STAYS, BY_THE_HOUR, NEW))
        gone = GONE.get(name, {})
        assert stays | hours | new | gone.keys() == set(was)
        assert {it: is_now[it] for it in stays} == {it: was[it] for it in stays}
        assert {it: is_now[it] for it in gone} == gone
        assert {it: is_now[it] for it in hours} == {it: hour_of(was[it]) for it in hours}
        assert {it for it in new if is_now[it] == was[it]} == set()
    assert {name: after[name] for name in NOTHING_STAYS_OF} == {name: [] for name in NOTHING_STAYS_OF}
    assert before.keys() == STAYS.keys() | set(NOTHING_STAYS_OF) | KNOWS_NO_CHILD | HAS_ITS_OWN_TERM


def ends(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row of each table is enough to see what becomes of its columns: the last one."""
    return sorted(rows, key=lambda row: (row.get("number", 0), row.get("n", 0)))[-1:]


def hour_of(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(minute=0, second=0, microsecond=0)


async def test_the_facts_of_a_conversation_stay_by_the_hour(past: Past):
    await hold_canary(past)
    past.clock.advance(days=31)
    await past.forget()
    left = await past.rows()
    (attempt,), (it,) = left["attempt"], left["conversation"]
    (registration,) = left["registration"]
    assert (attempt["arrived_at"], attempt["left_at"], attempt["outcome"]) == (NINETEEN, TWENTY, "answered")
    assert (it["entered_at"], it["accepted_at"], it["ended_at"]) == (NINETEEN, NINETEEN, TWENTY)
    assert (it["child_messages"], it["volunteer_messages"], it["hand_overs"]) == (1, 1, 1)
    assert (it["ended_by"], it["topic_chosen"], it["works_from"]) == ("volunteer", "home", None)
    assert all(f'"{value}"' in registration["fields"] for value in ("counselling", "girl", "other-other"))
    assert [step["phase"] for step in sorted(left["phase_step"], key=lambda row: row["n"])] == [1, 3]
    assert {it["why"] for it in left["assignment"]} == {"handed_over", "ended"}
    assert attempt["offers_made"] == 2
    assert {row["conversation"] for name in ("registration", "consent", "alarm", "danger") for row in left[name]} == {
        it["id"]
    }
    assert it["attempt"] == attempt["id"]


async def test_nothing_that_was_known_by_an_id_leads_to_what_is_left(past: Past):
    before = await hold_canary(past)
    ids = {row[key] for row in before["conversation"] for key in ("id", "attempt")}
    ids |= {row["contact"] for row in before["attempt"]} | {past.ann.id}
    past.clock.advance(days=31)
    await past.forget()
    left = await past.rows()
    for name in ("staff", *HAS_ITS_OWN_TERM):
        left.pop(name)
    assert ids & {value for rows in left.values() for row in rows for value in row.values()} == set()


async def test_between_the_two_terms_words_can_be_read_and_nothing_tells_who_and_when(past: Past):
    await hold_canary(past)
    past.clock.advance(days=20)
    done = await past.forget()
    assert (done.conversations, done.attempts) == (0, 1)
    left = await past.rows()
    it = await past.get(left["conversation"][0]["id"])
    async with past.store.look() as records:
        said = await read_messages(it, 0, records=records, vault=past.vault)
    assert [message.text for message in said] == [TEXT, f"{TEXT}?"]
    assert (read_nickname(it, past.vault), read_note(it, past.vault)) == (NICKNAME, NOTE)
    async with past.store.look() as records:
        (danger,) = await read_dangers(it, records=records, vault=past.vault)
    assert {name: getattr(danger, name) for name in DANGER} == DANGER
    assert [(row["raised_by"], row["taken_by"]) for row in left["alarm"]] == [(None, None)]
    assert left["danger"][0]["decided_by"] is None
    assert (it.volunteer, it.child_node, left["attempt"][0]["contact"]) == (None, None, "")
    assert {row["staff"] for row in left["assignment"]} == {None}
    assert left["offer"] == left["attempt_pseudonym"] == []
    moments = {
        value
        for name, rows in left.items()
        if name in (*STAYS, "message")
        for row in rows
        for key, value in row.items()
        if isinstance(tables.metadata.tables[name].c[key].type, Moment) and value is not None
    }
    assert {moment for moment in moments if hour_of(moment) != moment} == set()


async def test_a_refused_attempt_keeps_the_hour_and_why(past: Past):
    await past.turn_away()
    (before,) = (await past.rows("attempt"))["attempt"]
    past.clock.advance(days=14)
    assert (await past.forget()).attempts == 1
    (left,) = (await past.rows("attempt"))["attempt"]
    assert left["id"] != before["id"]
    assert (left["outcome"], left["detail"], left["contact"]) == ("turned_away", "closed", "")
    assert left["arrived_at"] == left["left_at"] == NINETEEN


def secrets_of(rows: dict[str, list[dict[str, Any]]]) -> tuple[list[str], list[bytes]]:
    """What must be found nowhere any more: names in every spelling, and bytes as they are."""
    words = {row[key] for row in rows["conversation"] for key in ("id", "attempt")}
    words |= {row["contact"] for row in rows["attempt"]} | {row["client_id"] for row in rows["message"]}
    raw = {row["sealed"] for row in rows["message"]} | {row["digest"] for row in rows["attempt_pseudonym"]}
    raw |= {row["digest"] for row in rows["sanction_pseudonym"]} | {row["note"] for row in rows["sanction"]}
    raw |= {row[key] for row in rows["conversation"] for key in ("nickname", "note", "key_wrapped")}
    raw |= {row[key] for row in rows["danger"] for key in ("asked", "answer", "action")}
    raw |= {
        to_micros(row[key]).to_bytes(8, "big")
        for name, keys in BY_THE_HOUR.items()
        for row in rows[name]
        for key in keys.split()
        if row[key] is not None
    }
    of_audit = {row["conversation"] for row in rows["audit"]}
    moments_of_audit = {to_micros(row["at"]).to_bytes(8, "big") for row in rows["audit"]}
    return sorted(words - of_audit), sorted(raw - moments_of_audit)


def found_in(folder: Path, words: list[str], raw: list[bytes]) -> set[str | bytes]:
    content = b"\n".join(it.read_bytes() for it in sorted(folder.rglob("*")) if it.is_file())
    return {word for word in words if find_traces(content, word)} | {it for it in raw if it in content}


async def test_no_file_holds_anything_that_was_forgotten(on_sqlite: Past, tmp_path: Path):
    words, raw = secrets_of(await hold_canary(on_sqlite))
    assert found_in(tmp_path / "data", words, raw) == {*words, *raw}
    assert found_in(tmp_path, [TEXT, NICKNAME, NOTE, *DANGER.values(), ADDRESS, BLUE], []) == set()
    on_sqlite.clock.advance(days=31)
    done = await on_sqlite.forget()
    assert done.is_settled
    assert found_in(tmp_path / "data", words, raw) == set()
    assert (tmp_path / "data" / "helpline.sqlite3-wal").stat().st_size == 0


async def test_a_whisper_goes_with_the_end_and_no_file_holds_it_after_its_conversation(on_sqlite: Past, tmp_path: Path):
    it = await on_sqlite.talk()
    await on_sqlite.call_for_help(it.id)
    await on_sqlite.read_along(it.id)
    (said,) = (await on_sqlite.rows("whisper"))["whisper"]
    assert found_in(tmp_path / "data", [], [said["sealed"]]) == {said["sealed"]}
    await on_sqlite.finish(it.id)
    assert await on_sqlite.count("whisper") == 0
    on_sqlite.clock.advance(days=31)
    await on_sqlite.forget()
    assert found_in(tmp_path, [WHISPER], [said["sealed"]]) == set()


async def test_without_emptying_the_log_it_would_be_found_there(
    on_sqlite: Past, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async def leave_the_log(self: DatabaseMemory) -> bool:
        return False

    monkeypatch.setattr(DatabaseMemory, "settle", leave_the_log)
    words, raw = secrets_of(await hold_canary(on_sqlite))
    on_sqlite.clock.advance(days=31)
    assert not (await on_sqlite.forget()).is_settled
    assert found_in(tmp_path / "data", words, raw) != set()


async def test_a_copy_of_the_database_from_before_opens_no_word_after(on_sqlite: Past, tmp_path: Path):
    before = await hold_canary(on_sqlite)
    shutil.copytree(tmp_path / "data", tmp_path / "backup")
    on_sqlite.clock.advance(days=31)
    await on_sqlite.forget()
    kept = [path.name for path in (tmp_path / "keys" / "vault" / "days").iterdir()]
    assert f"{before['conversation'][0]['key_day']}.key" not in kept
    known = {row["epoch"] for row in before["attempt_pseudonym"]}
    assert not any((tmp_path / "keys" / "identity" / f"epoch-{number}.key").exists() for number in known)


async def test_a_log_that_somebody_still_reads_is_emptied_the_next_time(on_sqlite: Past):
    assert isinstance(on_sqlite.memory, DatabaseMemory)
    async with on_sqlite.store.look() as records:
        await records.people.count()
        await on_sqlite.close()
        on_sqlite.clock.advance(days=31)
        assert not (await on_sqlite.forget()).is_settled
    assert (await on_sqlite.forget()).is_settled


async def test_ordinary_work_goes_on_meanwhile(past: Past):
    await past.close()
    past.clock.advance(days=31, seconds=5)
    it = await past.talk()
    await past.forget()
    await past.say(it.id, None, TEXT)
    assert await past.count("message") == 3
    assert past.clock.now() - (await past.get(it.id)).entered_at < timedelta(hours=1)
    assert FIELDS["type"] in (await past.rows("registration"))["registration"][-1]["fields"]

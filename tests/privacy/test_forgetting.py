"""Forgetting: what is gone at which moment, and what is left of a conversation after its term."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from helpline.actions import danger, end, forget, presence, stand
from helpline.actions.carry_out import carry_out
from helpline.actions.read import message_row, read_messages, read_nickname
from helpline.core.conversation import State
from helpline.core.deadlines import Kind
from helpline.core.errors import Changed, Ended, Forgotten
from helpline.core.staff import Session
from helpline.ports import SealedKey, UnitOfWork
from helpline.vault.file_vault import FileVault
from tests.fakes.clock import A_SATURDAY_EVENING
from tests.privacy.past import (
    BLUE,
    GREEN,
    NICKNAME,
    RED,
    TEXT,
    Past,
    packaged_rules,
)

HOUR = timedelta(hours=1)
FOR_NOW = ("duty", "staff", "session", "node")
RULES = packaged_rules()


async def test_words_are_kept_until_the_last_second_of_their_term(past: Past):
    it = await past.close()
    until(past, it.ended_at, days=30, seconds=-1)
    assert (await past.forget(pseudonyms=90)).conversations == 0
    assert await past.count("message") == 2
    past.clock.advance(seconds=1)
    assert (await past.forget(pseudonyms=90)).conversations == 1
    assert await past.count("message") == 0
    gone = await past.get(it.id)
    assert (gone.nickname, gone.note, gone.key_day, gone.key_wrapped) == (None, None, "", b"")


def until(past: Past, moment: datetime | None, **after: float) -> None:
    assert moment is not None
    past.clock.advance(seconds=(moment + timedelta(**after) - past.clock.now()).total_seconds())


async def test_a_conversation_that_still_runs_is_never_touched(past: Past):
    talking = await past.talk(BLUE)
    waiting = await past.enter(GREEN)
    past.clock.advance(days=40)
    before = await past.rows("conversation", "message", "registration", "attempt", "offer", "assignment", "phase_step")
    done = await past.forget()
    assert (done.conversations, done.attempts, done.days) == (0, 0, [])
    after = await past.rows(*before)
    assert after == before
    async with past.store.look() as records:
        said = await read_messages(await past.get(talking.id), 0, records=records, vault=past.vault)
    assert [message.text for message in said] == [TEXT, f"{TEXT}?"]
    assert read_nickname(await past.get(waiting.id), past.vault) == NICKNAME


async def test_a_conversation_that_still_runs_is_said_to_hold_back_the_keys(past: Past):
    await past.talk()
    past.clock.advance(days=40)
    assert (await past.forget()).held_back == "2026-11-21"


async def test_with_no_days_words_go_at_the_end_of_wrap_up(past: Past):
    it = await past.wrap_up()
    assert (await past.forget(messages=0)).conversations == 0
    await past.do(end.finish, it.id, past.ann.id, rules=past.rules)
    assert (await past.forget(messages=0)).conversations == 1
    assert await past.count("message") == 0


async def test_with_no_days_words_do_not_wait_longer_than_a_day_for_the_end_of_wrap_up(past: Past):
    it = await past.wrap_up()
    until(past, it.ended_at, days=1)
    assert (await past.forget(messages=0)).conversations == 1
    assert (await past.get(it.id)).state is State.WRAP_UP


async def test_words_go_after_their_term_also_while_somebody_is_slow_with_the_registration(past: Past):
    it = await past.wrap_up()
    until(past, it.ended_at, days=30)
    assert (await past.forget()).conversations == 1
    await past.do(end.finish, it.id, past.ann.id, rules=past.rules)
    assert (await past.forget()).attempts == 1


async def test_words_can_be_forgotten_together_with_finishing(past: Past):
    it = await past.wrap_up()

    async def finish(work: UnitOfWork) -> None:
        await end.finish(it.id, past.ann.id, work=work, rules=past.rules, now=past.clock.now())
        await forget.forget_conversation(it.id, work=work, memory=past.memory)

    await carry_out(past.store, finish)
    assert await past.count("message") == 0
    assert (await past.get(it.id)).state is State.CLOSED


async def test_the_words_of_a_running_conversation_cannot_be_forgotten_by_mistake(past: Past):
    it = await past.talk()
    await carry_out(past.store, lambda work: forget.forget_conversation(it.id, work=work, memory=past.memory))
    assert await past.count("message") == 2


async def test_a_deed_that_read_the_words_before_cannot_write_them_back(past: Past):
    it = await past.wrap_up()
    until(past, it.ended_at, days=30)
    await past.forget()
    with pytest.raises(Changed):
        async with past.store.begin() as work:
            await work.conversations.save(it)


async def test_the_key_of_a_day_goes_when_all_of_the_day_is_past_its_term(past: Past):
    await past.close()
    for day in range(1, 29):
        until(past, datetime(2026, 11, 21, 12, tzinfo=UTC), days=day)
        await asyncio.to_thread(past.vault.prepare, past.clock.now())
    past.clock.advance(days=2, hours=11, minutes=59)
    assert (await past.forget()).days == []
    past.clock.advance(minutes=1)
    done = await past.forget()
    assert (done.days, done.held_back) == (["2026-11-21"], None)


async def test_after_its_days_key_is_gone_nothing_of_an_old_backup_can_be_read(past: Past, tmp_path: Path):
    it = await past.close()
    (child_said, _) = (await past.rows("message"))["message"]
    backup, row = SealedKey(it.key_day, it.key_wrapped), message_row(child_said["seq"], child_said["sender"])
    assert past.vault.open(it.id, backup, row, child_said["sealed"]).startswith(TEXT)
    past.clock.advance(days=31)
    await past.forget()
    for vault in (past.vault, await asyncio.to_thread(FileVault, tmp_path / "keys")):
        with pytest.raises(Forgotten):
            vault.open(it.id, backup, row, child_said["sealed"])


async def test_a_conversation_over_midnight_keeps_the_key_of_the_day_it_began_on(past: Past):
    until(past, A_SATURDAY_EVENING, hours=4, minutes=55)
    it = await past.close()
    assert it.ended_at is not None
    assert (it.key_day, it.ended_at.date()) == ("2026-11-21", date(2026, 11, 22))
    until(past, it.ended_at, days=30, seconds=-1)
    assert (await past.forget()).days == []
    past.clock.advance(seconds=1)
    assert (await past.forget()).days == ["2026-11-21"]


async def test_with_no_days_yesterdays_key_stays_for_who_is_just_coming_in(past: Past):
    await past.close()
    until(past, datetime(2026, 11, 22, tzinfo=UTC), minutes=59)
    assert (await past.forget(messages=0)).days == []
    past.clock.advance(minutes=1)
    assert (await past.forget(messages=0)).days == ["2026-11-21"]


async def test_pseudonyms_go_when_their_term_is_over(past: Past):
    it = await past.close()
    assert await past.count("attempt_pseudonym") == 2
    until(past, it.entered_at, days=3, seconds=-1)
    assert (await past.forget(pseudonyms=3)).pseudonyms == 0
    past.clock.advance(seconds=1)
    assert (await past.forget(pseudonyms=3)).pseudonyms == 2


async def test_pseudonyms_go_also_while_somebody_is_slow_with_the_registration(past: Past):
    it = await past.wrap_up()
    until(past, it.entered_at, days=14)
    done = await past.forget()
    assert (done.pseudonyms, done.attempts) == (2, 0)


async def test_pseudonyms_of_a_conversation_that_runs_stay_for_the_child_to_come_back(past: Past):
    it = await past.talk()
    past.clock.advance(hours=5)
    await past.forget(pseudonyms=0)
    async with past.store.look() as records:
        assert await records.conversations.of_device(past.device(), past.clock.now()) == await past.get(it.id)


async def test_pseudonyms_go_with_the_keys_of_their_epoch_whatever_the_term(past: Past, tmp_path: Path):
    await past.close()
    old = (await past.rows("attempt_pseudonym"))["attempt_pseudonym"][0]["epoch"]
    past.clock.advance(days=14)
    done = await past.forget(pseudonyms=90)
    assert (done.pseudonyms, done.epochs) == (2, (old,))
    assert not (tmp_path / "keys" / "identity" / f"epoch-{old}.key").exists()


async def test_a_process_without_identifier_keys_leaves_them_to_the_others(past: Past, tmp_path: Path):
    await past.close()
    kept = sorted((tmp_path / "keys" / "identity").iterdir())
    past.clock.advance(days=20)
    done = await forget.forget_due(
        past.store, past.memory, past.vault, None, forget.Terms.in_days(30, 14), past.clock.now()
    )
    assert (done.pseudonyms, done.epochs) == (2, ())
    assert sorted((tmp_path / "keys" / "identity").iterdir()) == kept


async def test_stale_log_ins_and_deadlines_go_and_the_others_stay(past: Past):
    await past.talk()
    now = past.clock.now()

    async def leave_behind(work: UnitOfWork) -> None:
        stranger = replace(past.ann, id="cora", name="cora")
        await work.people.add(stranger)
        for name, staff, minutes in ((b"busy", past.ann.id, 50), (b"stale", "cora", 50), (b"fresh", "cora", 1)):
            used_at = now - timedelta(minutes=minutes)
            await work.people.add_session(Session(token_hash=name, staff=staff, created_at=used_at, used_at=used_at))

    await carry_out(past.store, leave_behind)
    waiting = await past.enter(GREEN)
    await past.do(child_went, waiting.id)
    await past.do(set_deadline)
    assert (await past.forget()).sessions == 1
    kept = await past.rows("session", "deadline")
    assert {it["token_hash"] for it in kept["session"]} == {b"busy", b"fresh"}
    assert [(it["kind"], it["subject"]) for it in kept["deadline"]] == [("child_waited", waiting.id)]


async def child_went(conversation: str, *, work: UnitOfWork, now: datetime) -> None:
    await presence.child_went(conversation, work=work, rules=RULES, now=now)


async def set_deadline(*, work: UnitOfWork, now: datetime) -> None:
    """For an offer and a conversation that are no more."""
    await work.deadlines.set(Kind.OFFER, "gone", now)
    await work.deadlines.set(Kind.CHILD_AWAY, "gone", now)


async def test_it_is_done_a_little_at_a_time_for_others_write_as_well(past: Past, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(forget, "BATCH", 2)
    for number in range(5):
        await past.enter(GREEN[:-1] + "AQgw"[number % 4] if number else RED)
        await past.do(end.leave, past.device(GREEN[:-1] + "AQgw"[number % 4] if number else RED))
        past.clock.advance(hours=1)
    past.clock.advance(days=31)
    commits = 0
    done_to = past.store.begin

    def counting(*given: Any) -> Any:
        nonlocal commits
        commits += 1
        return done_to(*given)

    monkeypatch.setattr(past.store, "begin", counting)
    done = await past.forget()
    assert (done.conversations, done.attempts) == (5, 5)
    assert commits >= 2 * 3


async def test_it_may_be_done_again(past: Past):
    await past.close(BLUE)
    await past.enter(GREEN)
    past.clock.advance(days=20)
    await past.forget()
    for _ in range(2):
        before = await past.rows()
        done = await past.forget()
        assert (done.conversations, done.pseudonyms, done.attempts) == (0, 0, 0)
        assert await past.rows() == before
        past.clock.advance(hours=3)


async def test_two_processes_may_do_it_at_once(past: Past):
    for token in (BLUE, GREEN, RED):
        await past.close(token)
        past.clock.advance(hours=1)
    past.clock.advance(days=31)
    both = await asyncio.gather(past.forget(), past.forget())
    assert sum(done.attempts for done in both) == 3
    assert await past.count("attempt") == await past.count("conversation") == await past.count("registration") == 3


async def test_the_alias_of_a_shift_goes_with_who_it_was(past: Past):
    await past.do(stand.go_by, past.ann, "Roos")
    await past.close()
    assert [row["alias"] for row in (await past.rows("assignment"))["assignment"]] == ["Roos"]
    past.clock.advance(days=15)
    await past.forget()
    kept = (await past.rows("assignment"))["assignment"]
    assert [(row["staff"], row["alias"]) for row in kept] == [(None, None)]


async def test_what_was_said_of_danger_goes_with_the_words_and_that_it_was_stays(past: Past):
    it = await past.talk()
    await past.call_for_help(it.id)
    it = await past.finish(it.id)
    until(past, it.ended_at, days=30, seconds=-1)
    await past.forget(pseudonyms=90)
    (kept,) = (await past.rows("danger"))["danger"]
    assert None not in (kept["asked"], kept["answer"], kept["action"])
    past.clock.advance(seconds=1)
    await past.forget(pseudonyms=90)
    (kept,) = (await past.rows("danger"))["danger"]
    assert (kept["asked"], kept["answer"], kept["action"]) == (None, None, None)
    assert kept["decided_by"] is not None
    assert await past.count("alarm") == 1


async def test_about_danger_nothing_is_written_down_once_the_words_are_forgotten(past: Past):
    it = await past.wrap_up()
    until(past, it.ended_at, days=30)
    await past.forget()
    with pytest.raises(Ended):
        await past.do(danger.note_danger, it.id, {"asked": "x"}, past.ann.id, vault=past.vault)
    assert await past.count("danger") == 0

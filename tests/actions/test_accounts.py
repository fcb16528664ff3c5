"""Staff accounts and their log-ins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import mkdtemp

import pytest

from helpline.actions.accounts import (
    AT_MOST,
    IDLE,
    NewStaff,
    add_staff,
    disable_staff,
    log_in,
    log_out,
    signed_in,
)
from helpline.actions.second_factor import Second
from helpline.core.conversation import State
from helpline.core.errors import Invalid, WrongCredentials
from helpline.core.staff import Role, Staff, token_hash
from helpline.factors.codes import AppCodes
from helpline.factors.key import FactorKey
from helpline.factors.passkeys import DevicePasskeys
from helpline.ports import UnitOfWork
from tests.actions.talking import talk
from tests.house import House


class PlainPasswords:
    """The port `Passwords` without its cost; compared: what would have cost something."""

    def __init__(self) -> None:
        self.compared: list[bool] = []

    async def hash(self, password: str) -> str:
        return f"hash of {password}"

    async def matches(self, password_hash: str | None, password: str) -> bool:
        self.compared.append(password_hash is not None)
        return password_hash == f"hash of {password}"


NOBODY = Second(
    asked_of="nobody",
    codes=AppCodes(FactorKey(Path(mkdtemp())), "Hulplijn"),
    passkeys=DevicePasskeys("Hulplijn"),
    origin="http://localhost",
)


async def logged_in(house: House, name: str = "ann", password: str | None = None) -> str:
    passwords = PlainPasswords()
    token = await log_in(name, password or name, second=NOBODY, store=house.store, passwords=passwords, now=house.now())
    return token.text


def disabling(house: House, name: str) -> Callable[[UnitOfWork], Awaitable[None]]:
    return lambda work: disable_staff(name, work=work, now=house.now())


async def who(house: House, token: str | None) -> Staff | None:
    return await signed_in(token, store=house.store, now=house.now())


async def test_who_logs_in_is_known_by_the_token(house: House):
    staff = await who(house, await logged_in(house))
    assert staff is not None
    assert staff.alias == "Nora"


async def test_of_a_token_only_its_hash_is_kept(house: House):
    token = await logged_in(house)
    assert await house.rows("SELECT token_hash FROM session") == [(token_hash(token),)]
    assert token.encode() not in house.store.path.read_bytes()


@pytest.mark.parametrize("name", ["ann", "nobody", "Ann", ""])
async def test_a_wrong_name_or_password_is_one_refusal_and_the_same_work(house: House, name: str):
    passwords = PlainPasswords()
    with pytest.raises(WrongCredentials):
        await log_in(name, "wrong", second=NOBODY, store=house.store, passwords=passwords, now=house.now())
    assert len(passwords.compared) == 1


async def test_a_disabled_account_is_unknown(house: House):
    await house.do(disabling(house, "ann"))
    with pytest.raises(WrongCredentials):
        await logged_in(house)


@pytest.mark.parametrize("token", [None, "", "x" * 65, "é", "a-guess"])
async def test_a_wrong_token_is_nobody(house: House, token: str | None):
    assert await who(house, token) is None


async def test_a_log_in_starts_away(house: House):
    await house.ann.is_available()
    await house.ann.goes()
    await logged_in(house)
    await house.ann.comes()
    assert await house.ann.status() == "away"


async def test_a_log_in_withdraws_what_was_still_asked(house: House):
    blue = house.child("blue")
    await blue.enters()
    await house.ann.is_available()
    await house.ann.goes()
    await logged_in(house)
    assert (await house.ann.offer(), await blue.state()) == (None, State.WAITING)


async def test_a_second_window_changes_nothing_for_who_is_at_work(house: House):
    await house.ann.is_available()
    await logged_in(house)
    assert await house.ann.status() == "available"


async def test_logging_out_ends_the_token_and_withdraws_the_offer(house: House):
    blue = house.child("blue")
    await blue.enters()
    token, other = await logged_in(house), await logged_in(house)
    await house.ann.is_available()
    house.told.clear()
    await log_out(token, store=house.store, now=house.now())
    assert (await who(house, token), await house.ann.offer()) == (None, None)
    assert await who(house, other) is not None
    assert await house.ann.status() == "away"
    assert any({"sessions", "staff:ann"} <= topics for topics in house.told)


async def test_logging_out_twice_is_no_fault(house: House):
    token = await logged_in(house)
    await log_out(token, store=house.store, now=house.now())
    await log_out(token, store=house.store, now=house.now())


async def test_half_an_hour_idle_ends_a_session(house: House):
    token = await logged_in(house)
    house.clock.advance(seconds=IDLE.total_seconds())
    assert await who(house, token) is not None
    house.clock.advance(seconds=IDLE.total_seconds(), minutes=1)
    assert await who(house, token) is None


async def test_whoever_uses_it_stays_logged_in_but_twelve_hours_at_most(house: House):
    token = await logged_in(house)
    for _ in range(int(AT_MOST.total_seconds()) // 1200):
        house.clock.advance(minutes=20)
        assert await who(house, token) is not None
    house.clock.advance(minutes=1)
    assert await who(house, token) is None


@pytest.mark.parametrize("state", [State.ACTIVE, State.WRAP_UP])
async def test_no_session_ends_while_a_conversation_runs_or_is_in_wrap_up(house: House, state: State):
    token = await logged_in(house)
    blue = await talk(house)
    if state is State.WRAP_UP:
        await blue.leaves()
    house.clock.advance(hours=13)
    assert await who(house, token) is not None
    if state is State.ACTIVE:
        await blue.leaves()
    await house.ann.registers(type="silent")
    await house.ann.finishes()
    house.clock.advance(hours=13)
    assert await who(house, token) is None


async def test_stale_sessions_are_dropped_but_not_those_of_who_is_busy(house: House):
    idle, busy = await logged_in(house, "ben"), await logged_in(house, "ann")
    await talk(house)
    house.clock.advance(hours=1)
    fresh = await logged_in(house, "cora")
    now = house.now()
    dropped = await house.do(lambda work: work.people.end_stale_sessions(now - IDLE, now - AT_MOST))
    assert dropped == [token_hash(idle)]
    assert (await who(house, busy), await who(house, fresh)) != (None, None)


async def test_a_disabled_account_is_out_at_once(house: House):
    blue = house.child("blue")
    await blue.enters()
    token = await logged_in(house)
    await house.ann.is_available()
    house.told.clear()
    await house.do(disabling(house, "ann"))
    assert (await who(house, token), await house.ann.offer(), await blue.state()) == (None, None, State.WAITING)
    assert any("sessions" in topics for topics in house.told)
    await house.tick()
    assert await house.ann.offer() is None


async def test_an_unknown_account_cannot_be_disabled(house: House):
    with pytest.raises(Invalid):
        await house.do(disabling(house, "nobody"))


async def test_a_name_is_given_once(house: House):
    new = NewStaff(name="fleur", alias="Puck", role=Role.VOLUNTEER)

    async def add(work: UnitOfWork) -> Staff:
        return await add_staff(new, "hash of fleur", work=work, now=house.now())

    added = await house.do(add)
    assert (added.level, added.youth) == ("coached", False)
    with pytest.raises(Invalid) as refused:
        await house.do(add)
    assert refused.value.fields == {"fields": {"name": "taken"}}
    assert await who(house, await logged_in(house, "fleur")) == added

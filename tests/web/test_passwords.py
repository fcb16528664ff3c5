"""Passwords: Argon2id beside the event loop, and the counting fake that other tests use in its place."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from helpline.actions.accounts import Passwords
from helpline.core.errors import TryAgain
from helpline.web import passwords as module
from helpline.web.passwords import MOST_CHARACTERS, Argon2Passwords, Cost
from tests.web.place import CountingPasswords

CHEAP = Cost(passes=1, memory_kib=64)


@pytest.fixture(params=["real", "fake"])
def any_passwords(request: pytest.FixtureRequest) -> Iterator[Passwords]:
    if request.param == "fake":
        yield CountingPasswords()
        return
    real = Argon2Passwords(CHEAP)
    yield real
    real.close()


@pytest.fixture
def real() -> Iterator[Argon2Passwords]:
    real = Argon2Passwords(CHEAP)
    yield real
    real.close()


async def test_a_password_matches_its_own_hash_and_no_other(any_passwords: Passwords):
    hashed = await any_passwords.hash("een goed wachtwoord")
    assert await any_passwords.matches(hashed, "een goed wachtwoord")
    assert not await any_passwords.matches(hashed, "een goed wachtwoorD")


async def test_nobody_has_no_password(any_passwords: Passwords):
    assert not await any_passwords.matches(None, "")
    assert not await any_passwords.matches(None, "wachtwoord")


async def test_it_is_argon2id_with_a_salt_of_its_own(real):
    one, other = await real.hash("wachtwoord"), await real.hash("wachtwoord")
    assert one.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert one != other


async def test_the_shipped_cost_is_at_least_what_is_recommended():
    assert (Cost().memory_kib >= 47_104 and Cost().passes >= 1) or (Cost().memory_kib >= 19_456 and Cost().passes >= 2)


class Watched(Argon2Passwords):
    """Tells what was compared with what, in the threads where it happens."""

    def __init__(self) -> None:
        super().__init__(CHEAP)
        self.hashes: list[str] = []

    def _verify(self, password_hash: str, password: str) -> bool:
        self.hashes.append(password_hash)
        return super()._verify(password_hash, password)


async def test_the_same_work_is_done_for_who_does_not_exist():
    watched = Watched()
    hashed = await watched.hash("wachtwoord")
    for password_hash in (hashed, None):
        watched.hashes.clear()
        assert not await watched.matches(password_hash, "iets anders")
        (compared,) = watched.hashes
        # algorithm, version, cost, and the lengths of salt and digest: all that the time depends on
        assert compared.split("$")[:4] == hashed.split("$")[:4]
        assert [len(part) for part in compared.split("$")] == [len(part) for part in hashed.split("$")]
    watched.close()


async def test_a_hash_keeps_its_own_cost_when_the_setting_changes(real):
    costly = Argon2Passwords(Cost(passes=2, memory_kib=128))
    hashed = await costly.hash("wachtwoord")
    costly.close()
    assert await real.matches(hashed, "wachtwoord")


async def test_both_ways_of_typing_an_accent_are_the_same_password(real):
    hashed = await real.hash("caf\u00e9")
    assert await real.matches(hashed, "cafe\u0301")


async def test_a_very_long_password_is_neither_hashed_nor_compared(real):
    longest = "w" * MOST_CHARACTERS
    hashed = await real.hash(longest)
    assert await real.matches(hashed, longest)
    assert not await real.matches(hashed, longest + "w")
    with pytest.raises(ValueError, match="at most 1024"):
        await real.hash(longest + "w")


async def test_what_is_no_text_is_no_reason_to_fail(real):
    hashed = await real.hash("half \ud800 a character\0")
    assert await real.matches(hashed, "half \ud800 a character\0")
    assert not await real.matches(hashed, "half")


async def test_at_most_two_are_computed_at_a_time():
    gate = Gate()
    slow = Slow(gate)
    tries = [asyncio.create_task(slow.matches("hash", str(number))) for number in range(6)]
    await asyncio.to_thread(gate.two_are_in.wait, 5)
    gate.open.set()
    await asyncio.gather(*tries)
    slow.close()
    assert gate.most == module.AT_ONCE == 2


async def test_who_would_wait_for_ever_is_asked_to_come_back():
    gate = Gate()
    slow = Slow(gate, most_waiting=1)
    tries = [asyncio.create_task(slow.matches("hash", str(number))) for number in range(3)]
    await asyncio.to_thread(gate.two_are_in.wait, 5)
    with pytest.raises(TryAgain):
        await slow.matches("hash", "one too many")
    gate.open.set()
    assert await asyncio.gather(*tries) == [True] * 3
    assert await slow.matches("hash", "there is room again")
    slow.close()


async def test_the_event_loop_goes_on_meanwhile():
    gate = Gate()
    slow = Slow(gate)
    trying = asyncio.create_task(slow.matches("hash", "wachtwoord"))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not trying.done()
    gate.open.set()
    assert await trying
    slow.close()


class Gate:
    """Holds every comparison until it is opened, and counts how many stand there together."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.two_are_in = threading.Event()
        self.most = 0
        self._inside = 0
        self._lock = threading.Lock()

    def pass_through(self) -> None:
        self._count(1)
        self.open.wait(5)
        self._count(-1)

    def _count(self, one: int) -> None:
        with self._lock:
            self._inside += one
            self.most = max(self.most, self._inside)
        if self.most >= 2:
            self.two_are_in.set()


class Slow(Argon2Passwords):
    """Compares when the gate is opened."""

    def __init__(self, gate: Gate, **more: int) -> None:
        super().__init__(CHEAP, **more)
        self._pass: Callable[[], None] = gate.pass_through

    def _verify(self, password_hash: str, password: str) -> bool:
        self._pass()
        return True

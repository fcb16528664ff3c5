"""Passwords as Argon2id hashes, computed beside the event loop."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from helpline.core.errors import TryAgain

MOST_CHARACTERS = 1_024
AT_ONCE = 2
MOST_WAITING = 1_000
"""More than this would wait for longer than anybody does; it is a bound on memory, not a limit by rate."""

_SALT_BYTES, _HASH_BYTES = 16, 32
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one hash costs: passes over so much memory (KiB), in one thread.

    The default is the first choice of the OWASP Password Storage Cheat Sheet; about 60 ms on a small server. A hash
    carries its own cost, so that older ones go on working when this changes.
    """

    passes: int = 1
    memory_kib: int = 47_104


class Argon2Passwords:
    """`actions.accounts.Passwords`: at most two hashes are computed at a time, so that the children's messages have a
    processor left and the memory stays bounded."""

    def __init__(self, cost: Cost | None = None, *, most_waiting: int = MOST_WAITING) -> None:
        cost = cost or Cost()
        self._hasher = PasswordHasher(cost.passes, cost.memory_kib, 1, _HASH_BYTES, _SALT_BYTES)
        self._nobody = _hash_of_nobody(cost)
        self._threads = ThreadPoolExecutor(AT_ONCE, "passwords")
        self._most = AT_ONCE + most_waiting
        self._asked = 0

    async def hash(self, password: str) -> str:
        """A new hash.

        Raises:
            ValueError: the password is longer than 1,024 characters.
            TryAgain: too many wait for theirs.
        """
        if len(password) > MOST_CHARACTERS:
            raise ValueError(f"a password has at most {MOST_CHARACTERS} characters")
        return await self._beside(lambda: self._hasher.hash(_bytes(password)))

    async def matches(self, password_hash: str | None, password: str) -> bool:
        """Does it match? Without a hash, and for a password that nobody can have, the same work is done and the answer
        is no.

        Raises:
            TryAgain: too many wait for theirs.
        """
        if password_hash is None or len(password) > MOST_CHARACTERS:
            await self._beside(lambda: self._verify(self._nobody, password[:MOST_CHARACTERS]))
            return False
        return await self._beside(lambda: self._verify(password_hash, password))

    def close(self) -> None:
        """Stop; who still waits is cancelled."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, _bytes(password))
        except VerifyMismatchError:
            return False

    async def _beside(self, work: Callable[[], Result]) -> Result:
        if self._asked >= self._most:
            raise TryAgain(retry_seconds=5)
        self._asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._asked -= 1


def _bytes(password: str) -> bytes:
    """One keyboard writes `é` as one character and another as two; both are the same password (RFC 8265)."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _hash_of_nobody(cost: Cost) -> str:
    """Looks like a hash and costs as much to compare with, but no password leads to it."""
    salt, digest = (
        b64encode(secrets.token_bytes(length)).decode().rstrip("=") for length in (_SALT_BYTES, _HASH_BYTES)
    )
    return f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p=1${salt}${digest}"

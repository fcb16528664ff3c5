"""The pepper of callers: what the PBX makes of a number, and we of the same number."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from helpline.identity import caller_pepper
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.canonical import canonical_number, international
from helpline.keyfiles import KeyProblem


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path):
    CallerPepper(tmp_path)
    file = caller_pepper.path_of(tmp_path)
    before = file.read_bytes()
    caller_pepper.create(tmp_path)
    assert (file.read_bytes(), len(before), stat.S_IMODE(file.stat().st_mode)) == (before, 32, 0o600)
    assert CallerPepper(tmp_path).written() == before.hex()


@pytest.mark.parametrize("content", [b"", b"short", bytes(32), b"x" * 33])
def test_a_pepper_that_is_none_is_not_used(tmp_path: Path, content: bytes):
    caller_pepper.create(tmp_path)
    caller_pepper.path_of(tmp_path).write_bytes(content)
    with pytest.raises(KeyProblem):
        CallerPepper(tmp_path)


def test_known_answer(tmp_path: Path):
    caller_pepper.create(tmp_path)
    caller_pepper.path_of(tmp_path).write_bytes(bytes(range(32)))
    # computed with `sha1sum` over 000102…1f:31201234567
    assert CallerPepper(tmp_path).key("+31201234567") == "3b911f375166abd9b51f48f8d5b2d61d836dc8bd"


def test_a_withheld_number_has_no_key(tmp_path: Path):
    assert [CallerPepper(tmp_path).key(number) for number in ("", "anonymous", "0201234567", "+31")] == [None] * 4


@pytest.mark.parametrize("spelling", ["06 1234 5678", "0612345678", "+31612345678", "0031612345678", "31612345678"])
def test_all_spellings_are_one_number(spelling: str):
    assert international(spelling, "31") == "+31612345678"


@pytest.mark.parametrize("spelling", ["", "anonymous", "112", "0800"])
def test_what_is_too_short_is_no_number(spelling: str):
    assert canonical_number(international(spelling, "31")) is None

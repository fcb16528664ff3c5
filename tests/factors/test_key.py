"""The key of second steps: one file, and what it sealed opens in its own place alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from helpline.factors.key import FactorKey, path_of
from helpline.keyfiles import KeyProblem


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path):
    sealed = FactorKey(tmp_path).seal("SECRET", "f1")
    assert FactorKey(tmp_path).open(sealed, "f1") == "SECRET"
    assert stat.S_IMODE(path_of(tmp_path).stat().st_mode) == 0o600


def test_it_opens_nothing_of_another_factor_or_key_and_nothing_altered(tmp_path: Path):
    key = FactorKey(tmp_path / "ours")
    sealed = key.seal("SECRET", "f1")
    assert b"SECRET" not in sealed
    assert key.open(sealed, "f2") is None
    assert key.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "f1") is None
    assert key.open(b"", "f1") is None
    assert FactorKey(tmp_path / "theirs").open(sealed, "f1") is None


def test_a_key_that_others_may_read_is_not_used(tmp_path: Path):
    FactorKey(tmp_path)
    path_of(tmp_path).chmod(0o640)
    with pytest.raises(KeyProblem):
        FactorKey(tmp_path)

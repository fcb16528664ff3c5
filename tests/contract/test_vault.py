"""What every `Vault` promises, the real one and the fake."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpline.core.errors import Forgotten
from helpline.ports import SealedKey, Vault
from helpline.vault import file_vault
from helpline.vault.file_vault import FileVault
from tests.fakes.vault import FakeVault

SATURDAY = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
SUNDAY = SATURDAY + timedelta(days=1)
TEXT = "ik durf niet naar huis"
ROW = "message|7|child"


@pytest.fixture(params=["real", "fake"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    if request.param == "fake":
        return FakeVault()
    file_vault.create(tmp_path)
    return FileVault(tmp_path)


@pytest.fixture
def key(vault: Vault) -> SealedKey:
    return vault.new_key("blue", SATURDAY)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=4000), row=st.text(st.characters(codec="ascii")))
def test_what_was_sealed_opens_again(vault: Vault, key: SealedKey, text: str, row: str):
    sealed = vault.seal("blue", key, row, text)
    assert vault.open("blue", key, row, sealed) == text


def test_a_key_names_the_day_it_was_made_on(key: SealedKey):
    assert key.day == "2026-11-21"


def test_the_text_does_not_stand_in_what_is_sealed(vault: Vault, key: SealedKey):
    assert TEXT.encode() not in vault.seal("blue", key, ROW, TEXT)


@pytest.mark.parametrize(("short", "long"), [(0, 63), (64, 127), (1024, 2047), (8192, 16000)])
def test_texts_of_one_size_class_have_one_length(vault: Vault, key: SealedKey, short: int, long: int):
    assert len(vault.seal("blue", key, ROW, "x" * short)) == len(vault.seal("blue", key, ROW, "x" * long))
    assert len(vault.seal("blue", key, ROW, "x" * (long + 400))) > len(vault.seal("blue", key, ROW, "x" * short))


def test_a_text_moved_to_another_row_does_not_open(vault: Vault, key: SealedKey):
    sealed = vault.seal("blue", key, ROW, TEXT)
    with pytest.raises(ValueError, match="not"):
        vault.open("blue", key, "message|8|child", sealed)


def test_a_text_moved_to_another_conversation_does_not_open(vault: Vault, key: SealedKey):
    sealed = vault.seal("blue", key, ROW, TEXT)
    other = vault.new_key("green", SATURDAY)
    with pytest.raises(ValueError, match="not"):
        vault.open("green", other, ROW, sealed)


def test_a_key_moved_to_another_conversation_opens_and_seals_nothing(vault: Vault, key: SealedKey):
    sealed = vault.seal("blue", key, ROW, TEXT)
    with pytest.raises(Forgotten):
        vault.open("green", key, ROW, sealed)
    with pytest.raises(Forgotten):
        vault.seal("green", key, ROW, TEXT)


def test_a_key_moved_to_another_day_opens_nothing(vault: Vault, key: SealedKey):
    sealed = vault.seal("blue", key, ROW, TEXT)
    vault.new_key("green", SUNDAY)
    with pytest.raises(Forgotten):
        vault.open("blue", replace(key, day="2026-11-22"), ROW, sealed)


def test_a_truncated_or_lengthened_text_does_not_open(vault: Vault, key: SealedKey):
    sealed = vault.seal("blue", key, ROW, TEXT)
    for altered in [sealed[:length] for length in range(len(sealed))] + [sealed + b"\0"]:
        with pytest.raises(ValueError, match="not"):
            vault.open("blue", key, ROW, altered)


def test_a_single_flipped_bit_anywhere_does_not_open(vault: Vault, key: SealedKey):
    sealed = vault.seal("blue", key, ROW, TEXT)
    for place in range(len(sealed) * 8):
        altered = bytearray(sealed)
        altered[place // 8] ^= 1 << place % 8
        with pytest.raises(ValueError, match="not"):
            vault.open("blue", key, ROW, bytes(altered))


def test_a_forgotten_day_opens_and_seals_nothing_and_leaves_the_other_days(vault: Vault, key: SealedKey):
    sealed = vault.seal("blue", key, ROW, TEXT)
    later = vault.new_key("green", SUNDAY)
    kept = vault.seal("green", later, ROW, TEXT)
    assert list(vault.forget_days("2026-11-22")) == ["2026-11-21"]
    with pytest.raises(Forgotten):
        vault.open("blue", key, ROW, sealed)
    with pytest.raises(Forgotten):
        vault.seal("blue", key, ROW, TEXT)
    assert vault.open("green", later, ROW, kept) == TEXT


def test_forgetting_again_finds_nothing(vault: Vault, key: SealedKey):
    vault.forget_days("2026-11-22")
    assert list(vault.forget_days("2026-11-22")) == []


def test_the_keys_of_marked_lines_are_those_of_this_week_and_the_one_before(vault: Vault):
    (first,) = vault.mark_keys(SATURDAY)
    assert first.week == "2026-11-16"
    assert len(first.secret) == 32
    newer, older = vault.mark_keys(SUNDAY + timedelta(days=1))
    assert (newer.week, older) == ("2026-11-23", first)
    assert newer.secret != first.secret


def test_a_key_of_marked_lines_is_gone_after_the_second_week(vault: Vault):
    (first,) = vault.mark_keys(SATURDAY)
    monday = SUNDAY + timedelta(days=1)
    assert list(vault.forget_marks(monday)) == []
    assert first in vault.mark_keys(monday)
    assert list(vault.forget_marks(monday + timedelta(weeks=1))) == [first.week]
    assert first.week not in {it.week for it in vault.mark_keys(monday)}

"""The name that a child sees."""

from __future__ import annotations

import pytest

from helpline.core.alias import is_alias, is_taken


@pytest.mark.parametrize("alias", ["Nora", "x", "x" * 40, "Anne-Fleur", "Zoë B.", "نورا", "🌼"])
def test_one_line_that_can_be_read_is_an_alias(alias: str):
    assert is_alias(alias)


@pytest.mark.parametrize("alias", ["", " ", " Nora", "Nora\n", "a\nb", "x" * 41, "a\x00b", "\u202eNora", "No\u200bra"])
def test_what_cannot_be_seen_or_is_too_long_is_none(alias: str):
    assert not is_alias(alias)


@pytest.mark.parametrize("alias", ["Nora", "nora", "NORA", "Ｎｏｒａ", "straße", "STRASSE", "Jan  Peter"])
def test_a_name_that_reads_the_same_is_taken(alias: str):
    assert is_taken(alias, ["Nora", "Strasse", "jan peter"])


def test_another_name_is_free():
    assert not is_taken("Noor", ["Nora", "ann"])

"""The packaged files, the page on settings and the code say the same."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from helpline.core.reading import Part
from helpline.core.values import Whole
from helpline.settings.environment import KEYS
from helpline.settings.files import packaged_config
from helpline.settings.sections import SECTIONS, read_section, rules_of

DOCUMENT = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
ROWS = {row[0].strip(" `"): row[1:] for row in (line.strip("|").split(" | ") for line in DOCUMENT.splitlines())}
EVERY_KEY = [
    (name, section, key, rule)
    for name, sections in SECTIONS.items()
    for section, kind in sections.items()
    for key, rule in rules_of(kind).items()
]


def packaged(name: str) -> dict[str, Any]:
    return tomllib.loads((packaged_config() / name).read_text(encoding="utf-8"))


def documented_default(row: list[str]) -> Any:
    value = re.search(r"`(.*)`", row[0])
    assert value
    return tomllib.loads(f"x = {value[1]}")["x"]


@pytest.mark.parametrize(("name", "section", "key", "rule"), EVERY_KEY)
def test_every_key_is_documented_with_its_default(name, section, key, rule):
    row = ROWS[f"[{section}] {key}"]
    stated = packaged(name)[section][key]
    if key == "weekly":
        assert "every day" in row[0]
        assert all(hours == documented_default(row) for hours in stated.values())
    else:
        assert documented_default(row) == stated
    if isinstance(rule, Whole):
        assert f"{rule.lowest:,} to {rule.highest:,}" in row[1]


def test_no_key_is_documented_that_does_not_exist():
    documented = {key for key in ROWS if key.startswith("[")}
    assert documented == {f"[{section}] {key}" for _, section, key, _ in EVERY_KEY}


def test_every_name_of_the_environment_is_documented():
    documented = {key for key in ROWS if key == "PORT" or key.startswith("HELPLINE_")}
    assert documented == set(KEYS)


@pytest.mark.parametrize(
    ("name", "section"), [(name, section) for name, parts in SECTIONS.items() for section in parts]
)
def test_a_packaged_file_states_every_key_with_the_default_of_the_code(name, section):
    kind = SECTIONS[name][section]
    stated = packaged(name)[section]
    assert set(stated) == set(rules_of(kind))
    assert read_section(kind, Part(stated)) == kind()


@pytest.mark.parametrize("name", SECTIONS)
def test_every_key_has_a_comment_that_says_what_changes(name):
    """A table of days is one key, and its comment stands above the head of the table."""
    lines = (packaged_config() / name).read_text(encoding="utf-8").splitlines()
    inner = False
    for above, line in pairwise(lines):
        if line.startswith("["):
            inner = "." in line
            assert not inner or above.startswith("# ")
        elif "=" in line and not line.startswith("#") and not inner:
            assert above.startswith("# "), line

"""Nothing that is kept names a package registry or a place on somebody's machine: both differ from house to house."""

from __future__ import annotations

import re

import pytest

from tests.tooling.tracked import text_of, tracked

# In pieces, so that this file may be read like any other.
REGISTRIES = re.compile(
    "|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.", "deb" + r"\.debian", "file" + "://"))
)
PLACES = re.compile(r"(?<![\w.$}-])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "fa" + "rm", "tmp/" + "w")) + ")/")


def lines_with(pattern: re.Pattern[str], name: str) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for number, line in enumerate(text_of(name).splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(("pattern"), [REGISTRIES, PLACES], ids=["registry", "place on a machine"])
def test_no_tracked_file_names_a(pattern: re.Pattern[str]) -> None:
    assert [line for name in tracked() for line in lines_with(pattern, name)] == []


@pytest.mark.parametrize(
    "line", ["index = https://" + "pypi" + ".org/simple", "resolved: https://registry." + "npmjs" + ".org/x"]
)
def test_a_registry_would_be_found(line: str) -> None:
    assert REGISTRIES.search(line)


@pytest.mark.parametrize("line", ["cd /" + "work/main", "HOME=/" + "root/x", "'/" + "tmp/w/v/bin/python'"])
def test_a_place_would_be_found(line: str) -> None:
    assert PLACES.search(line)

"""The recipes name files that exist and commands that work."""

from __future__ import annotations

import re

import pytest

from tests.tooling.tracked import ROOT, text_of

TEXT = text_of("CONTRIBUTING.md")
PATHS = sorted(set(re.findall(r"`((?:\.ci|[a-z_]+)/[\w./-]*|[A-Za-z_]+\.(?:md|toml))`", TEXT)))
TARGETS = sorted(set(re.findall(r"`make ([a-z]+)`", TEXT)))


@pytest.mark.parametrize("path", PATHS)
def test_a_recipe_names_what_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("target", TARGETS)
def test_a_named_command_is_one_of_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:.*## ", text_of("Makefile"), re.MULTILINE)


def test_every_command_of_the_makefile_is_explained() -> None:
    explained = set(re.findall(r"^([a-z]+):.*## ", text_of("Makefile"), re.MULTILINE)) - {"help"}
    assert explained == set(TARGETS)

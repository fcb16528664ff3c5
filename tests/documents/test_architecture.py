"""`docs/architecture.md` names the rooms that there are."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.documents.written import blocks_in, code_in, section, table
from tests.tooling.tracked import ROOT, text_of, tracked

ARCHITECTURE = "docs/architecture.md"
ROOMS = [code for row in table(ARCHITECTURE, "The rooms", "folder") for code in code_in(row[0])]
NAMED = sorted(set(code_in(text_of(ARCHITECTURE))))


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_that_is_named_exists(room):
    assert (ROOT / room).is_dir() if room.endswith("/") else (ROOT / room).is_file()


def test_every_room_of_the_program_is_named():
    parts = {tuple(name.split("/")) for name in tracked() if name.startswith("helpline/")}
    there = {f"helpline/{part[1]}" + ("/" if len(part) > 2 else "") for part in parts} - {"helpline/__init__.py"}
    assert there <= set(ROOMS)


def test_every_folder_of_the_checkout_is_named():
    there = {name.partition("/")[0] + "/" for name in tracked() if "/" in name}
    named = {room.partition("/")[0] + "/" for room in ROOMS}
    assert there <= named


@pytest.mark.parametrize("path", [code for code in NAMED if re.fullmatch(r"[\w.]+(/[\w.]+)*/?\.py|[\w]+/[\w/]*", code)])
def test_a_file_that_is_named_exists(path):
    assert (ROOT / path).exists() or (ROOT / "helpline" / path).exists() or (ROOT / "volunteer_ui" / path).exists()


@pytest.mark.parametrize("name", [code for code in NAMED if re.fullmatch(r"\w+/\w+\.[a-z]{3,}\w*", code)])
def test_what_is_named_in_a_file_is_there(name):
    file, _, what = name.rpartition(".")
    source = (ROOT / "helpline" / f"{file}.py").read_text(encoding="utf-8")
    assert re.search(rf"^(async def|def|class) {what}\b", source, re.MULTILINE)


def test_the_layers_are_those_that_are_checked():
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    checked = next(it["layers"] for it in contracts if it["id"] == "layers")
    # in brackets: a room that may be missing
    rooms = [[part.strip(" ()") for part in layer.split("|")] for layer in checked]
    there = [[part for part in layer if _is_there(part)] for layer in rooms]
    written = next(block for block in blocks_in(section(ARCHITECTURE, "The rooms")) if "core" in block)
    assert [[part.strip() for part in line.split("|")] for line in written.splitlines()] == [it for it in there if it]


def _is_there(room: str) -> bool:
    return (ROOT / "helpline" / room).is_dir() or (ROOT / "helpline" / f"{room}.py").is_file()

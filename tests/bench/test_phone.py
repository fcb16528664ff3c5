"""The bench of the telephone still rings, talks and counts; what it measures with so few calls says nothing."""

from __future__ import annotations

import asyncio
import shutil
import sys

import pytest

from tests.servers.asterisk import program
from tests.tooling.tracked import ROOT

pytestmark = pytest.mark.slow
DEADLINE_SECONDS = 240
NONE_FAILED = "children who rang · calls that failed · lost"
IN_ORDER = "offered in another order than they came"


async def test_a_few_calls_are_measured_and_none_is_lost():
    if program() is None:
        pytest.skip("there is no Asterisk (scripts/get-asterisk FOLDER, and HELPLINE_ASTERISK names the folder)")
    if shutil.which("sipp") is None:
        pytest.skip("there is no sipp (apt install sip-tester)")
    command = (sys.executable, "-m", "bench.phone", "few")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            told, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0
    rows = [line for line in told.decode().splitlines() if line.startswith("| ")]
    counted = [row.split(" | ")[1].removesuffix(" |") for row in rows if NONE_FAILED in row]
    assert counted == ["2 · 0 · 0", "3 · 0 · 0", "2 · 0 · 0"]
    assert all(row.split(" | ")[1].startswith("0 ·") for row in rows if IN_ORDER in row)
    assert any("the commits' share" in row for row in rows)

"""What the gates ask for can still be measured; with so few the figures say nothing, but what is counted must hold."""

from __future__ import annotations

import asyncio
import sys

import pytest

from bench import peers
from bench.memory import slope
from tests.tooling.tracked import ROOT

DEADLINE_SECONDS = 180


async def _rows(part: str) -> list[list[str]]:
    """The cells of each line that `few` of this part prints."""
    command = (sys.executable, "-m", f"bench.{part}", "few")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            told, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0
    lines = [line for line in told.decode().splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.slow
async def test_of_an_open_load_nothing_is_lost_refused_or_heard_twice():
    counted = [cells[1:] for cells in await _rows("steady") if "of these lost" in cells[0]]
    assert len(counted) == 2
    assert all(cell.partition(" · ")[2] == "0 · 0 · 0" and int(cell.split(" · ")[0]) for row in counted for cell in row)


@pytest.mark.slow
async def test_one_pair_alone_is_measured_beside_the_relay():
    rows = await _rows("single")
    assert [cells[0] for cells in rows[1:]] == [
        "child enters → offer at the desk, p50, ms",
        "child enters → offer at the desk, p95, ms",
        "p50, ms",
        "p99, ms",
        "CPU per message, µs",
    ]


@pytest.mark.slow
async def test_children_who_wait_are_told_their_places_as_others_leave():
    few, more = [cells for cells in await _rows("waiting") if cells[0].isdigit()]
    assert (few[0], more[0]) == ("5", "10")


@pytest.mark.slow
async def test_conversations_begin_talk_and_end_while_memory_is_looked_at():
    rows = {cells[0]: cells[1] for cells in await _rows("memory")}
    ended, said = rows["conversations that ended · messages"].split(" · ")
    assert int(ended) > 0
    assert int(said.replace(",", "")) == 3 * int(ended)


@pytest.mark.slow
async def test_the_servers_of_others_carry_messages_too_as_far_as_they_are_installed():
    needs = {"prosody"}, {"prosody", "lua-dbi-sqlite3"}, {"ejabberd", "erlang-p1-sqlite3"}
    others = sum(not it & set(peers.missing()) for it in needs)
    rows = {cells[0]: cells[1:] for cells in await _rows("peers")}
    carried = [float(cell.split(" · ")[0].replace(",", "")) for cell in rows["2 pairs: messages a second"]]
    assert len(carried) == 2 + others
    assert all(carried)


def test_the_slope_is_that_of_the_line_nearest_to_the_points():
    assert slope([(0.0, 200.0), (0.5, 201.0), (1.0, 202.0)]) == 2.0
    assert slope([(0.0, 200.0), (0.5, 203.0), (1.0, 200.0)]) == 0.0

"""What is acknowledged is on the disk. A kill cannot show it, for the machine keeps what a dead process wrote: so the
kernel is asked what the process did, and in which order.

`strace` notes each write to the log of the database, each sync of it, and each acknowledgement. For every message the
log is synced after the write that holds it and before its acknowledgement.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands.typed import Server
from tests.faults.conftest import Enter
from tests.faults.crowd import Crowd, a_crowd
from tests.faults.installed import Installed, a_free_door, install
from tests.faults.ledger import compare, read_kept

SAID = 25
CALLS = "trace=pwrite64,pwritev,fdatasync,fsync,write,writev,sendto,sendmsg"
ENDED = re.compile(r"(?P<thread>\d+) +<\.\.\. (?P<call>\w+) resumed>.*\) += \d+")
BEGUN = re.compile(r"(?P<thread>\d+) +(?P<call>\w+)\(\d+<(?P<what>.*?)>(?P<rest>.*)")
ACK = re.compile(r'43/(?:child|desk),\d+\[\{\\"ok\\":true,\\"seq\\":(\d+)')

pytestmark = pytest.mark.slow


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed (Debian's package `strace`)")
    return install(tmp_path, tmp_path / "data")


@dataclass(slots=True)
class Synced:
    """acked: messages · in_time: those whose write was synced before their acknowledgement."""

    acked: int = 0
    in_time: int = 0


def read(trace: Path, names: list[str]) -> Synced:
    """What a trace shows of these messages, which were said one after the other; names: what stands in the log."""
    seen, place = Synced(), 0
    is_written = is_synced = False
    syncing: dict[str, bool] = {}
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if place == len(names):
            break
        if (ended := ENDED.match(line)) is not None:
            is_synced |= syncing.pop(ended["thread"], False) and ended["call"] in ("fdatasync", "fsync")
        elif (begun := BEGUN.match(line)) is not None:
            thread, call, what, rest = begun.groups()
            if call.startswith("pwrite") and what.endswith("-wal"):
                is_written |= names[place] in rest
            elif call in ("fdatasync", "fsync") and what.endswith("-wal"):
                if "unfinished" in rest:
                    syncing[thread] = is_written
                else:
                    is_synced |= is_written
            elif ACK.search(rest):
                seen.acked += 1
                seen.in_time += is_synced
                place, is_written, is_synced, syncing = place + 1, False, False, {}
    return seen


@contextmanager
def traced(server: Server, trace: Path) -> Iterator[None]:
    """The kernel says what the process does, from here to the end of the block."""
    words = ("strace", "-f", "-y", "-s", "6000", "-e", CALLS, "-o", str(trace), "-p", str(server.process.pid))
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "attached" in said, said
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)


async def says(installed: Installed, trace: Path, *harms: str) -> tuple[Crowd, Synced]:
    """A child says one thing after the other, and somebody watches the disk."""
    port, door = a_free_door()
    async with a_crowd([door]) as crowd:
        with installed.serve(*harms, port=port) as server:
            await asyncio.to_thread(server.ready)
            await crowd.meets(await installed.hire(1))
            crowd.speakers = crowd.speakers[:1]
            with traced(server, trace):
                async with crowd.talking():
                    await crowd.until(SAID)
        names = [words.client_id for words in crowd.ledger.acked]
        return crowd, await asyncio.to_thread(read, trace, names)


async def test_every_message_is_on_the_disk_before_it_is_acknowledged(
    installed: Installed, tmp_path: Path, enter: Enter
):
    crowd, seen = await says(installed, tmp_path / "trace")
    account = compare(crowd.ledger.acked, await read_kept(installed.url, installed.keys))
    enter("each sync of the log is watched", seen.acked, account, f"{seen.in_time} synced between write and answer")
    assert account.adds_up, account
    assert seen.acked == account.acked
    assert seen.in_time == seen.acked


@pytest.mark.parametrize("danger", ["synchronous normal", "ack before commit"])
async def test_a_program_that_does_not_wait_for_the_disk_is_noticed(installed: Installed, tmp_path: Path, danger: str):
    """The danger let in: the test above would fail."""
    _, seen = await says(installed, tmp_path / "trace", danger)
    assert seen.acked >= SAID
    assert seen.in_time < seen.acked

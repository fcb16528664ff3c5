"""Children who ring, by sipp: each has a number of its own, waits, and says back what it hears until it is over."""

from __future__ import annotations

import asyncio
import csv
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.phone.pbx import OUR_NUMBER
from tests.servers.asterisk import SIP_ADDRESS, TRUNK_ADDRESS, Asterisk, free_datagram_port

SCENARIO = Path(__file__).with_name("child.xml")


@dataclass(slots=True)
class Children:
    """A crowd of them. well, failed: how many calls ended as they should, and did not · again: messages that were sent
    again for want of an answer."""

    numbers: list[str]
    well: int = 0
    failed: int = 0
    again: int = 0


def numbers_of(first: int, count: int) -> list[str]:
    """In the order in which they ring."""
    return [f"+316{number:08}" for number in range(first, first + count)]


@asynccontextmanager
async def ringing(
    server: Asterisk, folder: Path, numbers: list[str], *, a_second: float, at_once: int, seconds: int
) -> AsyncIterator[Children]:
    """They ring during the block; at its end they were all helped, or their time was over. a_second: how many begin ·
    at_once: how many are on the line at most · seconds: how long all of it may take.

    Raises:
        RuntimeError: there is no sipp.
    """
    sipp = shutil.which("sipp")
    if sipp is None:
        raise RuntimeError("there is no sipp (apt install sip-tester)")
    await asyncio.to_thread(_write, folder, numbers)
    media = free_datagram_port(TRUNK_ADDRESS) & ~1
    process = await asyncio.create_subprocess_exec(
        *(sipp, f"{SIP_ADDRESS}:{server.sip_port}", "-sf", SCENARIO, "-inf", folder / "numbers.csv"),
        *("-i", TRUNK_ADDRESS, "-p", str(free_datagram_port(TRUNK_ADDRESS)), "-s", OUR_NUMBER),
        *("-mi", TRUNK_ADDRESS, "-mp", str(media), "-rtp_echo"),
        *("-m", str(len(numbers)), "-l", str(at_once), "-r", str(max(1, round(a_second * 10))), "-rp", "10000"),
        *("-timeout", str(seconds), "-timeout_error", "-nostdin"),
        *("-trace_stat", "-stf", folder / "statistics.csv", "-fd", "1"),
        *("-trace_err", "-error_file", folder / "errors.txt"),
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    children = Children(numbers)
    try:
        yield children
        await asyncio.wait_for(process.wait(), seconds)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    _count(children, folder / "statistics.csv")


def _write(folder: Path, numbers: list[str]) -> None:
    folder.mkdir(parents=True)
    (folder / "numbers.csv").write_text("SEQUENTIAL\n" + "".join(f"{it};\n" for it in numbers))


def _count(children: Children, path: Path) -> None:
    with path.open(newline="") as file:
        *_, last = csv.DictReader(file, delimiter=";")
    children.well, children.again = int(last["SuccessfulCall(C)"]), int(last["Retransmissions(C)"])
    children.failed = len(children.numbers) - children.well

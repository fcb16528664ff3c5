"""A telephone that others wrote rings: it is welcomed, waits, and talks with a volunteer."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from helpline.actions import call as deeds
from helpline.core.line import CallerGone, LegRinging, PromptDone
from tests.servers.asterisk import SIP_ADDRESS, TRUNK_ADDRESS, free_datagram_port, write_tone
from tests.telephony.exchange import DEADLINE_SECONDS
from tests.telephony.on_asterisk import CHILD_HZ
from tests.telephony.way import Way

pytestmark = pytest.mark.slow
MODULES = Path("/usr/lib/baresip/modules")
CONFIG = """
sip_listen {address}:{port}
net_interface {address}
module_path {modules}
module g711.so
module aufile.so
module_tmp account.so
module_app menu.so
audio_source aufile,{tone}
audio_channels 1-1
"""
ACCOUNT = '<sip:0612345678@operator.example>;regint=0;audio_codecs=PCMA;outbound="sip:{pbx}"\n'


class Baresip:
    """It, and what it prints."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = b""

    async def says(self, what: bytes) -> None:
        """Wait until it prints this."""
        assert self.process.stdout is not None
        async with asyncio.timeout(DEADLINE_SECONDS):
            while what not in self.said:
                more = await self.process.stdout.read(4096)
                assert more, self.said
                self.said += more


@asynccontextmanager
async def rings(folder: Path, program: str, pbx: str) -> AsyncIterator[Baresip]:
    """It dials our number, and says one tone."""
    write_tone(folder / "tone.wav", CHILD_HZ)
    port = free_datagram_port(TRUNK_ADDRESS)
    filled = CONFIG.format(address=TRUNK_ADDRESS, port=port, modules=MODULES, tone=folder / "tone.wav")
    (folder / "config").write_text(filled)
    (folder / "accounts").write_text(ACCOUNT.format(pbx=pbx))
    (folder / "contacts").touch()
    process = await asyncio.create_subprocess_exec(
        *(program, "-f", folder, "-v", "-e", f"d sip:1234@{pbx}"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Baresip(process)
    finally:
        process.kill()
        await process.wait()


async def test_a_telephone_of_others_is_welcomed_waits_and_talks(way: Way, tmp_path: Path):
    program = shutil.which("baresip")
    if program is None:
        pytest.skip("there is no baresip (apt install baresip)")
    pbx = f"{SIP_ADDRESS}:{way.exchange.server.sip_port}"
    async with rings(tmp_path, program, pbx) as baresip:
        (conversation,) = await way.waits()
        await baresip.says(b"Call established")
        await baresip.says(b"incoming rtp for 'audio' established")
        await way.house.ann.is_available(channels=["phone"])
        ringing = await way.exchange.told.one(LegRinging)
        await way.house.ann.accepts()
        await way.exchange.pick_up(ringing.call, ringing.leg)
        await way.exchange.hears(ringing.call, ringing.leg, {"child"})
        assert await way.exchange.told.one(PromptDone)
        house = way.house
        await house.do(lambda work: deeds.hang_up(conversation, "ann", work=work, rules=house.rules, now=house.now()))
        await way.exchange.told.this(CallerGone(ringing.call))
        await baresip.says(b"session closed")
    assert await way.exchange.left_over() == []

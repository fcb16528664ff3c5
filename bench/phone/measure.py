"""The telephone under load: the tables."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvloop

from bench.phone.crowd import House, all_talk, tell_crowd, too_many, very_many
from bench.phone.desks import Desk, are_available, has_read_its_articles, sit_down
from bench.phone.offers import Offers, measure_offers, tell_offers
from bench.phone.pbx import MEMBER, asterisk
from bench.phone.served import COMMITS
from bench.phone.voice import LoadPhone, silenced, speak
from bench.platform import prepare
from bench.process import free_port, started
from helpline.settings import load
from helpline.settings.telephone import TelephoneLine
from tests.servers.asterisk import SIP_ADDRESS, TRUNK_ADDRESS, free_datagram_port


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured. calls: of each queue, one at a time · talks: at once · callers: at once, on so many desks ·
    many: one after the other · seconds: of a talk, when all talk and when there are too many."""

    calls: int = 60
    talks: int = 100
    callers: int = 100
    desks: int = 20
    many: int = 2_000
    seconds: tuple[float, float] = (8.0, 2.0)


QUICK = Size(calls=20, talks=30, callers=30, desks=6, many=200, seconds=(4.0, 1.0))
FEW = Size(calls=1, talks=2, callers=3, desks=1, many=2, seconds=(0.2, 0.0))
SIZES = {"few": FEW, "quick": QUICK, "full": Size()}


def tell_phone(folder: Path, size: Size, tell: Callable[[str], None]) -> None:
    """The tables, each line as soon as it is known."""
    uvloop.run(_measure(folder, size, tell))


async def _measure(folder: Path, size: Size, tell: Callable[[str], None]) -> None:
    """All of it, on one Asterisk and one helpline."""
    async with _house(folder, size.talks) as (house, child, member):
        await has_read_its_articles(house.server.port)
        desks = await sit_down(house.server.port, house.asterisk, range(size.talks))
        try:
            _tell_all(tell, tell_offers(await _offers(house, child, member, desks[0], size.calls)))
            _tell_all(tell, ("", "| sipp rings the helpline | |", "|---|---|"))
            talks = await all_talk(house, desks, size.seconds[0])
            _tell_all(tell, tell_crowd(f"{size.talks} talks at once", talks))
            some, pause = desks[: size.desks], size.seconds[1]
            callers = await too_many(house, some, size.callers, pause)
            _tell_all(tell, tell_crowd(f"{size.callers} at once on {size.desks}", callers))
            many = await very_many(house, some, size.many)
            _tell_all(tell, tell_crowd(f"{len(many.children.numbers):,} on {size.desks}", many))
        finally:
            for desk in desks:
                desk.close()


def _tell_all(tell: Callable[[str], None], lines: Iterable[str]) -> None:
    for line in lines:
        tell(line)


async def _offers(house: House, child: LoadPhone, member: LoadPhone, desk: Desk, calls: int) -> Offers:
    await are_available([desk])
    found = await measure_offers(child, member, desk, house.folder / COMMITS, calls)
    await desk.go_away()
    return found


@asynccontextmanager
async def _house(folder: Path, staff: int) -> AsyncIterator[tuple[House, LoadPhone, LoadPhone]]:
    """An Asterisk and the helpline beside it; a child's telephone, and that of the member of the other queue."""
    environ = await prepare(folder, staff) | {COMMITS: str(folder / COMMITS)}
    settings, port, member_port = load({**os.environ, **environ}), free_port(), free_datagram_port(SIP_ADDRESS)
    async with AsyncExitStack() as stack:
        pbx = await asyncio.to_thread(stack.enter_context, asterisk(settings.places.keys, member_port))
        (folder / "config" / "helpline.toml").write_text(_settings(pbx.settings()))
        command = ("-m", "bench.phone.served", "serve", "--port", str(port))
        server = await asyncio.to_thread(stack.enter_context, started(*command, port=port, environ=environ))
        stack.push_async_callback(silenced, asyncio.create_task(speak()))
        address = (SIP_ADDRESS, pbx.sip_port)
        child, member = LoadPhone("child", TRUNK_ADDRESS, address), LoadPhone(MEMBER, SIP_ADDRESS, address)
        await child.start()
        await member.start(member_port)
        stack.callback(child.close)
        stack.callback(member.close)
        yield House(pbx, server, folder, settings), child, member


def _settings(it: TelephoneLine) -> str:
    """As a technician writes them; volunteers have telephones, which need no browser."""
    said = {"ari_url": it.ari_url, "sip_url": it.sip_url, "sip_address": it.sip_address, "trunk": it.trunk}
    lines = [f"{key} = {json.dumps(value)}" for key, value in {**said, "media_address": it.media_address}.items()]
    first, last = it.media_ports
    fixed = ['line = "asterisk"', 'phones = "telephone"', f'media_ports = "{first}-{last}"']
    return "\n".join(["[telephone]", *fixed, *lines, ""])

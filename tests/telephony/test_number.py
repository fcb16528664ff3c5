"""The number of a child stands nowhere: not in what Asterisk writes, not in what it tells us, not in what rings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from helpline.core.line import CallerGone, Incoming, LegAnswered, LegRinging
from helpline.core.wishes import Answer, Connect, Dial, HangUp, Offer
from helpline.telephony.ari import Ari
from tests.privacy.encodings import find_traces
from tests.servers.asterisk import TRUNK_ADDRESS, Asterisk, free_datagram_port
from tests.telephony.conftest import Heard
from tests.telephony.left import written
from tests.telephony.on_asterisk import AsteriskExchange

pytestmark = pytest.mark.slow

OWN = "612094837"
"""The part of the number that all spellings have."""
DIVERTED, NAME = "687451290", "Zwanehalsje"

SPELLINGS = {
    "national": f'"{NAME}" <sip:0{OWN}@operator.example>',
    "international": f"<sip:+31{OWN}@operator.example;user=phone>",
    "zeros": f'"0031{OWN}" <sip:0031{OWN}@operator.example>',
    "bare": f"<sip:31{OWN}@operator.example>",
}
HEADERS = [
    ("P-Asserted-Identity", f'"{NAME}" <sip:+31{OWN}@operator.example>'),
    ("Remote-Party-ID", f'"{NAME}" <sip:0{OWN}@operator.example>;party=calling;privacy=off'),
    ("Diversion", f"<sip:+31{DIVERTED}@operator.example>;reason=unconditional"),
]


async def an_evening(server: Asterisk) -> tuple[list[str | None], bytes]:
    """A call in each spelling is answered, and a worker is added; answers the keys, and what rang there."""
    keys: list[str | None] = []
    async with ClientSession() as session:
        exchange = AsteriskExchange(server, session)
        try:
            await exchange.start()
            for spelling, who in SPELLINGS.items():
                keys.append(await a_call(exchange, spelling, who))
        finally:
            await exchange.stop()
        rung = [data for phone in (*exchange.volunteers.values(), exchange.outside) for data in phone.received]
    return keys, b"\n".join(rung)


async def a_call(exchange: AsteriskExchange, spelling: str, who: str) -> str | None:
    known = {fact.call for fact in exchange.told.facts if isinstance(fact, Incoming)}
    talk = await exchange.child.invite("1234", who, HEADERS)
    exchange.children.append(talk)
    it = await exchange.told.one(Incoming, lambda it: it.call not in known)
    exchange.line.wish(Answer(it.call))
    for leg, wish in (
        (f"a{spelling}", Offer(it.call, f"a{spelling}", exchange.volunteer, 60)),
        (f"w{spelling}", Dial(it.call, f"w{spelling}", exchange.worker, 60)),
    ):
        exchange.line.wish(wish)
        await exchange.told.this(LegRinging(it.call, leg))
        await exchange.pick_up(it.call, leg)
        await exchange.told.this(LegAnswered(it.call, leg))
        exchange.line.wish(Connect(it.call, leg))
    await exchange.ari.send("GET /channels")
    talk.hang_up()
    await exchange.told.this(CallerGone(it.call))
    exchange.line.wish(HangUp(it.call))
    assert await exchange.left_over() == []
    return it.caller_key


def find(data: bytes) -> list[str]:
    """What stands there of a child, and how it is spelled there."""
    return [f"{secret}: {how}" for secret in (OWN, DIVERTED, NAME) for how in find_traces(data, secret)]


async def test_the_number_is_nowhere_and_every_spelling_is_one_key(asterisk: Asterisk, heard: Heard):
    keys, rung = await an_evening(asterisk)
    assert len(set(keys)) == 1
    assert keys[0]
    assert len(heard.everything) > 20
    assert find(b"\n".join(heard.everything)) == []
    assert rung
    assert find(rung) == []
    assert find(written(asterisk.run)) == []


UNMASKED = {
    "Set(CALLERID(all)=child <anonymous>)": "NoOp()",
    "Set(CALLERID(ani-all)=child <anonymous>)": "NoOp()",
    "Set(CALLERID(rdnis)=)": "NoOp()",
    "@PEPPER@:${NUMBER}": "@PEPPER@:x",
}


@pytest.fixture
def leaky(tmp_path: Path, asterisk: Asterisk) -> Iterator[Asterisk]:
    """An Asterisk whose dialplan hides nothing."""
    server = Asterisk(asterisk.program, tmp_path, free_datagram_port(TRUNK_ADDRESS), replaced=UNMASKED)
    try:
        server.configure()
        server.start()
        yield server
    finally:
        server.stop()


async def test_without_the_dialplan_the_number_would_be_found(leaky: Asterisk, heard: Heard):
    await an_evening(leaky)
    assert [it for it in find(b"\n".join(heard.everything)) if it.startswith(OWN)]


@pytest.mark.parametrize(
    "command",
    [
        "POST /channels/{}/record",
        "POST /bridges/{}/record",
        "GET /recordings/stored",
        "GET /channels/{}/variable",
        "GET /asterisk/variable",
        "POST /asterisk/modules/{}",
        "PUT /asterisk/modules/{}",
    ],
)
async def test_no_command_can_record_or_read_a_variable(command: str):
    async with ClientSession() as session:
        ari = Ari(session, "http://127.0.0.1:9/ari", "helpline", "helpline", "password")
        with pytest.raises(ValueError, match="none of ours|no command"):
            await ari.send(command, *(["x"] * command.count("{}")))

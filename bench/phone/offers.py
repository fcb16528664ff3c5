"""From the child's INVITE to the volunteer: our queue and Asterisk's own `Queue()`, one call at a time, in turn."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.phone.children import numbers_of
from bench.phone.desks import DEADLINE_SECONDS, Desk
from bench.phone.pbx import OUR_NUMBER, QUEUE_NUMBER
from bench.phone.served import seconds_between
from bench.phone.voice import LoadPhone

REST_SECONDS = 0.1
WARM_UP = 5


@dataclass(slots=True)
class Offers:
    """Seconds from the INVITE, of each call. theirs, rung: until the telephone rings, of their queue and of ours ·
    offered: until the desk has the offer · committing: how much of that was commits."""

    theirs: list[float] = field(default_factory=list)
    rung: list[float] = field(default_factory=list)
    offered: list[float] = field(default_factory=list)
    committing: list[float] = field(default_factory=list)


async def measure_offers(child: LoadPhone, member: LoadPhone, desk: Desk, commits: Path, calls: int) -> Offers:
    """So many calls each, after a few that do not count."""
    found = Offers()
    for number in numbers_of(90_000_000, calls + WARM_UP):
        async with asyncio.timeout(DEADLINE_SECONDS):
            theirs = await _theirs(child, member, number)
            began, offered_at, rang_at = await _ours(child, desk, number)
        found.theirs.append(theirs)
        found.rung.append(rang_at - began)
        found.offered.append(offered_at - began)
        found.committing.append(seconds_between(commits, began, offered_at))
    for seconds in (found.theirs, found.rung, found.offered, found.committing):
        del seconds[:WARM_UP]
    return found


async def _theirs(child: LoadPhone, member: LoadPhone, number: str) -> float:
    talk = await child.invite(QUEUE_NUMBER, f"<sip:{number}@operator.example>")
    leg = await member.rings()
    took = member.rang_at - child.invited_at
    await talk.until("up")
    talk.hang_up()
    await leg.until("over")
    await asyncio.sleep(REST_SECONDS)
    return took


async def _ours(child: LoadPhone, desk: Desk, number: str) -> tuple[float, float, float]:
    talk = await child.invite(OUR_NUMBER, f"<sip:{number}@operator.example>")
    leg = await desk.phone.rings()
    at, _ = await desk.offers.get()
    await talk.until("up")
    talk.hang_up()
    await leg.until("over")
    await asyncio.sleep(REST_SECONDS)
    return child.invited_at, at, desk.phone.rang_at


def tell_offers(it: Offers) -> Iterator[str]:
    """The table."""
    yield ""
    yield f"| {len(it.offered)} calls each, in turn | Asterisk's `Queue()` | helpline | helpline / `Queue()` |"
    yield "|---|---|---|---|"
    for share, name in ((0.5, "p50"), (0.95, "p95")):
        theirs = percentile(it.theirs, share)
        for what, seconds in (("the offer is at the desk", it.offered), ("the telephone rings", it.rung)):
            ours = percentile(seconds, share)
            yield f"| INVITE → {what}, {name}, ms | {theirs:.1f} | {ours:.1f} | **{ours / theirs:.2f}** |"
    yield f"| of which commits, p50, ms | | {percentile(it.committing, 0.5):.1f} | |"
    parts = [part / whole for part, whole in zip(it.committing, it.offered, strict=True)]
    yield f"| the commits' share | | {statistics.median(parts):.0%} | |"


def percentile(seconds: Sequence[float], share: float) -> float:
    """In milliseconds."""
    return sorted(seconds)[round(share * (len(seconds) - 1))] * 1000

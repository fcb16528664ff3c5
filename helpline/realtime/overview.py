"""What coordinators see of the evening."""

from __future__ import annotations

from collections.abc import Iterable

from helpline.actions.evening import standings
from helpline.ports import OnDuty, Overview
from helpline.realtime.forms import Form, iso
from helpline.realtime.house import House


async def overview(house: House) -> Form:
    """As it is now."""
    async with house.store.look() as records:
        queue = await records.conversations.overview(house.clock.now())
        people = await records.people.on_duty()
    return overview_form(queue, people)


def overview_form(overview: Overview, people: Iterable[OnDuty]) -> Form:
    """The contract's `queue` of coordinators; `passed_on` counts who was declined or lapsed twice and still waits, and
    who practises is counted nowhere but in `practising`."""
    return {
        "waiting": overview.waiting,
        "longest_seconds": overview.longest_seconds,
        "passed_on": overview.passed_on,
        "practising": overview.practising,
        "volunteers": standings(people),
        "running": [
            {
                "conversation": it.conversation,
                "channel": it.channel,
                "volunteer": it.volunteer,
                "phase": it.phase,
                "since": iso(it.since),
                **({"practice": True} if it.practice else {}),
            }
            for it in overview.running
        ],
    }

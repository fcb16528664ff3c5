"""A process that lives an evening on a database until it is killed: `python -m tests.faults.evening FILE ROUND`.

It says on its output what was acknowledged, a line each, and only after the acknowledgement.
"""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

from helpline.actions.tick import beat, mourn_nodes
from helpline.core.errors import Refusal
from tests.child import Child
from tests.house import House, packaged_rules
from tests.houses import sqlite_house
from tests.person import Person

COLOURS = ("blue", "red")


def say(line: str) -> None:
    """In one write, so that nothing of it is missing when the process is killed."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def live(file: Path, turn: int) -> None:
    async with sqlite_house(file) as house:
        house.node = f"node {turn}"
        house.clock.advance(minutes=5 * turn)
        house.vault.days |= {str(day[0]) for day in await house.rows("SELECT DISTINCT key_day FROM conversation")}
        await mourn_nodes(house.store, house.rules, house.now(), alone_as=house.node)
        await beat(house.store, house.node, house.now())
        pairs = [(house.child(colour), person) for colour, person in zip(COLOURS, (house.ann, house.ben), strict=True)]
        for child, person in pairs:
            child.conversation = await child.comes_back_to()
            await person.comes()
        green = house.child(f"green {turn}")
        await green.enters()
        say("ready")
        await asyncio.gather(*(evenings(house, child, person, turn) for child, person in pairs), restless(house, turn))


async def evenings(house: House, child: Child, person: Person, turn: int) -> None:
    """One conversation after the other, with many words said at once."""
    dice = random.Random(f"{child.colour} {turn}")
    while True:
        await asyncio.gather(*(words(child, person, turn, dice.random()) for _ in range(dice.randrange(4, 12))))
        if child.conversation is None or (await child.it()).ended_at is not None or dice.random() < 0.1:
            await round_off(child, person)
        await asyncio.sleep(0)


async def words(child: Child, person: Person, turn: int, dice: float) -> None:
    if child.conversation is None:
        return
    it, name = child.conversation, f"{turn}-{dice}"
    try:
        kept = await (child.says(f"woord {name}", name) if dice < 0.5 else person.says("Ja?", name, conversation=it))
    except Refusal:
        return
    say(f"{it} {kept.seq} {kept.sender} {name}")


async def round_off(child: Child, person: Person) -> None:
    """The end of one, and the beginning of the next; a refusal only says that it was done by somebody else."""
    try:
        if child.conversation is not None:
            await child.leaves()
        for held in await person.holds():
            await person.ends(held)
            await person.registers(conversation=held, type="silent")
            await person.finishes(held)
        await child.enters()
        await person.is_available()
        await person.accepts(await person.offer())
        await person.is_away()
    except (Refusal, AssertionError):
        return


async def restless(house: House, turn: int) -> None:
    """Somebody whose network comes and goes, beside a ticker."""
    while True:
        await house.eva.comes()
        await house.tick()
        await house.eva.goes()


if __name__ == "__main__":
    packaged_rules()
    asyncio.run(live(Path(sys.argv[1]), int(sys.argv[2])))

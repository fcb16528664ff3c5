"""A conversation that runs, to begin a test with."""

from __future__ import annotations

from tests.child import Child
from tests.house import House
from tests.person import Person


async def talk(house: House, person: Person | None = None, colour: str = "blue", **wish: str) -> Child:
    """This child talks with Ann, or with somebody else."""
    child = house.child(colour)
    await child.enters(**wish)
    person = person or house.ann
    await person.is_available()
    assert await person.is_asked_for() == child.its
    await person.accepts()
    return child

"""What must not be left when all calls are over, and where to look for it."""

from __future__ import annotations

import os
from pathlib import Path

from helpline.telephony.switchboard import Switchboard
from tests.house import House


async def nothing_is_left_in(house: House, board: Switchboard) -> None:
    """No leg, call, offer or open conversation; nothing that anybody still has to do; nothing kept of a call by who
    attends to the line."""
    assert await house.look(lambda records: records.calls.all()) == []
    assert await house.rows("SELECT id FROM leg") == []
    assert await house.rows("SELECT id FROM conversation WHERE state != 'closed'") == []
    assert [it for person in house.staff for it in await person.holds()] == []
    assert await house.open_offers() == []
    assert await house.rows("SELECT conversation FROM kept_from") == []
    assert await house.rows("SELECT conversation FROM watch") == []
    assert await house.rows("SELECT conversation FROM assignment WHERE until IS NULL") == []
    assert await house.deadlines() == []
    assert (board._calls, board._by_conversation, board.has_work) == ({}, {}, False)


def written(folder: Path) -> bytes:
    """All that Asterisk keeps, names of files included."""
    found: list[bytes] = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if path.is_file() and path.suffix != ".wav" and not path.is_symlink():
                found += [str(path).encode(), path.read_bytes()]
    return b"\n".join(found)

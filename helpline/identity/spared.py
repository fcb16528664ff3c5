"""`networks.toml`: the networks and numbers of schools and group homes that asked that nothing keeps them out.

Read here and nowhere else, so that the desk never knows an address. Numbers do not stand in it themselves but as
pseudonyms under the key of blocks, which `helpline keys spare` makes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpline.core.peer import Network, is_within, parse_address
from helpline.core.reading import Part, WrongValue
from helpline.core.values import Several
from helpline.settings.files import read_file
from helpline.settings.values import InNetwork
from helpline.settings.wrong import WrongSetting


@dataclass(frozen=True, slots=True)
class Digest:
    """The pseudonym of a number, as `helpline keys spare` prints it."""

    allowed: str = "64 digits and letters a to f, as `helpline keys spare` prints them; never the number itself"

    def read(self, value: Any) -> bytes:
        if not re.fullmatch("[0-9a-f]{64}", value):
            raise ValueError
        return bytes.fromhex(value)


@dataclass(frozen=True, slots=True)
class Spared:
    """Who asked to be spared. numbers: digests under the key of blocks."""

    networks: tuple[Network, ...] = ()
    numbers: frozenset[bytes] = field(default_factory=frozenset, repr=False)

    def has_address(self, address: str) -> bool:
        """Does it lie in one of the networks?"""
        parsed = parse_address(address)
        return parsed is not None and is_within(parsed, self.networks)


def read_spared(path: Path) -> Spared:
    """What the file says.

    Raises:
        WrongSetting: with the key and what is allowed.
    """
    try:
        part = Part(read_file(path))
        networks = part.take("networks", Several(InNetwork(everything=False)), default=())
        numbers = part.take("numbers", Several(Digest()), default=())
        part.end()
    except WrongValue as why:
        raise WrongSetting(str(path), why.key, why.given, why.allowed) from None
    return Spared(networks, frozenset(numbers))

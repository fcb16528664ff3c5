"""The second step of a log-in: something that somebody has, beside the password that they know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from helpline.core.staff import Role

STEP = timedelta(seconds=30)
"""How long a code is shown (RFC 6238)."""
EARLY_OR_LATE = 1
"""So many codes before and after the one of now are taken as well, for a telephone whose clock is off."""
MOST_OF_ONE = 10
"""So many second steps may one person have."""
HALF_FOR = timedelta(minutes=10)
"""Who gave the right password has so long to set up a second step, and may do nothing else meanwhile."""
CHALLENGE_FOR = timedelta(minutes=5)
"""A passkey answers a challenge within this time, once."""


class Kind(StrEnum):
    """`code`: six digits of an app on one's telephone (TOTP) · `passkey`: a key that a device keeps (WebAuthn)."""

    CODE = "code"
    PASSKEY = "passkey"


WAYS = {Kind.CODE: "code", Kind.PASSKEY: "assertion"}
"""What a log-in sends as well, for each kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One second step of one person.

    secret: of a code, sealed; of a passkey its public key · credential: by which a device knows its passkey, null of a
    code · counter: the step of the last code that was taken, or the passkey's own count; it only grows · confirmed_at:
    null until it was shown to work, and until then it opens nothing.
    """

    id: str
    staff: str
    kind: Kind
    name: str
    secret: bytes
    credential: bytes | None = None
    counter: int = 0
    created_at: datetime
    confirmed_at: datetime | None = None
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfSession:
    """Somebody gave the right password and must set up a second step before anything else."""

    token_hash: bytes
    staff: str
    created_at: datetime


def is_required(asked_of: str, role: Role) -> bool:
    """Must they have a second step? asked_of: `[staff] second_factor`: `coordinators`, `everybody` or `nobody`."""
    return asked_of == "everybody" or (asked_of == "coordinators" and role == Role.COORDINATOR)


def working(factors: Sequence[Factor]) -> list[Factor]:
    """Those that were shown to work."""
    return [it for it in factors if it.confirmed_at is not None]


def ways_of(factors: Sequence[Factor]) -> list[str]:
    """What a log-in may send, of those that work."""
    kinds = {it.kind for it in working(factors)}
    return [way for kind, way in WAYS.items() if kind in kinds]

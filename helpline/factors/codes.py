"""Codes of six digits that an app shows, each for half a minute (RFC 6238, by pyotp)."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import TYPE_CHECKING

from helpline.core.factors import EARLY_OR_LATE, STEP, Factor
from helpline.factors.drawing import draw
from helpline.factors.key import FactorKey
from helpline.ports.factors import NewCode

if TYPE_CHECKING:
    from pyotp import TOTP

DIGITS = 6
_OF_NOBODY = "A" * 32


class AppCodes:
    """The port `Codes`. helpline: the name that an app shows beside the code."""

    def __init__(self, key: FactorKey, helpline: str) -> None:
        self._key = key
        self._helpline = helpline

    def new(self, factor: str, name: str) -> NewCode:
        from pyotp import random_base32

        secret = random_base32()
        uri = _totp(secret).provisioning_uri(name=name, issuer_name=self._helpline)
        return NewCode(self._key.seal(secret, factor), secret, uri, *draw(uri))

    def step_of(self, factor: Factor, code: str, now: datetime) -> int | None:
        secret = self._key.open(factor.secret, factor.id)
        totp = _totp(secret or _OF_NOBODY)
        current, found = totp.timecode(now), None
        for step in range(current - EARLY_OR_LATE, current + EARLY_OR_LATE + 1):
            is_it = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
            if is_it and secret is not None and step > factor.counter:
                found = step
        return found


def _totp(secret: str) -> TOTP:
    from pyotp import TOTP

    return TOTP(secret, digits=DIGITS, interval=int(STEP.total_seconds()))

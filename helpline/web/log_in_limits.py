"""How often somebody may try to log in."""

from __future__ import annotations

from helpline.core.errors import TooMany
from helpline.core.limits import Buckets
from helpline.ports import Clock
from helpline.settings import Limits


class LogInLimits:
    """By network, all together, and by name, whether the name exists or not; asked before any password is compared."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._clock = clock
        self._enabled = limits.enabled
        self._by_network = Buckets(limits.log_ins_network)
        self._all = Buckets(limits.log_ins_all)
        self._by_name = Buckets(limits.log_ins_name)
        self._codes = Buckets(limits.codes_name)

    def count(self, name: str, network: str) -> None:
        """One more try.

        Raises:
            TooMany: with the seconds after which the next one may be made.
        """
        if not self._enabled:
            return
        now = self._clock.monotonic()
        # the network first: who floods from one address empties neither the others' share nor a name's
        for buckets, key in ((self._by_network, network), (self._all, ""), (self._by_name, name)):
            retry_seconds = buckets.take(key, now)
            if retry_seconds is not None:
                raise TooMany(retry_seconds=retry_seconds)

    def count_code(self, name: str) -> None:
        """One more try of a code by whoever knows the password: there are far fewer codes than passwords.

        Raises:
            TooMany: with the seconds after which the next one may be made.
        """
        retry_seconds = self._codes.take(name, self._clock.monotonic()) if self._enabled else None
        if retry_seconds is not None:
            raise TooMany(retry_seconds=retry_seconds)

    def knows_password(self, name: str) -> None:
        """Who is logged in already gave it again: what was tried under this name before does not count any more."""
        self._by_name.drop(name)

    def succeeded(self, name: str) -> None:
        """They are in: what was tried under this name before does not count any more."""
        self._by_name.drop(name)
        self._codes.drop(name)

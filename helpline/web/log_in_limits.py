"""How often somebody may try to log in."""

from __future__ import annotations

from helpline.actions.limit import Limits
from helpline.ports import Clock
from helpline.ports.limits import SharedLimits
from helpline.settings import Limits as LimitSettings

NAMES = ("log_ins_network", "log_ins_all", "log_ins_name", "codes_name")


class LogInLimits:
    """By network, all together, and by name, whether the name exists or not; asked before any password is compared."""

    def __init__(self, limits: LimitSettings, clock: Clock, shared: SharedLimits | None = None) -> None:
        buckets = {name: getattr(limits, name) for name in NAMES} if limits.enabled else {}
        self._limits = Limits(buckets, clock, shared)

    async def count(self, name: str, network: str) -> None:
        """One more try.

        Raises:
            TooMany: with the seconds after which the next one may be made.
        """
        # the network first: who floods from one address empties neither the others' share nor a name's
        asked = (("log_ins_network", network), ("log_ins_all", ""), ("log_ins_name", name))
        await self._limits.check_everywhere(*asked)

    async def count_code(self, name: str) -> None:
        """One more try of a code by whoever knows the password: there are far fewer codes than passwords.

        Raises:
            TooMany: with the seconds after which the next one may be made.
        """
        await self._limits.check_everywhere(("codes_name", name))

    async def knows_password(self, name: str) -> None:
        """Who is logged in already gave it again: what was tried under this name before does not count any more."""
        await self._limits.drop_everywhere("log_ins_name", name)

    async def succeeded(self, name: str) -> None:
        """They are in: what was tried under this name before does not count any more."""
        await self._limits.drop_everywhere("log_ins_name", name)
        await self._limits.drop_everywhere("codes_name", name)

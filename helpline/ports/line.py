"""The telephone: facts come in, wishes go out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Protocol

from helpline.core.line import Fact
from helpline.core.wishes import Wish


@dataclass(frozen=True, slots=True)
class Credentials:
    """With what the browser of one session becomes a phone, for as long as it is admitted.

    phone: its name, also the name it logs in with · password: random, and shown nowhere.
    """

    phone: str
    password: str = field(repr=False)


class Line(Protocol):
    """A telephone line with any number of calls.

    A wish is carried out after those wished before for the same call, and does not wait for those of other calls.
    Its outcome is a fact. A wish may come again, or too late: what is so already stays so, what is gone stays gone,
    and neither is an error. A wish for a call or a leg that there is not does nothing; `Offer` and `Dial` for a call
    that is gone ring nobody and tell nothing.
    """

    def heed(self, told: Callable[[Fact], None]) -> None:
        """Call `told` with each fact, in order. The facts of one call come in the order in which they became true.

        The first is `Up`. Between `Down` and the next `Up` nothing is told. `SoundCame` comes a moment after the child
        was first connected, if its telephone is not mute.
        """
        ...

    def wish(self, it: Wish) -> None:
        """Ask for something; returns at once. While the line is down a wish is lost: after `Up`, wish again."""
        ...

    async def credentials(self, phone: str) -> Credentials:
        """Let a phone of this name register with these, and stay registered where it is. It can be rung once it is
        admitted.

        Raises:
            TryAgain: the line cannot be reached.
        """
        ...

    async def admit(self, phones: Collection[str]) -> None:
        """These can be rung as soon as they have registered, and are told of; also when the line itself is restarted.

        Whoever was admitted before and is not among them can neither register nor be rung any more. A talk that it is
        in goes on: drop its leg. While the line is down it is lost: after `Up`, say it again.
        """
        ...

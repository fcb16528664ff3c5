"""A child with a device of its own, and what it does."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpline.actions import end
from helpline.actions.enter import Entered, Wish, enter
from helpline.actions.presence import child_came, child_went
from helpline.actions.read import read_messages
from helpline.core.attempt import Attempt
from helpline.core.conversation import Conversation, Message
from helpline.core.errors import Refusal
from helpline.core.rules import RETURNS_FOR
from helpline.ports import Entry, Pseudonym
from tests.person import keep

if TYPE_CHECKING:
    from tests.house import House


@dataclass
class Child:
    """Says what a child does, as one deed each; a refusal is raised."""

    house: House
    colour: str
    conversation: str | None = None

    @property
    def token(self) -> str:
        """Its resume token."""
        digest = hashlib.sha256(self.colour.encode()).digest()[:16]
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    @property
    def device(self) -> tuple[Pseudonym, ...]:
        return self.house.pseudonyms.of_device(self.token, self.house.now())

    async def is_refused(self, *, network: str = "", **wish: Any) -> dict[str, Any]:
        """Asks for somebody, and is told why not: the code and its fields."""
        try:
            await self.enters(network=network, **wish)
        except Refusal as refusal:
            return {"code": refusal.code, **refusal.fields}
        raise AssertionError(f"{self.colour} is in the queue")

    async def enters(self, *, network: str = "", **wish: Any) -> Entered:
        """Asks for somebody.

        Raises:
            Refusal: closed or full.
        """
        house = self.house
        address = house.pseudonyms.of_network(network, house.now()) if network else ()
        lasting = (*house.pseudonyms.lasting_device(self.token), *house.pseudonyms.lasting_network(network))
        answer = await house.do(
            lambda work: enter(
                Wish(**wish), self.device, address, lasting, work=work, vault=house.vault, rules=house.rules,
                service=house.service, node=house.node, now=house.now(),
            )
        )  # fmt: skip
        if isinstance(answer, Refusal):
            raise answer
        self.conversation = answer.conversation.id
        house.clock.advance(seconds=0.001)  # no two children ever come at the same moment
        return answer

    @property
    def its(self) -> str:
        """The id of its conversation."""
        assert self.conversation is not None, f"{self.colour} never entered"
        return self.conversation

    async def it(self) -> Conversation:
        return await self.house.get(self.its)

    async def state(self) -> str:
        return (await self.it()).state.value

    async def attempt(self) -> Attempt:
        """What is counted of it."""
        name = (await self.it()).attempt
        attempt = await self.house.look(lambda records: records.attempts.get(name))
        assert attempt is not None
        return attempt

    async def place(self) -> int:
        it = await self.it()
        return await self.house.look(lambda records: records.conversations.place_of(it))

    async def leaves(self) -> None:
        await self.house.do(lambda work: end.leave(self.device, work=work, now=self.house.now()))

    async def forgets(self) -> None:
        house = self.house
        await house.do(lambda work: end.forget(self.device, work=work, rules=house.rules, now=house.now()))

    async def goes(self, *, node: str | None = None) -> None:
        """Its page is gone: a dark screen, a tunnel, or for good."""
        house = self.house
        await house.do(lambda work: child_went(self.its, work=work, rules=house.rules, now=house.now(), node=node))

    async def comes(self, *, node: str | None = None) -> None:
        """Its page is open again."""
        house, it = self.house, await self.it()
        await house.do(
            lambda work: child_came(it.id, work=work, rules=house.rules, node=node or house.node, now=house.now())
        )

    async def prefers(self, choice: str) -> None:
        house = self.house
        await house.do(lambda work: end.prefer(self.its, choice, work=work, rules=house.rules, now=house.now()))

    async def says(self, words: str, client_id: str | None = None) -> Message:
        """Say something; answers when it is kept.

        Raises:
            Refusal: it was not.
        """
        return await keep(self.house, Entry(self.its, "child", None, client_id or words, words))

    async def reads(self) -> list[Message]:
        """What was said in its conversation."""
        it, vault = await self.it(), self.house.vault
        return await self.house.look(lambda records: read_messages(it, 0, records=records, vault=vault))

    async def comes_back_to(self) -> str | None:
        """The conversation that its token still brings back."""
        now = self.house.now()
        found = await self.house.look(
            lambda records: records.conversations.of_device(self.device, ended_after=now - RETURNS_FOR)
        )
        return found.id if found else None

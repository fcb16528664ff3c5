"""Somebody of the staff, and what they do at the desk."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from helpline.actions import accounts, alarm, along, converse, danger, end, sanction
from helpline.actions.answer_offer import accept_offer, decline_offer
from helpline.actions.block import Preview, give_block, preview_block, renew_block
from helpline.actions.presence import volunteer_came, volunteer_went
from helpline.actions.read import Danger, read_dangers, read_note
from helpline.actions.stand import be
from helpline.actions.take_over import take_over
from helpline.actions.time_out import give_time_out
from helpline.core.along import Reason
from helpline.core.conversation import AT_DESK, Conversation, Message
from helpline.core.errors import Refusal
from helpline.core.offers import Offer
from helpline.core.sanctions import Reason as Why
from helpline.core.sanctions import Sanction, Scope
from helpline.core.staff import Duty, Session, Staff, Status
from helpline.ports import Entry

if TYPE_CHECKING:
    from tests.house import House


@dataclass
class Person:
    """Says what somebody does, as one deed each; a refusal is raised."""

    house: House
    staff: Staff

    @property
    def id(self) -> str:
        return self.staff.id

    async def comes(self, *, node: str | None = None) -> Duty:
        """The first window of the desk opens."""
        house = self.house
        await house.do(
            lambda work: volunteer_came(self.id, work=work, rules=house.rules, node=node or house.node, now=house.now())
        )
        return await self.duty()

    async def goes(self, *, silent: bool = False, node: str | None = None) -> None:
        """The last window of the desk closes, or falls silent."""
        house = self.house
        await house.do(
            lambda work: volunteer_went(
                self.id, silent=silent, work=work, rules=house.rules, now=house.now(), node=node
            )
        )

    async def be(self, status: Status, **how: Any) -> Duty:
        house = self.house
        return await house.do(lambda work: be(self.staff, status, **how, work=work, rules=house.rules, now=house.now()))

    async def is_available(self, **how: Any) -> Duty:
        """At the desk, and ready for the next one."""
        duty = await self.duty()
        if duty is None or not duty.is_connected:
            await self.comes()
        return await self.be(Status.AVAILABLE, **how)

    async def is_away(self) -> Duty:
        return await self.be(Status.AWAY)

    async def takes_a_break(self) -> Duty:
        return await self.be(Status.BREAK)

    async def says_it_is_the_last(self) -> Duty:
        return await self.be(Status.LAST)

    async def duty(self) -> Duty | None:
        return await self.house.look(lambda records: records.people.duty(self.id))

    async def status(self) -> str | None:
        duty = await self.duty()
        return duty.status.value if duty else None

    async def offer(self) -> Offer | None:
        """What they are being asked."""
        return await self.house.look(lambda records: records.offers.open_for(staff=self.id))

    async def is_asked_for(self) -> str | None:
        """The conversation that they are being asked to take."""
        offer = await self.offer()
        return offer.conversation if offer else None

    async def accepts(self, offer: Offer | None = None) -> Conversation:
        house = self.house
        asked = offer or await self.offer()
        assert asked is not None, f"{self.id} is not asked"
        return await house.do(
            lambda work: accept_offer(asked.id, self.id, work=work, rules=house.rules, now=house.now())
        )

    async def declines(self, offer: Offer | None = None) -> None:
        house = self.house
        asked = offer or await self.offer()
        assert asked is not None, f"{self.id} is not asked"
        await house.do(lambda work: decline_offer(asked.id, self.id, work=work, rules=house.rules, now=house.now()))

    async def holds(self) -> list[str]:
        """The conversations on their screen."""
        held = await self.house.look(lambda records: records.conversations.held_by(self.id))
        return [it.id for it in held if it.state in AT_DESK]

    async def its(self) -> str:
        """The only conversation on their screen."""
        (conversation,) = await self.holds()
        return conversation

    async def says(self, words: str, client_id: str | None = None, *, conversation: str | None = None) -> Message:
        """Say something; answers when it is kept.

        Raises:
            Refusal: it was not.
        """
        conversation = conversation or await self.its()
        return await keep(self.house, Entry(conversation, "volunteer", self.id, client_id or words, words))

    async def goes_to_phase(self, phase: int, *, conversation: str | None = None) -> None:
        it = conversation or await self.its()
        now = self.house.now()
        await self.house.do(lambda work: converse.go_to_phase(it, phase, self.id, work=work, now=now))

    async def registers(self, *, conversation: str | None = None, **fields: Any) -> list[str]:
        house = self.house
        it = conversation or await self.its()
        return await house.do(
            lambda work: converse.register(it, fields, self.id, work=work, rules=house.rules, now=house.now())
        )

    async def hands_over(self, note: str = "", to: Person | None = None, *, conversation: str | None = None) -> None:
        house = self.house
        it = conversation or await self.its()
        deed = partial(converse.hand_over, it, note, to.id if to else None, self.id)
        await house.do(lambda work: deed(work=work, vault=house.vault, rules=house.rules, now=house.now()))

    async def reads_note(self, conversation: str) -> str | None:
        return read_note(await self.house.get(conversation), self.house.vault)

    async def ends(self, conversation: str | None = None) -> str:
        it = conversation or await self.its()
        now = self.house.now()
        await self.house.do(lambda work: end.end_by_volunteer(it, self.id, work=work, now=now))
        return it

    async def finishes(self, conversation: str | None = None) -> str:
        house = self.house
        it = conversation or await self.its()
        await house.do(lambda work: end.finish(it, self.id, work=work, rules=house.rules, now=house.now()))
        return it

    async def rounds_off(self, conversation: str | None = None) -> str:
        """From the last word to the closed registration."""
        it = await self.ends(conversation)
        await self.registers(conversation=it, type="silent")
        return await self.finishes(it)

    async def gives_time_out(
        self,
        minutes: int = 15,
        reason: Why = Why.PRANK,
        note: str | None = None,
        *,
        conversation: str | None = None,
    ) -> Sanction:
        house = self.house
        it = conversation or await self.its()
        deed = partial(give_time_out, it, minutes, reason, note, self.staff)
        return await house.do(lambda work: deed(work=work, vault=house.vault, now=house.now()))

    async def lifts(self, given: Sanction, why: str = "vergissing") -> None:
        now = self.house.now()
        await self.house.do(lambda work: sanction.lift(given.id, why, self.staff, work=work, now=now))

    async def agrees_with(self, given: Sanction) -> Sanction:
        now = self.house.now()
        return await self.house.do(lambda work: sanction.agree(given.id, self.staff, work=work, now=now))

    async def previews_block(self, conversation: str) -> Preview:
        now = self.house.now()
        return await self.house.look(lambda records: preview_block(conversation, records=records, now=now))

    async def blocks(
        self,
        conversation: str,
        hours: int = 24,
        scope: Scope = Scope.DEVICE,
        reason: Why = Why.ABUSIVE,
        note: str | None = None,
        *,
        ends_running: bool = False,
    ) -> Sanction:
        house = self.house
        deed = partial(give_block, conversation, hours, reason, scope, note, ends_running, self.staff)
        return await house.do(lambda work: deed(work=work, vault=house.vault, now=house.now()))

    async def renews(self, given: Sanction, hours: int = 24, reason: Why = Why.ABUSIVE) -> Sanction:
        now = self.house.now()
        return await self.house.do(lambda work: renew_block(given.id, hours, reason, self.staff, work=work, now=now))

    async def raises_alarm(self, conversation: str | None = None) -> None:
        house = self.house
        it = conversation or await self.its()
        await house.do(lambda work: danger.raise_alarm(it, self.id, work=work, rules=house.rules, now=house.now()))

    async def takes_alarm(self, conversation: str) -> None:
        now = self.house.now()
        await self.house.do(lambda work: alarm.take_alarm(conversation, self.id, work=work, now=now))

    async def notes_danger(self, conversation: str, **texts: str | None) -> None:
        house = self.house
        deed = partial(danger.note_danger, conversation, texts, self.id)
        await house.do(lambda work: deed(work=work, vault=house.vault, now=house.now()))

    async def reads_dangers(self, conversation: str) -> list[Danger]:
        it, vault = await self.house.get(conversation), self.house.vault
        return await self.house.look(lambda records: read_dangers(it, records=records, vault=vault))

    async def watches(self, conversation: str, reason: Reason = Reason.COACHING) -> Conversation:
        now = self.house.now()
        return await self.house.do(lambda work: along.watch(conversation, reason, self.id, work=work, now=now))

    async def unwatches(self, conversation: str) -> None:
        now = self.house.now()
        await self.house.do(lambda work: along.unwatch(conversation, self.id, work=work, now=now))

    async def whispers(self, conversation: str, text: str) -> None:
        house = self.house
        deed = partial(along.whisper, conversation, text, self.id)
        await house.do(lambda work: deed(work=work, vault=house.vault, now=house.now()))

    async def asks_along(self, conversation: str | None = None) -> None:
        it, now = conversation or await self.its(), self.house.now()
        await self.house.do(lambda work: along.ask_along(it, self.id, work=work, now=now))

    async def takes_over(self, conversation: str, reason: Reason = Reason.SAFETY) -> Conversation:
        house = self.house
        deed = partial(take_over, conversation, reason, self.id)
        return await house.do(lambda work: deed(work=work, rules=house.rules, now=house.now()))

    async def logs_in(self) -> str:
        """A session without a password; its token."""
        token, now = f"token of {self.id}", self.house.now()
        session = Session(token_hash=accounts.token_hash(token), staff=self.id, created_at=now, used_at=now)
        await self.house.do(lambda work: work.people.add_session(session))
        return token

    async def logs_out(self, token: str) -> None:
        await accounts.log_out(token, store=self.house.store, now=self.house.now())

    def with_level(self, **changes: Any) -> Person:
        """The same person, known otherwise."""
        return replace(self, staff=replace(self.staff, **changes))


async def keep(house: House, entry: Entry) -> Message:
    """Have the journal keep words, and wait for its answer."""
    answer: asyncio.Future[Message | Refusal] = asyncio.get_running_loop().create_future()
    house.journal.append(entry, answer.set_result)
    kept = await answer
    if isinstance(kept, Refusal):
        raise kept
    return kept

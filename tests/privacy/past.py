"""Conversations that were held, on a real database with real keys, so that there is something to forget."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from helpline.actions import alarm, along, answer_offer, converse, danger, end, forget, presence, stand
from helpline.actions.accounts import NewStaff, add_staff
from helpline.actions.carry_out import carry_out
from helpline.actions.enter import Entered, Service, Wish, enter
from helpline.actions.ids import new_id
from helpline.core.conversation import Conversation, Message
from helpline.core.deadlines import Graces
from helpline.core.errors import Refusal
from helpline.core.opening_hours import OpeningHours
from helpline.core.rules import Rules
from helpline.core.sanctions import Kind, Reason, Sanction, Scope
from helpline.core.staff import Level, Role, Staff, Status
from helpline.db import tables
from helpline.db.forgetting import DatabaseMemory
from helpline.db.postgresql import PostgresqlStore
from helpline.db.postgresql_journal import PostgresqlJournal
from helpline.db.sanction_tables import block_pseudonym
from helpline.db.sqlite import SqliteStore
from helpline.db.sqlite_journal import SqliteJournal
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.epoch_keys import EpochKeys
from helpline.identity.pseudonyms import KeyedPseudonyms
from helpline.ports import Entry, Pseudonym, SealedKey
from helpline.settings import load
from helpline.vault.file_vault import FileVault
from tests.fakes.clock import FakeClock

BLUE, GREEN, RED = (
    urlsafe_b64encode(colour.ljust(16, b"~")).decode().rstrip("=") for colour in (b"blue", b"green", b"red")
)
"""Resume tokens."""
ADDRESS = "84.241.200.17"
TEXT = "ik durf niet naar huis vanavond"
NICKNAME = "blauwe wolk"
NOTE = "het kind wil liever typen dan bellen"
DANGER = {
    "asked": "is er nu iemand bij je",
    "answer": "mijn broer zit naast mij",
    "action": "met goedvinden 112 gebeld",
}
WHISPER = "vraag of haar broer thuis is"
FIELDS = {
    "type": "counselling",
    "topics": ["other-other"],
    "gender": "girl",
    "age": 12,
    "about": "self",
}


def packaged_rules() -> Rules:
    """The packaged rules, always open."""
    settings = load({})
    return Rules(
        graces=Graces(),
        hours=OpeningHours(zone=ZoneInfo("Europe/Amsterdam"), always=True),
        definitions=settings.definitions,
        languages=("nl", "en"),
        full_minutes=0,
    )


RULES = packaged_rules()


@dataclass
class Past:
    """A house that did its work; each method is one deed at the moment of `clock`."""

    store: SqliteStore | PostgresqlStore
    journal: SqliteJournal | PostgresqlJournal
    vault: FileVault
    keys: EpochKeys
    blocks: BlockKey
    pepper: CallerPepper
    clock: FakeClock
    rules: Rules
    ann: Staff = field(init=False)
    said: int = 0

    @property
    def pseudonyms(self) -> KeyedPseudonyms:
        return KeyedPseudonyms(self.keys, self.blocks, self.pepper)

    @property
    def memory(self) -> DatabaseMemory:
        return DatabaseMemory(self.store)

    async def do(self, deed: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """One deed as one transaction, now."""
        return await carry_out(self.store, lambda work: deed(*given, work=work, now=self.clock.now(), **more))

    async def hire(self) -> None:
        """Ann is there and available, and so she stays."""
        new = NewStaff(name="ann", alias="Nora", role=Role.VOLUNTEER, level=Level.INDEPENDENT)
        self.ann = await self.do(add_staff, new, "-")
        await self.do(presence.volunteer_came, self.ann.id, rules=self.rules, node="node-1")

    def device(self, token: str = BLUE) -> Sequence[Pseudonym]:
        return self.pseudonyms.of_device(token, self.clock.now())

    async def enter(self, token: str = BLUE) -> Conversation:
        """A child comes in and waits."""
        for keys in (self.keys, self.vault):
            await asyncio.to_thread(keys.prepare, self.clock.now())
        await self.do(stand.be, self.ann, Status.AWAY, rules=self.rules)
        network = self.pseudonyms.of_network(ADDRESS, self.clock.now())
        entered = await self.do(
            enter,
            Wish(NICKNAME, "home"),
            self.device(token),
            network,
            vault=self.vault,
            rules=self.rules,
            service=Service(),
            node="node-1",
        )
        assert isinstance(entered, Entered)
        return await self.get(entered.conversation.id)

    async def talk(self, token: str = BLUE) -> Conversation:
        """A child comes in, Ann accepts, and each says something."""
        it = await self.enter(token)
        self.clock.advance(minutes=3)
        await self.accept()
        self.clock.advance(minutes=2, seconds=7)
        await self.say(it.id, None, TEXT)
        await self.say(it.id, self.ann.id, f"{TEXT}?")
        await self.do(converse.go_to_phase, it.id, 3, self.ann.id)
        await self.do(converse.register, it.id, FIELDS, self.ann.id, rules=self.rules)
        return await self.get(it.id)

    async def accept(self) -> None:
        """Ann takes who is next."""
        await self.do(stand.be, self.ann, Status.AVAILABLE, rules=self.rules)
        async with self.store.look() as records:
            offer = await records.offers.open_for(staff=self.ann.id)
        assert offer is not None
        await self.do(answer_offer.accept_offer, offer.id, self.ann.id, rules=self.rules)

    async def call_for_help(self, conversation: str) -> None:
        """Ann raises the alarm, Cora takes it, and what was asked and done is written down."""
        self.clock.advance(seconds=3)
        new = NewStaff(name="cora", alias="Lou", role=Role.COORDINATOR)
        cora: Staff = await self.do(add_staff, new, "-")
        self.clock.advance(seconds=3)
        await self.do(danger.raise_alarm, conversation, self.ann.id, rules=self.rules)
        self.clock.advance(seconds=9)
        await self.do(alarm.take_alarm, conversation, cora.id)
        self.clock.advance(seconds=48)
        await self.do(danger.note_danger, conversation, DANGER, cora.id, vault=self.vault)

    async def read_along(self, conversation: str) -> None:
        """Cora reads along, and whispers something to Ann that is gone a minute later, or with the conversation."""
        async with self.store.look() as records:
            cora = await records.people.named("cora")
        assert cora is not None
        await self.do(along.watch, conversation, along.Reason.SAFETY, cora.id)
        await self.do(along.whisper, conversation, WHISPER, cora.id, vault=self.vault)

    async def hand_over(self, conversation: str) -> None:
        """Ann gives it away with a note, and a while later nobody else has taken it but Ann."""
        await self.do(stand.be, self.ann, Status.LAST, rules=self.rules)
        await self.do(converse.hand_over, conversation, NOTE, None, self.ann.id, vault=self.vault, rules=self.rules)
        self.clock.advance(minutes=2)
        await self.accept()

    async def keep_sanction(self, it: Conversation) -> None:
        """A time-out as it is kept when all has happened with it that can: noted, agreed, come back from, lifted."""
        now, key = self.clock.now(), SealedKey(it.key_day, it.key_wrapped)
        given = Sanction(
            id=new_id(), kind=Kind.TIME_OUT, scope=Scope.DEVICE, reason=Reason.OTHER, channel="chat",
            conversation=it.id, by=self.ann.id, note=self.vault.seal(it.id, key, "note of a sanction", NOTE),
            since=now + timedelta(seconds=1), until=now + timedelta(seconds=92),
            holds_until=now + timedelta(seconds=63),
            needs_agreement=True, agreed_by=self.ann.id, agreed_at=now + timedelta(seconds=4), lifted_by=self.ann.id,
            lifted_at=now + timedelta(seconds=75), lifted_why="vergissing", way_back_at=now + timedelta(seconds=26),
        )  # fmt: skip
        async with self.store.begin() as work:
            await work.sanctions.add(given, await work.attempts.pseudonyms(it.attempt))
            met = {"sanction": given.id, "kind": "device", "digest": bytes(32)}
            await work.connection.execute(block_pseudonym.insert(), met)
            await work.commit()

    async def say(self, conversation: str, volunteer: str | None, text: str) -> None:
        answer: asyncio.Future[Message | Refusal] = asyncio.get_running_loop().create_future()
        self.said += 1
        sender = "volunteer" if volunteer else "child"
        entry = Entry(conversation, sender, volunteer, f"client-id-{self.said}", text)
        self.journal.append(entry, answer.set_result)
        assert isinstance(await answer, Message)

    async def wrap_up(self, token: str = BLUE) -> Conversation:
        """A whole conversation, until Ann rounds it off."""
        return await self.round_off((await self.talk(token)).id)

    async def round_off(self, conversation: str) -> Conversation:
        self.clock.advance(minutes=20, seconds=11)
        await self.do(end.end_by_volunteer, conversation, self.ann.id)
        return await self.get(conversation)

    async def close(self, token: str = BLUE) -> Conversation:
        """A whole conversation, with its registration."""
        return await self.finish((await self.talk(token)).id)

    async def finish(self, conversation: str) -> Conversation:
        """Ann rounds off, and is done with it a little later."""
        await self.round_off(conversation)
        self.clock.advance(minutes=4)
        await self.do(end.finish, conversation, self.ann.id, rules=self.rules)
        return await self.get(conversation)

    async def turn_away(self) -> None:
        """A child comes in while the line is closed."""
        closed = replace(self.rules, hours=OpeningHours(zone=ZoneInfo("Europe/Amsterdam")))
        await self.do(
            enter,
            Wish(),
            self.device(),
            (),
            vault=self.vault,
            rules=closed,
            service=Service(),
            node="node-1",
        )

    async def get(self, conversation: str) -> Conversation:
        async with self.store.look() as records:
            found = await records.conversations.get(conversation)
        assert found is not None
        return found

    async def forget(self, messages: int = 30, pseudonyms: int = 14) -> forget.Forgotten:
        terms = forget.Terms.in_days(messages, pseudonyms)
        return await forget.forget_due(self.store, self.memory, self.vault, self.keys, terms, self.clock.now())

    async def rows(self, *names: str) -> dict[str, list[dict[str, Any]]]:
        """Everything that is kept, by table, in no order."""
        async with self.store.look() as records:
            return {
                name: sorted(
                    (dict(row) for row in (await records.connection.execute(select(table))).mappings()), key=repr
                )
                for name, table in tables.metadata.tables.items()
                if name in names or not names
            }

    async def count(self, name: str) -> int:
        return len((await self.rows(name))[name])

"""The one place where the parts are put together."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from helpline.actions.forget import forget_conversation
from helpline.actions.tick import beat, mourn, mourn_nodes
from helpline.core.conversation import Message
from helpline.core.deadlines import Graces
from helpline.core.errors import TryAgain
from helpline.core.rules import Rules
from helpline.db.forgetting import DatabaseMemory
from helpline.db.pressed import PressedKeys
from helpline.db.turn import PostgresqlTurn
from helpline.identity.canonical import international, new_device_token
from helpline.identity.pseudonyms import KeyedPseudonyms
from helpline.keeping import Keys, LastTime, keep_forgetting, keep_prepared, open_keys
from helpline.library.library import ShelfLibrary
from helpline.logs import report_fault
from helpline.ports import Clock, Receiver, Wakeups
from helpline.ports.limits import SharedLimits
from helpline.realtime.adviser import Adviser
from helpline.realtime.board import Board
from helpline.realtime.child_face import ChildFace
from helpline.realtime.desk_face import DeskFace
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.elsewhere import Elsewhere
from helpline.realtime.house import House
from helpline.realtime.hub import Hub
from helpline.realtime.line import Line
from helpline.realtime.poll import Poll
from helpline.realtime.practice_face import PracticeFace
from helpline.realtime.rates import Rates
from helpline.realtime.sessions import SessionWatch
from helpline.realtime.transport.connection import Face
from helpline.realtime.transport.transport import Transport
from helpline.settings import Settings
from helpline.storage import Storage, storage
from helpline.telephone import OpenLine, attend, attends, open_line, switchboard_of
from helpline.telephony.ari import always
from helpline.ticker import Ticker
from helpline.vault.file_vault import FileVault
from helpline.web.cookie import session_cookie
from helpline.web.metrics import Latency
from helpline.web.sip_lines import Sip

if TYPE_CHECKING:
    from helpline.messenger.redis_limits import RedisLimits
    from helpline.messenger.redis_wakeups import RedisWakeups

log = logging.getLogger(__name__)
BOTH = frozenset({"child", "desk"})


def rules_of(settings: Settings) -> Rules:
    """The rules that these settings make."""
    routing = settings.routing
    return Rules(
        graces=Graces(
            offer=timedelta(seconds=routing.offer_seconds),
            volunteer=timedelta(seconds=routing.volunteer_grace_seconds),
            child=timedelta(seconds=routing.child_grace_seconds),
            waiting=timedelta(seconds=routing.waiting_grace_seconds),
            skill_relax=timedelta(seconds=routing.skill_relax_seconds),
            call=timedelta(minutes=settings.calls.longest_wait_minutes),
        ),
        hours=settings.opening,
        definitions=settings.definitions,
        languages=settings.helpline.languages,
        full_minutes=settings.estimate.full_minutes,
        survey=settings.survey.enabled,
        lasting_device=settings.sanctions.lasting_device == "time-out",
    )


@dataclass(slots=True)
class Node:
    """A node at work: what serves it, and what can be told to it.

    child, pseudonyms: null where only the desk is served, which never holds a key of identifiers · desk: null where
    only children are · practice: only on a practice line · opened: the telephone line, null without one · sip: the way
    of browsers to it, null where none is a phone · messenger, shared_limits: over Redis, or null
    · forgotten: when that was done · board: runs by itself; who moves the clock by hand may also make it `step`.
    """

    house: House
    child: ChildFace | None
    desk: DeskFace | None
    practice: PracticeFace | None
    board: Board
    transport: Transport
    pseudonyms: KeyedPseudonyms | None
    latency: Latency
    library: ShelfLibrary
    adviser: Adviser
    opened: OpenLine | None = None
    sip: Sip | None = None
    messenger: RedisWakeups | None = None
    shared_limits: RedisLimits | None = None
    forgotten: LastTime = field(default_factory=LastTime)
    is_draining: bool = False

    async def say_who_is_here(self) -> None:
        """This node was taken for dead, and its people for gone."""
        for face in (self.child, self.desk):
            if face is not None:
                await face.say_who_is_here()

    def drain(self) -> None:
        """No new conversations from now on; whoever goes returns to the next process."""
        self.is_draining = True
        for face in (self.child, self.desk, self.practice):
            if face is not None:
                face.drain()


@asynccontextmanager
async def node(
    settings: Settings, clock: Clock, *, faces: Collection[str] = BOTH, version: str = ""
) -> AsyncIterator[Node]:
    """Put a node together and keep its clockwork running until the block ends. version: of the pages beside it."""
    keys, vault = await asyncio.to_thread(open_keys, settings, clock, faces)
    name = uuid.uuid4().hex
    messenger = await asyncio.to_thread(messenger_of, settings, name)
    shared_limits = await asyncio.to_thread(shared_limits_of, settings)
    turn = None if settings.places.is_sqlite else PostgresqlTurn(settings.places.database_url)
    may = turn.is_ours if turn else always
    async with (
        storage(settings, vault, clock, messenger) as kept,
        open_line(settings, kept.store, clock, may) as opened,
    ):
        latency = Latency()
        telephone = opened.telephone if opened else None
        shared = house_of(settings, clock, vault, kept, latency, name, shared_limits)
        house = replace(shared, version=version, telephone=telephone)
        library = library_of(settings, clock, kept)
        at_work = node_of(house, keys, faces, latency, library, opened)
        at_work.messenger, at_work.shared_limits = messenger, shared_limits
        alone = settings.places.is_sqlite
        windows = at_work.desk.windows if at_work.desk else no_windows
        sessions = SessionWatch(house, windows)
        ticker = Ticker(
            kept.store,
            house.rules,
            clock,
            node=house.node,
            alone=alone,
            returned=at_work.say_who_is_here,
        )
        heeders = (house.hub.heed, at_work.board.heed, sessions.heed, ticker.heed, library.heed)
        for heed in (*heeders, at_work.adviser.heed):
            kept.wakeups.subscribe(heed)
        kept.journal.deliver_to(partial(deliver, house.hub, at_work.adviser, kept.wakeups))
        elsewhere = Elsewhere(kept.journal, house.hub, partial(deliver_here, house.hub, at_work.adviser))
        kept.wakeups.subscribe_words(elsewhere.heed)
        await mourn_nodes(kept.store, house.rules, clock.now(), alone_as=house.node if alone else None)
        await beat(kept.store, house.node, clock.now())
        await house.line.look_again()
        jobs: list[Callable[[], Awaitable[None]]] = [ticker.run, at_work.board.run, sessions.run, library.run]
        if at_work.desk is not None:
            jobs.append(at_work.adviser.run)
        jobs.append(partial(keep_prepared, keys, vault, clock))
        jobs.append(partial(keep_forgetting, house, keys, vault, at_work.forgotten))
        pressed = at_work.desk.pressed if at_work.desk else unheard
        if opened is not None and not alone:
            told = PressedKeys(settings.places.database_url, vault, clock, pressed)
            pressed = told.tell
            jobs.append(told.run)
        if opened is not None and keys is not None and attends(settings, faces):
            switchboard = switchboard_of(house, opened, keys.pseudonyms, pressed, kept.wakeups.follow, may)
            kept.wakeups.subscribe(switchboard.heed)
            kept.wakeups.subscribe(opened.heed)
            attending = partial(attend, opened, switchboard)
            jobs.append(partial(turn.take, attending) if turn else attending)
        at_work.sip = sip_of(house) if at_work.desk is not None else None
        if at_work.sip is not None:
            kept.wakeups.subscribe(at_work.sip.heed)
            jobs.append(at_work.sip.run)
        if not alone:
            jobs.append(Poll(house, kept.wakeups.wake, kept.wakeups.hears).run)
        if messenger is not None:
            jobs.append(messenger.run)
        if shared_limits is not None:
            jobs.append(shared_limits.run)
        async with beside(*jobs):
            yield at_work
        await elsewhere.close()
        await library.close()
        try:
            await mourn(kept.store, house.node, house.rules, clock.now())
        except TryAgain:
            log.warning("database_away")  # the others notice by themselves


def deliver(hub: Hub, adviser: Adviser, wakeups: Wakeups, messages: Sequence[Message]) -> None:
    """New words: to whoever follows the conversation, here and elsewhere, and then to be weighed."""
    hub.deliver(messages)
    wakeups.pass_on({f"conversation:{message.conversation}" for message in messages})
    adviser.heard(messages)


def deliver_here(hub: Hub, adviser: Adviser, messages: Sequence[Message]) -> None:
    """Words of another node, to whoever follows the conversation here."""
    hub.deliver(messages)
    adviser.heard(messages)


def messenger_of(settings: Settings, node: str) -> RedisWakeups | None:
    """What wakes the other nodes, where there is something; it blocks.

    Raises:
        KeyProblem: the key of its names cannot be made or read.
    """
    url, keys = settings.places.redis_url, settings.places.keys
    if url is None:
        return None
    from helpline.messenger.names import read_names
    from helpline.messenger.redis_wakeups import RedisWakeups

    return RedisWakeups(url, read_names(keys), node)


def shared_limits_of(settings: Settings) -> RedisLimits | None:
    """What counts for all nodes together, where there is something; it blocks.

    Raises:
        KeyProblem: the key of its names cannot be made or read.
    """
    url, keys = settings.places.redis_url, settings.places.keys
    if url is None or not settings.limits.enabled:
        return None
    from helpline.messenger.names import read_names
    from helpline.messenger.redis_limits import RedisLimits

    return RedisLimits(url, read_names(keys))


def house_of(
    settings: Settings,
    clock: Clock,
    vault: FileVault,
    kept: Storage,
    latency: Latency,
    name: str,
    shared_limits: SharedLimits | None = None,
) -> House:
    """What the faces share. name: of this node."""
    rules = rules_of(settings)
    return House(
        store=kept.store,
        journal=kept.journal,
        vault=vault,
        clock=clock,
        rules=rules,
        settings=settings,
        hub=Hub(kept.wakeups.follow),
        line=Line(kept.store, rules, clock, timedelta(minutes=settings.estimate.recent_minutes)),
        rates=Rates(settings.limits, clock, shared_limits),
        node=name,
        took=latency.observe,
        forget=partial(forget_conversation, memory=DatabaseMemory(kept.store))
        if settings.retention.messages_days == 0
        else None,
    )


def sip_of(house: House) -> Sip | None:
    """The way of volunteers' browsers to the PBX, where they are phones."""
    telephone = house.settings.telephone
    if telephone.line != "asterisk" or telephone.phones != "browser":
        return None

    async def phone_of(session: bytes) -> str | None:
        async with house.store.look() as records:
            found = await records.calls.phone_of(session)
        return found.name if found else None

    return Sip(telephone.sip_url, house.store, house.clock, phone_of)


def library_of(settings: Settings, clock: Clock, kept: Storage) -> ShelfLibrary:
    """The knowledge base."""
    languages, shows_all = settings.helpline.languages, settings.knowledge.unreviewed == "all"
    return ShelfLibrary(kept.store, clock, settings.definitions.topics, languages, shows_all=shows_all)


def node_of(
    house: House,
    keys: Keys | None,
    faces: Collection[str],
    latency: Latency,
    library: ShelfLibrary,
    opened: OpenLine | None,
) -> Node:
    """The faces that are served, and the transport that carries them."""
    settings = house.settings
    pseudonyms = keys.pseudonyms if keys else None
    child = ChildFace(house, pseudonyms, new_device_token) if pseudonyms and "child" in faces else None
    adviser = Adviser(house, library)
    desk = DeskFace(house, session_cookie(settings.origins).name, adviser) if "desk" in faces else None
    practice = practice_of(house, keys, opened.receiver) if keys and child and opened and opened.receiver else None
    served: list[Face] = [face for face in (child, desk, practice) if face is not None]
    transport = Transport(served, origins=settings.origins, clock=house.clock)
    board = Board(house, desk.windows if desk else no_windows)
    return Node(house, child, desk, practice, board, transport, pseudonyms, latency, library, adviser, opened)


def practice_of(house: House, keys: Keys, receiver: Receiver) -> PracticeFace:
    """The telephone in a page. A number that is typed there becomes at once what the PBX would tell in its place."""
    country = house.settings.telephone.country
    return PracticeFace(house, receiver, lambda number: keys.pepper.key(international(number, country)))


def unheard(conversation: str, key: str) -> None:
    """Of a key that a child presses, where no desk is."""


def no_windows() -> Iterator[DeskViewer]:
    """Of a node without a desk."""
    return iter(())


@asynccontextmanager
async def beside(*jobs: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Run these until the block ends. One that fails is said and begun again."""
    tasks = [asyncio.ensure_future(_again_and_again(job)) for job in jobs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _again_and_again(job: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await job()
        except TryAgain:
            log.warning("database_away")
        except Exception as error:  # noqa: BLE001 - the evening goes on, and the technician reads the number
            report_fault(log, error)
        await asyncio.sleep(1)

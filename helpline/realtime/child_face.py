"""The child's side of Socket.IO: `/child`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web

from helpline.actions.carry_out import carry_out
from helpline.actions.presence import child_came, child_went
from helpline.actions.sanction import keep_blocks, not_kept, sent_away_from
from helpline.core.conversation import Conversation
from helpline.core.errors import Invalid, NotTalking
from helpline.core.permissions import CHILD_FACE, Who, may
from helpline.core.rules import RETURNS_FOR
from helpline.ports import Entry, Lasting, Pseudonym, Pseudonyms
from helpline.realtime import shapes
from helpline.realtime.child_events import ChildEvents
from helpline.realtime.child_viewer import ChildViewer
from helpline.realtime.house import LINE_TOPIC, House
from helpline.realtime.peer import peer_of
from helpline.realtime.transport.connection import Connection


class ChildFace:
    """`realtime.connection.Face` for children: an address or token becomes a pseudonym as soon as it is seen."""

    namespace = CHILD_FACE
    websocket_only = False

    def __init__(self, house: House, pseudonyms: Pseudonyms, new_token: Callable[[], str]) -> None:
        self._house = house
        self._pseudonyms = pseudonyms
        self._by_token: dict[str, ChildViewer] = {}
        self._is_draining = False
        self._events = ChildEvents(house, pseudonyms, self._supersede, new_token)

    def drain(self) -> None:
        """No new conversations; whoever goes now returns to the next process."""
        self._is_draining = self._events.is_draining = True

    async def opened(self, connection: Connection, auth: Any, request: web.Request) -> None:
        house = self._house
        address = peer_of(request, house.settings) or ""
        network = self._pseudonyms.of_network(address, house.clock.now())
        await house.rates.check_everywhere(("connects_network", network[:1] or None), ("connects_all", "all"))
        viewer = connection.viewer = ChildViewer(connection, house, network, self._pseudonyms.lasting_network(address))
        house.hub.look(viewer, LINE_TOPIC)
        try:
            said = auth if isinstance(auth, dict) else {}
            token, at_the_door = said.get("resume"), said.get("out") is True
            async with viewer.turn:
                running = isinstance(token, str) and await self._come_back(viewer, token)
                if not running and (viewer.device or at_the_door):
                    await self._stand_at_the_door(viewer, tells=at_the_door)
                await viewer.snapshot()
        except BaseException:
            self._drop(viewer)
            raise

    def _supersede(self, viewer: ChildViewer, token: str) -> None:
        older = self._by_token.get(token)
        self._by_token[token] = viewer
        if older is not None and older is not viewer:
            older.was_superseded = True
            older.connection.emit("superseded", {})
            older.connection.close()

    async def _come_back(self, viewer: ChildViewer, token: str) -> bool:
        """Bring back the conversation of this device, where it has one; a malformed token is as good as none. True
        when it waits or talks."""
        house = self._house
        now = house.clock.now()
        device = self._pseudonyms.of_device(token, now)
        if not device:
            return False
        viewer.token, viewer.device = token, device
        self._supersede(viewer, token)
        it = await self._its(device, self._pseudonyms.lasting_device(token), now)
        if it is not None:
            viewer.follow(it.id)
            if it.ended_at is None:
                # where nothing can be written, it reads what was said all the same
                await viewer.write(partial(self._is_here, it.id), partial(self._is_still_here, viewer))
                return True
        return False

    async def _stand_at_the_door(self, viewer: ChildViewer, *, tells: bool) -> None:
        """Where something keeps it out, it hears of that again. tells: its page waits to hear how it stands now."""
        token = viewer.token
        lasting = self._pseudonyms.lasting_device(token) if token is not None else ()
        await viewer.stand_at_the_door((*lasting, *viewer.lasting_network), tells=tells)

    async def _its(self, device: Sequence[Pseudonym], lasting: Sequence[Lasting], now: datetime) -> Conversation | None:
        """The conversation of this device that is not over, or that its page still tells of."""
        house = self._house
        async with house.store.look() as records:
            it = await records.conversations.of_device(device, ended_after=now - RETURNS_FOR)
            if it is not None:
                return it
            holding = await records.sanctions.holding(device, now, lasting)
            it, missing = await sent_away_from(holding, records), await not_kept(holding, lasting, records)
        if missing:
            await carry_out(house.store, lambda work: keep_blocks(missing, work, now))
        return it

    async def _is_here(self, conversation: str) -> None:
        house = self._house
        now = house.clock.now()
        await carry_out(
            house.store, lambda work: child_came(conversation, work=work, rules=house.rules, node=house.node, now=now)
        )

    async def say_who_is_here(self) -> None:
        """Others took this node for dead: whoever is there has not gone."""
        for viewer in list(self._by_token.values()):
            if viewer.conversation is not None:
                await viewer.write(partial(self._is_here, viewer.conversation), partial(self._is_still_here, viewer))

    def _is_still_here(self, viewer: ChildViewer) -> bool:
        return viewer.token is not None and self._by_token.get(viewer.token) is viewer and not self._is_draining

    async def closed(self, connection: Connection, silent: bool) -> None:
        viewer: ChildViewer = connection.viewer
        self._drop(viewer)
        await viewer.rest()
        if not viewer.was_superseded and viewer.conversation is not None and not self._is_draining:
            gone = partial(self._is_gone, viewer, viewer.conversation)
            await viewer.write(gone, lambda: viewer.token not in self._by_token and not self._is_draining)

    def _drop(self, viewer: ChildViewer) -> None:
        self._house.hub.look_away(viewer)
        self._house.rates.drop_socket(viewer.connection.id)
        if viewer.token is not None and self._by_token.get(viewer.token) is viewer:
            del self._by_token[viewer.token]

    async def _is_gone(self, viewer: ChildViewer, conversation: str) -> None:
        house = self._house
        now = house.clock.now()
        await carry_out(
            house.store,
            lambda work: child_went(conversation, work=work, rules=house.rules, now=now, node=house.node),
        )
        # a reload may have been quicker than this was written
        if viewer.token is not None and viewer.token in self._by_token:
            await self._is_here(conversation)

    def received(
        self, connection: Connection, event: str, data: dict[str, Any], ack: int | None
    ) -> Awaitable[None] | None:
        viewer: ChildViewer = connection.viewer
        if not may(Who.CHILD, CHILD_FACE, event):
            raise Invalid
        if event == "say":
            self._say(viewer, data, ack)
            return None
        asked = shapes.read(shapes.CHILD_SHAPES[event], data)
        if event != "enter":  # which has limits of its own
            self._house.rates.check(("events_socket", connection.id))
        return self._answer(viewer, event, asked, ack)

    async def _answer(self, viewer: ChildViewer, event: str, asked: shapes.Strict, ack: int | None) -> None:
        deed = getattr(self._events, event)
        await viewer.all_said()
        async with viewer.turn:
            viewer.connection.reply(ack, await deed(viewer, asked))

    # the hot path: no task, no database of its own
    def _say(self, viewer: ChildViewer, data: dict[str, Any], ack: int | None) -> None:
        if data.keys() != {"client_id", "text"}:
            raise Invalid
        client_id, text = data["client_id"], data["text"]
        shapes.check_words(client_id, text)
        self._house.rates.check(
            ("messages_socket", viewer.connection.id), ("messages_sender", viewer.device[:1] or None),
            ("messages_all", "all"),
        )  # fmt: skip
        if viewer.conversation is None:
            raise NotTalking
        entry = Entry(viewer.conversation, "child", None, client_id, text)
        self._house.keep(entry, viewer.connection, ack)

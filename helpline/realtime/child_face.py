"""The child's side of Socket.IO: `/child`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from aiohttp import web

from helpline.actions.carry_out import carry_out
from helpline.actions.presence import child_came, child_went
from helpline.actions.read import read_messages
from helpline.core.conversation import Message
from helpline.core.errors import Invalid, NotTalking
from helpline.core.peer import peer_address
from helpline.core.permissions import CHILD_FACE, Who, may
from helpline.core.rules import RETURNS_FOR
from helpline.ports import Entry, Pseudonym, Pseudonyms
from helpline.realtime import child_view, shapes
from helpline.realtime.child_events import ChildEvents
from helpline.realtime.child_viewer import ChildViewer
from helpline.realtime.connection import Connection
from helpline.realtime.forms import message_form
from helpline.realtime.house import LINE_TOPIC, House, answer_said


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
        network = self._network(request)
        house.rates.check(("connects_network", network[:1] or None), ("connects_all", "all"))
        viewer = connection.viewer = ChildViewer(connection, house, network)
        house.hub.look(viewer, LINE_TOPIC)
        token = auth.get("resume") if isinstance(auth, dict) else None
        device = self._pseudonyms.of_device(token, house.clock.now()) if isinstance(token, str) else ()
        if not device or not isinstance(token, str):
            connection.emit("snapshot", viewer.seen | {"messages": [], "last_seq": 0})
            return
        viewer.token, viewer.device = token, device
        self._supersede(viewer, token)
        async with viewer.turn:
            await self._resume(viewer)

    def _network(self, request: web.Request) -> tuple[Pseudonym, ...]:
        forwarded = request.headers.getall("X-Forwarded-For", [])
        address = peer_address(request.remote, ",".join(forwarded) or None, self._house.settings.web.trusted_proxies)
        return self._pseudonyms.of_network(address, self._house.clock.now()) if address else ()

    def _supersede(self, viewer: ChildViewer, token: str) -> None:
        older = self._by_token.get(token)
        self._by_token[token] = viewer
        if older is not None and older is not viewer:
            older.was_superseded = True
            older.connection.emit("superseded", {})
            older.connection.close()

    async def _resume(self, viewer: ChildViewer) -> None:
        """Bring back the conversation of this device, and show where it stands."""
        house = self._house
        now = house.clock.now()
        async with house.store.look() as records:
            it = await records.conversations.of_device(viewer.device, ended_after=now - RETURNS_FOR)
        if it is not None:
            viewer.follow(it.id)
            if it.ended_at is None:
                await carry_out(
                    house.store,
                    lambda work: child_came(it, work=work, rules=house.rules, node=house.node, now=now),
                )
        await self._snapshot(viewer)

    async def _snapshot(self, viewer: ChildViewer) -> None:
        house = self._house
        messages: list[Message] = []
        if viewer.conversation is not None:
            async with house.store.look() as records:
                it = await records.conversations.get(viewer.conversation)
                viewer.seen = await child_view.look(it, viewer.token, records, house.line)
                if it is not None:
                    messages = await read_messages(it, 0, records=records, vault=house.vault)
            viewer.newest = messages[-1].seq if messages else 0
        forms = [message_form(message) for message in messages]
        viewer.connection.emit("snapshot", viewer.seen | {"messages": forms, "last_seq": max(viewer.newest, 0)})

    async def closed(self, connection: Connection, silent: bool) -> None:
        viewer: ChildViewer = connection.viewer
        if viewer is None:
            return
        house = self._house
        viewer.rest()
        house.hub.look_away(viewer)
        house.rates.drop_socket(connection.id)
        if viewer.was_superseded:
            return
        if viewer.token is not None and self._by_token.get(viewer.token) is viewer:
            del self._by_token[viewer.token]
        conversation = viewer.conversation
        if conversation is not None and not self._is_draining:
            now = house.clock.now()
            await carry_out(house.store, lambda work: child_went(conversation, work=work, rules=house.rules, now=now))

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
        self._house.journal.append(entry, partial(answer_said, viewer.connection, ack))

"""The desk's side of Socket.IO: `/desk`, for volunteers and coordinators."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from functools import partial
from typing import Any

from aiohttp import web

from helpline.actions.accounts import signed_in
from helpline.actions.carry_out import carry_out
from helpline.actions.presence import volunteer_came, volunteer_went
from helpline.core.errors import Forbidden, Invalid, NotTalking, SignedOut
from helpline.core.permissions import DESK_FACE, EVENTS, may
from helpline.core.registration import check_fields
from helpline.core.staff import token_hash
from helpline.ports import Entry
from helpline.realtime import shapes
from helpline.realtime.adviser import Adviser
from helpline.realtime.desk_events import DeskEvents
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.house import ALARMS_TOPIC, House
from helpline.realtime.peer import network_of
from helpline.realtime.transport.connection import Connection


class DeskFace:
    """`realtime.connection.Face` for the desk; it knows a session cookie and no identifier of a child."""

    namespace = DESK_FACE
    websocket_only = True

    def __init__(self, house: House, cookie: str, adviser: Adviser) -> None:
        """cookie: the name of the cookie that holds the token of a log-in; no other is looked at."""
        self._house = house
        self._cookie = cookie
        self._events = DeskEvents(house, adviser)
        self._definitions = house.rules.definitions
        self._by_staff: dict[str, set[DeskViewer]] = {}
        self._is_draining = False

    def drain(self) -> None:
        """Whoever goes now returns to the next process."""
        self._is_draining = True

    def windows(self) -> Iterator[DeskViewer]:
        """All open windows of this node."""
        for windows in list(self._by_staff.values()):
            yield from list(windows)

    async def opened(self, connection: Connection, auth: Any, request: web.Request) -> None:
        house = self._house
        network = network_of(request, house.settings)
        await house.rates.check_everywhere(("connects_network", network), ("connects_all", "all"))
        token = request.cookies.get(self._cookie)
        staff = await signed_in(token, store=house.store, now=house.clock.now())
        if staff is None or token is None:
            raise SignedOut
        viewer = connection.viewer = DeskViewer(connection, house, staff, token_hash(token))
        self._by_staff.setdefault(staff.id, set()).add(viewer)
        house.hub.look(viewer, f"staff:{staff.id}")
        if viewer.is_coordinator:
            house.hub.look(viewer, ALARMS_TOPIC)
        try:
            async with viewer.turn:
                # where nothing can be written, they read what was said all the same
                await viewer.write(partial(self._is_here, staff.id), partial(self._is_still_here, viewer))
                await viewer.snapshot()
        except BaseException:
            self._drop(viewer)
            raise

    async def _is_here(self, staff: str) -> None:
        house = self._house
        now = house.clock.now()
        await carry_out(
            house.store, lambda work: volunteer_came(staff, work=work, rules=house.rules, node=house.node, now=now)
        )

    async def say_who_is_here(self) -> None:
        """Others took this node for dead: whoever is there has not gone."""
        for staff, windows in list(self._by_staff.items()):
            for viewer in list(windows)[:1]:
                await viewer.write(partial(self._is_here, staff), partial(self._is_still_here, viewer))

    def _is_still_here(self, viewer: DeskViewer) -> bool:
        return viewer in self._by_staff.get(viewer.staff.id, ()) and not self._is_draining

    async def closed(self, connection: Connection, silent: bool) -> None:
        viewer: DeskViewer = connection.viewer
        self._drop(viewer)
        await viewer.rest()
        if viewer.staff.id not in self._by_staff and not self._is_draining:
            staff = viewer.staff.id
            gone = partial(self._is_gone, staff, silent)
            await viewer.write(gone, lambda: staff not in self._by_staff and not self._is_draining)

    def _drop(self, viewer: DeskViewer) -> None:
        self._house.hub.look_away(viewer)
        self._house.rates.drop_socket(viewer.connection.id)
        windows = self._by_staff.get(viewer.staff.id, set())
        windows.discard(viewer)
        if not windows:
            self._by_staff.pop(viewer.staff.id, None)

    async def _is_gone(self, staff: str, silent: bool) -> None:
        house = self._house
        now = house.clock.now()
        await carry_out(
            house.store,
            lambda work: volunteer_went(staff, silent=silent, work=work, rules=house.rules, now=now, node=house.node),
        )
        # a reload may have been quicker than this was written
        if staff in self._by_staff:
            await self._is_here(staff)

    def pressed(self, conversation: str, key: str) -> None:
        """The child pressed a key of its telephone: whoever holds or watches the call sees it, and nobody keeps it."""
        for viewer in self._house.hub.viewers(f"conversation:{conversation}"):
            if viewer.connection.face is self:
                viewer.connection.emit("key", {"conversation": conversation, "key": key})

    def received(
        self, connection: Connection, event: str, data: dict[str, Any], ack: int | None
    ) -> Awaitable[None] | None:
        viewer: DeskViewer = connection.viewer
        if not viewer.is_signed_in:
            raise SignedOut
        if (DESK_FACE, event) not in EVENTS:
            raise Invalid
        if not may(viewer.staff.role.value, DESK_FACE, event):
            raise Forbidden
        viewer.was_active = True
        if event == "say":
            self._say(viewer, data, ack)
            return None
        asked = shapes.read(shapes.DESK_SHAPES[event], data)
        if isinstance(asked, shapes.Register):
            # wrong values are a wrong shape: said before anything about whose conversation it is
            check_fields(self._definitions.form, self._definitions.topics, asked.fields)
        self._house.rates.check(("events_socket", connection.id))
        return self._answer(viewer, event, asked, ack)

    async def _answer(self, viewer: DeskViewer, event: str, asked: shapes.Strict, ack: int | None) -> None:
        deed = getattr(self._events, event)
        await viewer.all_said()
        async with viewer.turn:
            viewer.connection.reply(ack, await deed(viewer, asked))

    # the hot path: no task, no database of its own; the journal asks whose conversation it is
    def _say(self, viewer: DeskViewer, data: dict[str, Any], ack: int | None) -> None:
        if data.keys() != {"conversation", "client_id", "text"}:
            raise Invalid
        conversation, client_id, text = data["conversation"], data["client_id"], data["text"]
        shapes.check_id(conversation)
        shapes.check_words(client_id, text)
        self._house.rates.check(
            ("messages_socket", viewer.connection.id), ("messages_sender", viewer.staff.id), ("messages_all", "all")
        )
        if conversation in viewer.on_hold:
            raise NotTalking
        entry = Entry(conversation, "volunteer", viewer.staff.id, client_id, text)
        self._house.keep(entry, viewer.connection, ack)

"""The desk's side of Socket.IO: `/desk`, for volunteers and coordinators."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from functools import partial
from typing import Any

from aiohttp import web

from helpline.actions.accounts import signed_in, token_hash
from helpline.actions.carry_out import carry_out
from helpline.actions.presence import volunteer_came, volunteer_went
from helpline.core.errors import Forbidden, Invalid, SignedOut
from helpline.core.permissions import DESK_FACE, EVENTS, may
from helpline.ports import Entry
from helpline.realtime import shapes
from helpline.realtime.connection import Connection
from helpline.realtime.desk_events import DeskEvents
from helpline.realtime.desk_viewer import DeskViewer
from helpline.realtime.house import House, answer_said

COOKIES = ("__Host-helpline", "helpline")


class DeskFace:
    """`realtime.connection.Face` for the desk; it knows a session cookie and no identifier of a child."""

    namespace = DESK_FACE
    websocket_only = True

    def __init__(self, house: House) -> None:
        self._house = house
        self._events = DeskEvents(house)
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
        token = next((request.cookies[name] for name in COOKIES if name in request.cookies), None)
        house = self._house
        staff = await signed_in(token, store=house.store, now=house.clock.now())
        if staff is None or token is None:
            raise SignedOut
        viewer = connection.viewer = DeskViewer(connection, house, staff, token_hash(token))
        windows = self._by_staff.setdefault(staff.id, set())
        windows.add(viewer)
        house.hub.look(viewer, f"staff:{staff.id}")
        now = house.clock.now()
        async with viewer.turn:
            if len(windows) == 1:
                await carry_out(
                    house.store,
                    lambda work: volunteer_came(staff.id, work=work, rules=house.rules, node=house.node, now=now),
                )
            await viewer.snapshot()

    async def closed(self, connection: Connection, silent: bool) -> None:
        viewer: DeskViewer | None = connection.viewer
        if viewer is None:
            return
        house = self._house
        viewer.rest()
        house.hub.look_away(viewer)
        house.rates.drop_socket(connection.id)
        windows = self._by_staff.get(viewer.staff.id, set())
        windows.discard(viewer)
        if windows:
            return
        self._by_staff.pop(viewer.staff.id, None)
        if not self._is_draining:
            now = house.clock.now()
            await carry_out(
                house.store,
                lambda work: volunteer_went(viewer.staff.id, silent=silent, work=work, rules=house.rules, now=now),
            )

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
        self._house.rates.check(("events_socket", connection.id))
        return self._answer(viewer, event, asked, ack)

    async def _answer(self, viewer: DeskViewer, event: str, asked: shapes.Strict, ack: int | None) -> None:
        deed = getattr(self._events, event)
        async with viewer.turn:
            viewer.connection.reply(ack, await deed(viewer, asked))

    # the hot path: no task, no database of its own; the journal asks whose conversation it is
    def _say(self, viewer: DeskViewer, data: dict[str, Any], ack: int | None) -> None:
        if data.keys() != {"conversation", "client_id", "text"}:
            raise Invalid
        conversation, client_id, text = data["conversation"], data["client_id"], data["text"]
        if not (type(conversation) is str and 0 < len(conversation) <= 64):
            raise Invalid
        shapes.check_words(client_id, text)
        self._house.rates.check(
            ("messages_socket", viewer.connection.id), ("messages_sender", viewer.staff.id), ("messages_all", "all")
        )
        entry = Entry(conversation, "volunteer", viewer.staff.id, client_id, text)
        self._house.journal.append(entry, partial(answer_said, viewer.connection, ack))

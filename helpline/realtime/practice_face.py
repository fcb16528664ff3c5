"""The practice line's side of Socket.IO: `/practice`, a telephone in a page. It is there only where that line is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from helpline.core.errors import Invalid, NotTalking, TryAgain
from helpline.core.permissions import PRACTICE_FACE, Who, may
from helpline.ports import Entry, Receiver
from helpline.realtime import shapes
from helpline.realtime.forms import Form
from helpline.realtime.house import OK, House
from helpline.realtime.peer import network_of
from helpline.realtime.practice_viewer import PracticeViewer
from helpline.realtime.transport.connection import Connection


class PracticeFace:
    """`realtime.connection.Face` for who practises. A page that goes hangs up, as a telephone without a network."""

    namespace = PRACTICE_FACE
    websocket_only = False

    def __init__(self, house: House, receiver: Receiver, caller_key: Callable[[str], str | None]) -> None:
        """caller_key: what the PBX would tell in place of a number that is typed; null for what is none."""
        self._house = house
        self._receiver = receiver
        self._caller_key = caller_key
        self._by_call: dict[str, PracticeViewer] = {}
        self._is_draining = False
        self._deeds: dict[str, Callable[[PracticeViewer, Any], Form]] = {
            "dial": self._dial,
            "press": self._press,
            "hang_up": self._hang_up,
        }
        receiver.listen(self._changed)

    def drain(self) -> None:
        """No new calls."""
        self._is_draining = True

    async def opened(self, connection: Connection, auth: Any, request: web.Request) -> None:
        network = network_of(request, self._house.settings)
        await self._house.rates.check_everywhere(("connects_network", network), ("connects_all", "all"))
        connection.viewer = PracticeViewer(connection, self._house, self._receiver, network)
        connection.viewer.snapshot()

    async def closed(self, connection: Connection, silent: bool) -> None:
        viewer: PracticeViewer = connection.viewer
        self._house.hub.look_away(viewer)
        self._house.rates.drop_socket(connection.id)
        self._let_go(viewer)
        await viewer.rest()

    def received(
        self, connection: Connection, event: str, data: dict[str, Any], ack: int | None
    ) -> Awaitable[None] | None:
        viewer: PracticeViewer = connection.viewer
        if not may(Who.PRACTISES, PRACTICE_FACE, event):
            raise Invalid
        if event == "say":
            self._say(viewer, data, ack)
            return None
        asked = shapes.read(shapes.PRACTICE_SHAPES[event], data)
        self._house.rates.check(("events_socket", connection.id))
        connection.reply(ack, self._deeds[event](viewer, asked))
        return None

    def _dial(self, viewer: PracticeViewer, asked: shapes.Dial) -> Form:
        """While a call is on the line it changes nothing."""
        key = None if asked.number is None else self._caller_key(asked.number)
        if asked.number is not None and key is None:
            raise Invalid
        if viewer.is_ringing:
            return OK
        self._house.rates.check(("enters_network", viewer.network), ("enters_all", "all"))
        if self._is_draining:
            raise TryAgain(retry_seconds=5)
        self._let_go(viewer)
        call = self._receiver.ring_up(key)
        self._by_call[call] = viewer
        viewer.rang(call)
        return OK

    def _press(self, viewer: PracticeViewer, asked: shapes.Press) -> Form:
        if viewer.call is None or not viewer.is_ringing:
            raise NotTalking
        self._receiver.press(viewer.call, asked.key)
        return OK

    def _hang_up(self, viewer: PracticeViewer, _: shapes.Nothing) -> Form:
        if viewer.call is not None:
            self._receiver.hang_up(viewer.call)
        return OK

    def _say(self, viewer: PracticeViewer, data: dict[str, Any], ack: int | None) -> None:
        """Words of the child, as in a chat; nobody hears who is not in the talk."""
        if data.keys() != {"client_id", "text"}:
            raise Invalid
        shapes.check_words(data["client_id"], data["text"])
        self._house.rates.check(("messages_socket", viewer.connection.id), ("messages_all", "all"))
        if viewer.conversation is None or viewer.seen["state"] != "talks":
            raise NotTalking
        entry = Entry(viewer.conversation, "child", None, data["client_id"], data["text"])
        self._house.keep(entry, viewer.connection, ack)

    def _changed(self, call: str) -> None:
        viewer = self._by_call.get(call)
        if viewer is not None:
            viewer.look_again()

    def _let_go(self, viewer: PracticeViewer) -> None:
        if viewer.call is not None:
            self._by_call.pop(viewer.call, None)
            self._receiver.hang_up(viewer.call)

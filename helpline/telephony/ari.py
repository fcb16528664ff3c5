"""Speaks ARI, Asterisk's own interface: events over one websocket, commands over HTTP.

A command that is not in `COMMANDS` cannot be sent, whatever is asked: there is none that records, and none that reads
a variable, in which a child's number might still stand.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from copy import copy
from http import HTTPStatus
from urllib.parse import quote

from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWebSocketResponse, WSMsgType, encode_basic_auth
from orjson import JSONDecodeError, loads
from yarl import URL

from helpline.core.errors import TryAgain

Shape = Mapping[str, object]

COMMANDS = frozenset(
    {
        "GET /channels",
        "GET /bridges",
        "GET /endpoints/PJSIP",
        "GET /endpoints/PJSIP/{}",
        "POST /applications/{}/subscription",
        "DELETE /applications/{}/subscription",
        "PUT /applications/{}/eventFilter",
        "POST /channels/{}",
        "DELETE /channels/{}",
        "POST /channels/{}/answer",
        "GET /channels/{}/rtp_statistics",
        "POST /channels/{}/ring",
        "POST /channels/{}/moh",
        "DELETE /channels/{}/moh",
        "POST /channels/{}/play/{}",
        "DELETE /playbacks/{}",
        "POST /channels/{}/snoop/{}",
        "POST /bridges/{}",
        "DELETE /bridges/{}",
        "POST /bridges/{}/addChannel",
        "POST /bridges/{}/removeChannel",
        "PUT /asterisk/config/dynamic/res_pjsip/{}/{}",
        "DELETE /asterisk/config/dynamic/res_pjsip/{}/{}",
        # of an endpoint alone: a password stands in its auth
        "GET /asterisk/config/dynamic/res_pjsip/endpoint/{}",
        "GET /asterisk/info",
        "GET /asterisk/modules",
        "GET /asterisk/logging",
    }
)

EVENTS = (
    *("StasisStart", "StasisEnd", "ChannelStateChange", "ChannelHangupRequest", "ChannelDestroyed"),
    *("ChannelDtmfReceived", "PlaybackFinished", "EndpointStateChange"),
)
"""Those that Asterisk sends us. Others would say from where a volunteer registered, or come a dozen for each call."""

COMMAND_SECONDS = 10
HEARTBEAT_SECONDS = 10
_MOST_BYTES = 16 * 2**20


def always() -> bool:
    """Nobody else attends."""
    return True


class Ari:
    """One application of one Asterisk. url: with `/ari`, such as `http://127.0.0.1:8088/ari` · may: asked before each
    command whether it is still our turn."""

    def __init__(
        self, session: ClientSession, url: str, app: str, user: str, password: str, may: Callable[[], bool] = always
    ) -> None:
        self._session = session
        self._url = url
        self.app = app
        self._headers = {"Authorization": encode_basic_auth(user, password)}
        self._may = may

    def at_any_time(self) -> Ari:
        """For what a process may do whose turn it is not."""
        other = copy(self)
        other._may = always
        return other

    async def send(self, command: str, *ids: str, body: Shape | None = None, **query: str | int) -> tuple[int, object]:
        """Send one of `COMMANDS`, its `{}` filled in with the ids; answers status and body.

        Raises:
            TryAgain: Asterisk cannot be reached, or it is not our turn any more.
            ValueError: this command is none of ours.
        """
        if command not in COMMANDS:
            raise ValueError("no command of ours")
        self._check_turn()
        method, path = command.split(" ", 1)
        # a dot alone would be a step in the path
        whole = self._url + path.format(*(quote(it, safe="").replace(".", "%2E") for it in ids))
        try:
            async with self._session.request(
                method,
                URL(whole, encoded=True).update_query(query),
                headers=self._headers,
                json=body,
                timeout=ClientTimeout(total=COMMAND_SECONDS),
            ) as answer:
                content = await answer.read()
                found = loads(content) if content else None
                return answer.status, _without_callers(found) if command == "GET /channels" else found
        except (ClientError, TimeoutError, JSONDecodeError) as error:
            raise TryAgain from error

    async def does(self, command: str, *ids: str, **query: str | int) -> bool:
        """Send one of `COMMANDS` that answers nothing; false when Asterisk refuses, mostly because it is gone already.

        Raises:
            TryAgain: Asterisk cannot be reached.
        """
        status, _ = await self.send(command, *ids, body=None, **query)
        return status < HTTPStatus.BAD_REQUEST

    @asynccontextmanager
    async def events(self) -> AsyncIterator[AsyncIterator[dict[str, object]]]:
        """The events from now on, until the connection is lost.

        Raises:
            TryAgain: Asterisk cannot be reached.
        """
        self._check_turn()
        try:
            socket = await self._session.ws_connect(
                f"{self._url}/events",
                params={"app": self.app, "subscribeAll": "false"},
                headers=self._headers,
                heartbeat=HEARTBEAT_SECONDS,
                max_msg_size=_MOST_BYTES,
            )
        except (ClientError, TimeoutError) as error:
            raise TryAgain from error
        try:
            yield _read(socket)
        finally:
            await socket.close()

    def _check_turn(self) -> None:
        if not self._may():
            raise TryAgain


def _without_callers(channels: object) -> object:
    """What we need of each channel. In its first milliseconds the dialplan has not hidden the number of a child yet: it
    stands in the caller, and in what the dialplan is at."""
    if not isinstance(channels, list):
        return None
    return [
        {"id": it["id"], "state": it["state"], "dialplan": at if at.get("app_name") == "Stasis" else {}}
        for it, at in ((it, it.get("dialplan", {})) for it in channels)
    ]


async def _read(socket: ClientWebSocketResponse) -> AsyncIterator[dict[str, object]]:
    async for message in socket:
        if message.type is WSMsgType.TEXT:
            with suppress(JSONDecodeError):
                event = loads(message.data)
                if isinstance(event, dict):
                    yield event

"""The frames written beneath aiohttp are the ones aiohttp would have written."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from aiohttp import WSMsgType
from aiohttp.http_websocket import WebSocketWriter

from helpline.realtime.transport.wire import frame


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
async def test_a_frame_is_that_of_aiohttp(size: int) -> None:
    text = ("é" + "x" * size)[: size - 1] if size else ""
    transport = Mock()
    transport.is_closing.return_value = False
    await WebSocketWriter(Mock(_paused=False), transport).send_frame(text.encode(), WSMsgType.TEXT)
    written = b"".join(call.args[0] for call in transport.write.call_args_list)
    assert frame(text) == written

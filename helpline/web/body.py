"""The body of a request: bounded in size and in time, and in the one shape that its route takes."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import msgspec
from aiohttp import web

from helpline.core.errors import Invalid
from helpline.web.errors import TooLarge

MOST_BYTES = 65_536
WITHIN_SECONDS = 12.0
"""An honest client has sent a body of this size by then, even over a bad network."""

Shape = TypeVar("Shape")


async def read_body(request: web.Request, most: int = MOST_BYTES, within: float = WITHIN_SECONDS) -> bytes:
    """All that was sent.

    Raises:
        TooLarge: more than `most` bytes.
        Invalid: it is compressed or broken, or does not come to its end in time.
    """
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Invalid  # a small body could be a very large one
    if (request.content_length or 0) > most:
        raise TooLarge
    body = bytearray()
    try:
        async with asyncio.timeout(within):
            while chunk := await request.content.readany():
                body += chunk
                if len(body) > most:
                    raise TooLarge
    except (TimeoutError, ConnectionError, web.RequestPayloadError):
        raise Invalid from None
    return bytes(body)


async def read_json(request: web.Request, shape: type[Shape], most: int = MOST_BYTES) -> Shape:
    """The JSON that was sent, strictly in this shape.

    Raises:
        TooLarge, Invalid: as above, or it is no JSON of this shape.
    """
    if request.content_type != "application/json":
        raise Invalid
    body = await read_body(request, most)
    try:
        return msgspec.json.decode(body, type=shape, strict=True)
    except (ValueError, RecursionError):  # also of bytes that are no text
        raise Invalid from None

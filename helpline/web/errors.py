"""Refusals as HTTP answers: `{"error": {"code": …, …}}` with the status that fits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import orjson
from aiohttp import web

from helpline.core.article import EditedMeanwhile
from helpline.core.errors import (
    Forbidden,
    Invalid,
    LastFactor,
    Refusal,
    SecondFactor,
    SignedOut,
    TooMany,
    TryAgain,
    WrongCode,
    WrongCredentials,
)
from helpline.core.recording import BadRecording, DraftGone, NoPlaceholder, NotHeard


class NotFound(Refusal):
    """There is no such page."""

    code = "not_found"


class MethodNotAllowed(Refusal):
    """The page is there, and is not asked in this way."""

    code = "method_not_allowed"


class TooLarge(Refusal):
    """More was sent than this route takes."""

    code = "too_large"


class Fault(Refusal):
    """What nobody foresaw; `number` is also in the log."""

    code = "fault"


STATUS: Mapping[type[Refusal], int] = MappingProxyType(
    {
        Invalid: 400,
        BadRecording: 400,
        WrongCode: 400,
        SignedOut: 401,
        WrongCredentials: 401,
        SecondFactor: 401,
        Forbidden: 403,
        NotFound: 404,
        MethodNotAllowed: 405,
        EditedMeanwhile: 409,
        LastFactor: 409,
        NotHeard: 409,
        DraftGone: 409,
        NoPlaceholder: 409,
        TooLarge: 413,
        TooMany: 429,
        Fault: 500,
        TryAgain: 503,
    }
)
_BY_STATUS = MappingProxyType({404: NotFound, 405: MethodNotAllowed, 413: TooLarge})


def json_answer(value: object, status: int = 200) -> web.Response:
    """An answer that holds this value."""
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json", charset="utf-8")


def refused(refusal: Refusal) -> web.Response:
    """The answer to what is refused; a refusal of the rules that has no status of its own is a 400."""
    answer = json_answer(refusal.as_error(), STATUS.get(type(refusal), 400))
    retry_seconds = refusal.fields.get("retry_seconds")
    if retry_seconds is not None:
        answer.headers["Retry-After"] = str(retry_seconds)
    return answer


def refused_by_router(error: web.HTTPException) -> web.Response:
    """The answer to what the router or the reader of requests refuses, in our words."""
    answer = refused(_BY_STATUS.get(error.status, Invalid)())
    if "Allow" in error.headers:
        answer.headers["Allow"] = error.headers["Allow"]
    return answer

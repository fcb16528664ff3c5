"""The routes that only show something."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from helpline.core.definitions import form_for_page
from helpline.core.errors import TryAgain
from helpline.core.topics import tree_for_page
from helpline.settings import Settings
from helpline.web.errors import NotFound, json_answer
from helpline.web.headers import page_policy, permissions
from helpline.web.house import ROOMS, Handler, House
from helpline.web.metrics import CONTENT_TYPE, exposition
from helpline.web.pages import Document

FOR_EVER = "public, max-age=31536000, immutable"


def page(document: Document, settings: Settings, *features: str) -> Handler:
    """The route of a page. features: what it may ask the browser for, such as `microphone`."""
    policy, may = page_policy(settings.origins), permissions(*features)

    async def show(request: web.Request) -> web.Response:
        answer = _sent(document, request)
        answer.headers["Content-Security-Policy"] = policy
        answer.headers["Permissions-Policy"] = may
        return answer

    return show


def page_or_none(document: Document | None, settings: Settings) -> Handler:
    """The same of one that may not be there."""
    return _show_nothing if document is None else page(document, settings)


async def show_asset(request: web.Request) -> web.Response:
    """A file of the built pages, by its name alone."""
    document = request.app[ROOMS].house.pages.assets.get(request.match_info["name"])
    if document is None:
        raise NotFound
    return _sent(document, request)


def topics(house: House) -> Handler:
    """The route of the tree of topics."""
    return partial(_show_json, tree_for_page(house.settings.definitions.topics))


def form(house: House) -> Handler:
    """The route of the registration form."""
    return partial(_show_json, form_for_page(house.settings.definitions))


async def show_health(_: web.Request) -> web.Response:
    """This process answers; nothing else is said."""
    return json_answer({"ok": True})


async def show_readiness(request: web.Request) -> web.Response:
    """This process may be sent new work."""
    if not await request.app[ROOMS].readiness.now():
        raise TryAgain(retry_seconds=2)
    return json_answer({"ok": True})


async def show_metrics(request: web.Request) -> web.Response:
    """What operators measure."""
    rooms = request.app[ROOMS]
    text = exposition(await rooms.house.figures(), rooms.answers)
    return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE})


async def _show_nothing(_: web.Request) -> web.Response:
    raise NotFound


async def _show_json(value: object, _: web.Request) -> web.Response:
    return json_answer(value)


def _sent(document: Document, request: web.Request) -> web.Response:
    headers = {"Content-Type": document.content_type}
    if document.is_lasting:
        headers["Cache-Control"] = FOR_EVER
    body = document.body
    if document.zipped is not None:
        headers["Vary"] = "Accept-Encoding"
        if takes_gzip(request.headers.get("Accept-Encoding", "")):
            headers["Content-Encoding"] = "gzip"
            body = document.zipped
    return web.Response(body=body, headers=headers)


def takes_gzip(accepted: str) -> bool:
    """Does this `Accept-Encoding` name gzip, and not as what is refused?"""
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False

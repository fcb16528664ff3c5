"""The coordinators' routes to what the telephone says: listen, upload, and put in place."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from aiohttp import web

from helpline.actions import record
from helpline.actions.carry_out import carry_out
from helpline.core.prompts import GROUPS
from helpline.core.recording import Draft, Recording
from helpline.ports.recordings import Recordings
from helpline.web.body import read_body, read_json
from helpline.web.errors import NotFound, json_answer
from helpline.web.house import ROOMS, WHO, Handler

MOST_BYTES = 24_000_000
"""A minute in stereo at 48 kHz and 32 bits, and a little."""
WITHIN_SECONDS = 120.0
GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}


class OfDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The draft that is meant."""

    draft: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A deed that needs no more said."""


async def show_all(request: web.Request) -> web.Response:
    """Every recording with what it says, and how it stands."""
    house = request.app[ROOMS].house
    found = [_form(it) for it in await house.recordings.all()]
    return json_answer({"languages": list(house.settings.helpline.languages), "recordings": found})


async def play(request: web.Request) -> web.Response:
    """What a child hears."""
    recordings, language, name = _which(request)
    return _wav(await recordings.played(language, name))


async def play_draft(request: web.Request) -> web.Response:
    """What a child would hear."""
    recordings, language, name = _which(request)
    found = await recordings.draft(language, name)
    return _wav(found[1] if found else None)


async def upload(request: web.Request) -> web.Response:
    """Keep a draft; the body is the file."""
    recordings, language, name = _which(request)
    content = await read_body(request, MOST_BYTES, WITHIN_SECONDS)
    return json_answer({"draft": _draft(await recordings.keep_draft(language, name, content))})


async def listened(request: web.Request) -> web.Response:
    """Whoever asks listened to the draft to its end."""
    recordings, language, name = _which(request)
    await recordings.listened(language, name, (await read_json(request, OfDraft)).draft)
    return web.Response(status=204)


async def discard(request: web.Request) -> web.Response:
    """Put the draft away."""
    recordings, language, name = _which(request)
    await recordings.put_away(language, name, (await read_json(request, OfDraft)).draft)
    return web.Response(status=204)


async def put_live(request: web.Request) -> web.Response:
    """The next child hears the draft."""
    recordings, language, name = _which(request)
    asked, house, who = await read_json(request, OfDraft), request.app[ROOMS].house, request[WHO].id
    now = house.clock.now()
    await carry_out(
        house.store,
        lambda work: record.put_recording_live(
            language, name, asked.draft, who, recordings=recordings, work=work, now=now
        ),
    )
    return web.Response(status=204)


async def use_placeholder(request: web.Request) -> web.Response:
    """The next child hears the voice of the machine again."""
    recordings, language, name = _which(request)
    await read_json(request, Nothing)
    house, who = request.app[ROOMS].house, request[WHO].id
    now = house.clock.now()
    await carry_out(
        house.store,
        lambda work: record.take_recording_away(language, name, who, recordings=recordings, work=work, now=now),
    )
    return web.Response(status=204)


def _which(request: web.Request) -> tuple[Recordings, str, str]:
    """Raises: NotFound, where there is no such recording."""
    recordings = request.app[ROOMS].house.recordings
    language, name = request.match_info["language"], request.match_info["name"]
    if not recordings.knows(language, name):
        raise NotFound
    return recordings, language, name


def _wav(content: bytes | None) -> web.Response:
    if content is None:
        raise NotFound
    return web.Response(body=content, content_type="audio/wav")


def _form(it: Recording) -> dict[str, Any]:
    return {
        "name": it.name,
        "group": GROUP_OF[it.name],
        "language": it.language,
        "text": it.text,
        "state": it.state.value,
        "seconds": it.seconds,
        "outdated": it.is_outdated,
        "draft": _draft(it.draft) if it.draft else None,
    }


def _draft(it: Draft) -> dict[str, Any]:
    return {"id": it.id, "seconds": it.seconds, "heard": it.is_heard}


_ONE = "/{language}/{name}"
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "", show_all),
    ("GET", _ONE, play),
    ("GET", f"{_ONE}/draft", play_draft),
    ("POST", f"{_ONE}/draft", upload),
    ("POST", f"{_ONE}/listened", listened),
    ("POST", f"{_ONE}/discard", discard),
    ("POST", f"{_ONE}/live", put_live),
    ("POST", f"{_ONE}/placeholder", use_placeholder),
)
"""Method, path behind `/api/recordings`, and what answers."""

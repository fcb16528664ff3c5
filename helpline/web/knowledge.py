"""The knowledge base for staff, and the parts that children read themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from aiohttp import web

from helpline.actions.carry_out import carry_out
from helpline.actions.edit import count_missed, count_opened
from helpline.core.article import Review
from helpline.core.definitions import CHOSEN_TOPICS
from helpline.core.errors import Invalid
from helpline.ports.library import Hit, Page
from helpline.settings import Settings
from helpline.web.body import read_json
from helpline.web.errors import NotFound, json_answer
from helpline.web.house import ROOMS, Rooms

MOST_HITS = 50
USUAL_HITS = 10
MOST_QUERY = 4_000
_OF_REFERRAL = ("number", "asks_first", "hours", "for_whom", "site")


class Missed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A query that found nothing."""

    query: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_QUERY)]
    language: Annotated[str, msgspec.Meta(max_length=16)]


async def search(request: web.Request) -> web.Response:
    """What fits what was typed."""
    rooms = request.app[ROOMS]
    found = await rooms.house.library.search(
        query_of(request),
        topic=request.query.get("topic") or None,
        most=_limit(request),
        language=language_of(request, rooms),
    )
    return json_answer({"hits": [_hit(it) for it in found.hits], "did_you_mean": found.did_you_mean})


async def complete(request: web.Request) -> web.Response:
    """How what is being typed may go on."""
    library = request.app[ROOMS].house.library
    return json_answer({"suggestions": list(await library.complete(query_of(request)))})


async def about(request: web.Request) -> web.Response:
    """The articles of some sub-topics."""
    rooms = request.app[ROOMS]
    subtopics = [slug for slug in request.query.get("subtopics", "").split(",") if slug]
    if len(subtopics) > MOST_HITS:
        raise Invalid
    hits = rooms.house.library.about(subtopics, language_of(request, rooms))
    return json_answer({"hits": [_hit(it) for it in hits]})


async def miss(request: web.Request) -> web.Response:
    """Count a query that found nothing, by the hour, for the editors."""
    rooms = request.app[ROOMS]
    asked = await read_json(request, Missed)
    if asked.language not in rooms.house.settings.helpline.languages:
        raise Invalid
    now = rooms.house.clock.now()
    await carry_out(rooms.house.store, lambda work: count_missed(asked.query, asked.language, work=work, now=now))
    return web.Response(status=204)


async def read_article(request: web.Request) -> web.Response:
    """One article."""
    rooms = request.app[ROOMS]
    page = rooms.house.library.page(request.match_info["slug"])
    if page is None:
        raise NotFound
    today = rooms.house.clock.now().date()
    await carry_out(rooms.house.store, lambda work: count_opened(page.slug, today, work=work))
    return json_answer(_page(page, rooms.house.settings))


async def read_help(request: web.Request) -> web.Response:
    """What children may read while they wait, or when the line is closed."""
    rooms = request.app[ROOMS]
    topic = request.query.get("topic")
    if topic not in (None, *CHOSEN_TOPICS):
        raise Invalid
    subtopics = None if topic is None else rooms.house.settings.definitions.subtopics_of(topic)
    found = rooms.house.library.for_children(language_of(request, rooms), subtopics)
    return json_answer(
        {"articles": [{"article": it.slug, "title": it.title, "topic": it.topic, "body": it.body} for it in found]}
    )


def query_of(request: web.Request) -> str:
    """What was typed.

    Raises:
        Invalid: more than anybody types.
    """
    text = request.query.get("q", "")
    if len(text) > MOST_QUERY:
        raise Invalid
    return text


def language_of(request: web.Request, rooms: Rooms) -> str:
    """The language that is asked for, or the helpline's own.

    Raises:
        Invalid: one that the helpline does not have.
    """
    ours = rooms.house.settings.helpline
    language = request.query.get("language", ours.language)
    if language not in ours.languages:
        raise Invalid
    return language


def review_form(it: Review | None) -> Mapping[str, Any] | None:
    """Who approved it, and until when."""
    if it is None:
        return None
    return {"name": it.name, "role": it.role, "on": it.on.isoformat(), "until": it.until.isoformat()}


def _limit(request: web.Request) -> int:
    text = request.query.get("limit", str(USUAL_HITS))
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MOST_HITS):
        raise Invalid
    return int(text)


def _hit(it: Hit) -> Mapping[str, Any]:
    return {
        "article": it.article,
        "title": it.title,
        "topic": it.topic,
        "subtopic": it.subtopic,
        "excerpt": it.excerpt,
        "reason": it.reason,
    }


def _page(it: Page, settings: Settings) -> Mapping[str, Any]:
    return {
        "article": it.slug,
        "title": it.title,
        "topic": it.topic,
        "subtopic": it.subtopic,
        "language": it.language,
        "body": it.body,
        "acute": it.acute,
        "reviewed_at": it.review.on.isoformat() if it.review else None,
        "referrals": [_referral(slug, it.language, settings) for slug in it.referrals],
        "shown": it.shown.value,
        "review": review_form(it.review),
        "other_languages": dict(it.others),
    }


def _referral(slug: str, language: str, settings: Settings) -> Mapping[str, Any]:
    """One entry of the referral directory, in the article's language; a slug that left the directory stays a slug."""
    it = next((it for it in settings.referrals if it.slug == slug), None)
    if it is None:
        return {"slug": slug, "name": slug, **dict.fromkeys(_OF_REFERRAL)}
    texts = {name: getattr(it, name) for name in ("asks_first", "hours", "for_whom")}
    in_language = {name: text[language] if text else None for name, text in texts.items()}
    return {"slug": slug, "name": it.names[language], "number": it.number or None, **in_language, "site": it.site}

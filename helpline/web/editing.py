"""The editors' routes: the shelf of articles, their versions and approvals, and the list of synonyms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

import msgspec
from aiohttp import web

from helpline.actions import edit
from helpline.actions.carry_out import carry_out
from helpline.actions.edit import Text
from helpline.core import article as articles
from helpline.core.article import Review, Version
from helpline.core.errors import Invalid
from helpline.ports import Standing
from helpline.ports.library import Checked, WrongText
from helpline.settings.referrals import referral_for_page
from helpline.web.body import read_json
from helpline.web.errors import NotFound, json_answer
from helpline.web.house import ROOMS, WHO, Rooms
from helpline.web.knowledge import review_form

MOST_ARTICLE = 40_000
MOST_SYNONYMS = 400_000
COUNTED_FOR = timedelta(days=30)
MOST_MISSED = 100

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Slug = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Number = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
Base = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an editor sends."""


class Draft(Asked, frozen=True, forbid_unknown_fields=True):
    """A version of an article; base: the version that it was made from, 0 for none."""

    content: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_ARTICLE)]
    why: Line
    base: Base
    publish: bool = False


class Content(Asked, frozen=True, forbid_unknown_fields=True):
    """To be looked at before it is kept."""

    content: Annotated[str, msgspec.Meta(max_length=MOST_ARTICLE)]


class Synonyms(Asked, frozen=True, forbid_unknown_fields=True):
    """The whole list of synonyms."""

    content: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_SYNONYMS)]
    why: Line
    base: Base


class OfVersion(Asked, frozen=True, forbid_unknown_fields=True):
    """One version."""

    number: Number


class Approval(Asked, frozen=True, forbid_unknown_fields=True):
    """Who approved a version, in which role, when, and until which day that holds."""

    number: Number
    name: Line
    role: Line
    on: date
    until: date


async def show_shelf(request: web.Request) -> web.Response:
    """Every article with how it stands, what the editors count, and all that an article can refer to."""
    rooms = request.app[ROOMS]
    today = rooms.house.clock.now().date()
    async with rooms.house.store.look() as records:
        standings = await records.shelf.all()
        opened = dict(await records.shelf.opened_since(today - COUNTED_FOR))
        since = edit.hour_of(rooms.house.clock.now() - COUNTED_FOR)
        missed = await records.shelf.missed_since(since, MOST_MISSED)
    said = await rooms.house.library.take_apart([it.content for it in standings])
    shown = [
        _standing(it, of, today) | {"opened": opened.get(it.article.slug, 0)}
        for it, of in zip(standings, said, strict=True)
    ]
    counted = [{"query": it.query, "language": it.language, "count": it.count} for it in missed]
    referrals = [referral_for_page(it) for it in rooms.house.settings.referrals]
    return json_answer({"articles": shown, "missed": counted, "referrals": referrals})


async def show_versions(request: web.Request) -> web.Response:
    """One article with all its versions, and the text of the newest."""
    slug = request.match_info["slug"]
    async with request.app[ROOMS].house.store.look() as records:
        it = await records.shelf.get(slug)
        versions = await records.shelf.versions(slug)
        aliases = {version.by: await _alias(version.by, records) for version in versions}
    if it is None:
        raise NotFound
    return json_answer(
        {
            "article": it.slug,
            "state": it.state.value,
            "latest": it.latest,
            "published": it.published,
            "versions": [_version(version, aliases[version.by]) for version in versions],
            "content": versions[0].content,
        }
    )


async def show_version(request: web.Request) -> web.Response:
    """One version, whole."""
    number = request.match_info["number"]
    if not (number.isascii() and number.isdigit() and len(number) <= 7):
        raise NotFound
    async with request.app[ROOMS].house.store.look() as records:
        version = await records.shelf.version(request.match_info["slug"], int(number))
        alias = await _alias(version.by, records) if version else None
    if version is None:
        raise NotFound
    return json_answer(dict(_version(version, alias)) | {"content": version.content})


async def check(request: web.Request) -> web.Response:
    """What a text says, for the preview; nothing is kept."""
    asked = await read_json(request, Content, MOST_ARTICLE * 4)
    it = await _checked(asked.content, request.app[ROOMS])
    return json_answer(
        {
            "article": it.slug,
            "title": it.title,
            "language": it.language,
            "topic": it.topic,
            "subtopic": it.subtopic,
            "acute": it.acute,
            "keywords": list(it.keywords),
            "body": it.body,
            "for_children": it.for_children,
            "referrals": list(it.referrals),
        }
    )


async def write(request: web.Request) -> web.Response:
    """Keep a new version, and publish it where that is asked for."""
    rooms = request.app[ROOMS]
    asked = await read_json(request, Draft, MOST_ARTICLE * 4)
    it = await _checked(asked.content, rooms)
    now = rooms.house.clock.now()
    text = Text(it.slug, it.language, asked.content)
    number = await carry_out(
        rooms.house.store,
        lambda work: edit.write_article(
            text, asked.why, asked.base, request[WHO].id, publishes=asked.publish, work=work, now=now
        ),
    )
    return json_answer({"article": it.slug, "number": number})


async def publish(request: web.Request) -> web.Response:
    """A version is read from now on."""
    rooms, slug = request.app[ROOMS], request.match_info["slug"]
    asked = await read_json(request, OfVersion)
    now = rooms.house.clock.now()
    await carry_out(rooms.house.store, lambda work: edit.publish_article(slug, asked.number, work=work, now=now))
    return web.Response(status=204)


async def retire(request: web.Request) -> web.Response:
    """An article is not read any more."""
    rooms, slug = request.app[ROOMS], request.match_info["slug"]
    await read_json(request, Asked)
    now = rooms.house.clock.now()
    await carry_out(rooms.house.store, lambda work: edit.retire_article(slug, work=work, now=now))
    return web.Response(status=204)


async def approve(request: web.Request) -> web.Response:
    """A named professional approved a version."""
    rooms = request.app[ROOMS]
    asked = await read_json(request, Approval)
    review = Review(
        slug=request.match_info["slug"],
        version=asked.number,
        name=asked.name,
        role=asked.role,
        on=asked.on,
        until=asked.until,
    )
    now = rooms.house.clock.now()
    await carry_out(rooms.house.store, lambda work: edit.approve_article(review, work=work, now=now))
    return web.Response(status=204)


async def show_synonyms(request: web.Request) -> web.Response:
    """The list of synonyms that is in use."""
    rooms = request.app[ROOMS]
    async with rooms.house.store.look() as records:
        newest = await records.shelf.newest_synonyms()
    if newest is None:
        return json_answer({"content": await rooms.house.library.shipped_synonyms(), "number": 0})
    return json_answer({"content": newest.content, "number": newest.number})


async def write_synonyms(request: web.Request) -> web.Response:
    """Use another list of synonyms."""
    rooms = request.app[ROOMS]
    asked = await read_json(request, Synonyms, MOST_SYNONYMS * 4)
    try:
        await rooms.house.library.check_synonyms(asked.content)
    except WrongText as why:
        raise Invalid(reason=str(why)) from None
    now = rooms.house.clock.now()
    number = await carry_out(
        rooms.house.store,
        lambda work: edit.write_synonyms(asked.content, asked.why, asked.base, request[WHO].id, work=work, now=now),
    )
    return json_answer({"number": number})


async def _checked(content: str, rooms: Rooms) -> Checked:
    try:
        return await rooms.house.library.check(content)
    except WrongText as why:
        raise Invalid(reason=str(why)) from None


def _standing(it: Standing, said: Checked | None, today: date) -> dict[str, Any]:
    is_approved = articles.is_approved(it.article, it.review, today)
    return {
        "article": it.article.slug,
        "language": it.article.language,
        "state": it.article.state.value,
        "latest": it.article.latest,
        "published": it.article.published,
        "changed_at": it.article.changed_at.isoformat(),
        "title": said.title if said else it.article.slug,
        "topic": said.topic if said else None,
        "subtopic": said.subtopic if said else None,
        "acute": said.acute if said else False,
        "for_children": bool(said and said.for_children),
        "review": review_form(it.review),
        "due": not is_approved or (said is not None and said.due_on <= today.isoformat()),
    }


def _version(it: Version, alias: str | None) -> Mapping[str, Any]:
    return {"number": it.number, "by": alias, "why": it.why, "at": it.at.isoformat()}


async def _alias(staff: str | None, records: Any) -> str | None:
    person = None if staff is None else await records.people.get(staff)
    return None if person is None else person.alias

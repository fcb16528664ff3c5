"""Who did what, for coordinators; and for everybody what coordinators did with conversations of theirs."""

from __future__ import annotations

import re
from datetime import datetime

from aiohttp import web

from helpline.actions.keep_audit import newest_head, verify_audit
from helpline.core.audit import Entry, Head
from helpline.core.errors import Invalid
from helpline.core.staff import alias_of
from helpline.ports import Records, Sought
from helpline.web.errors import json_answer
from helpline.web.house import ROOMS, WHO

AT_ONCE = 50
OPENED = frozenset({"watch_began", "watch_ended", "taken_over", "read"})
"""What a volunteer is told of."""
_BEFORE = re.compile(r"([0-9]{4}-[0-9]{2})/([0-9]{1,9})", re.ASCII)
_FILTERS = frozenset({"what", "by", "conversation", "since", "until", "before"})
_WORD = re.compile(r"[^\x00-\x1f]{1,64}")


async def show_audit(request: web.Request) -> web.Response:
    """The newest deeds that fit, newest first, a page at a time, and everybody who ever did something."""
    asked = _asked(request, _FILTERS)
    async with request.app[ROOMS].house.store.look() as records:
        people = [{"id": name, "alias": await _alias(name, records)} for name in await records.audit.doers()]
        return json_answer(await _page(asked, records) | {"people": people})


async def show_chain(request: web.Request) -> web.Response:
    """Is the audit whole, and where does it end: a line to keep elsewhere."""
    async with request.app[ROOMS].house.store.look() as records:
        broken, head = await verify_audit(records), await newest_head(records)
    found = [{"month": it.month, "number": it.number, "what": it.what} for it in broken]
    return json_answer({"head": None if head is None else _line(head), "broken": found})


async def show_mine(request: web.Request) -> web.Response:
    """What others did with conversations of whoever asks."""
    asked = _asked(request, frozenset({"before"}))
    mine = Sought(whom=request[WHO].id, before=asked.before)
    async with request.app[ROOMS].house.store.look() as records:
        return json_answer(await _page(mine, records, only=OPENED))


def _asked(request: web.Request, known: frozenset[str]) -> Sought:
    given = {name: value for name, value in request.query.items() if value}
    if not given.keys() <= known or not all(_WORD.fullmatch(value) for value in given.values()):
        raise Invalid
    before = given.get("before")
    return Sought(
        what=given.get("what"),
        by=given.get("by"),
        conversation=given.get("conversation"),
        since=_moment(given.get("since")),
        until=_moment(given.get("until")),
        before=None if before is None else _place(before),
    )


def _moment(written: str | None) -> datetime | None:
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise Invalid from None
    if moment.tzinfo is None:
        raise Invalid
    return moment


def _place(written: str) -> tuple[str, int]:
    found = _BEFORE.fullmatch(written)
    if found is None:
        raise Invalid
    return found[1], int(found[2])


async def _page(sought: Sought, records: Records, only: frozenset[str] | None = None) -> dict[str, object]:
    found = await records.audit.find(sought, AT_ONCE + 1)
    shown = found[:AT_ONCE]
    more = _name(shown[-1]) if len(found) > AT_ONCE else None
    aliases = {name: await _alias(name, records) for it in shown for name in (it.deed.by, it.deed.whom) if name}
    return {
        "entries": [_form(it, aliases) for it in shown if only is None or it.deed.what in only],
        "more": more,
    }


def _line(it: Head) -> str:
    """As `helpline audit head` prints it."""
    return f"{it.month} {it.number} {it.digest.hex()}"


def _name(it: Entry) -> str:
    return f"{it.month}/{it.number}"


def _form(it: Entry, aliases: dict[str, str | None]) -> dict[str, object]:
    deed = it.deed
    return {
        "entry": _name(it),
        "at": it.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "what": deed.what,
        "by": None if deed.by is None else {"id": deed.by, "alias": aliases[deed.by]},
        "whom": None if deed.whom is None else aliases[deed.whom],
        "conversation": deed.conversation,
        "reason": deed.reason,
        "about": deed.about,
    }


async def _alias(staff: str, records: Records) -> str | None:
    person = await records.people.get(staff)
    return None if person is None else alias_of(person, await records.people.duty(staff))

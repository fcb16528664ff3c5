"""Where volunteers refer to: `referrals.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpline.core.reading import Names, Part, refuse_repeated
from helpline.core.values import SLUG, Text
from helpline.settings.numbers import Dialled
from helpline.settings.values import HttpsAddress

_TOLD = Text(40, empty=True)


@dataclass(frozen=True, slots=True)
class DialledOrNot:
    """What we ring, or nothing."""

    allowed: str = f'{Dialled().allowed}, or ""'

    def read(self, value: Any) -> str:
        return "" if value == "" else Dialled().read(value)


@dataclass(frozen=True, slots=True)
class DayOrNever:
    """The day of something that may not have been done yet."""

    allowed: str = 'a day such as 2030-12-25 (with or without quotes), or "" for never'

    def read(self, value: Any) -> date | None:
        if value == "":
            return None
        if type(value) is date:
            return value
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise ValueError
        return date.fromisoformat(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Who may help better than we can.

    number: told to a child · dial: rung by us, both empty for none · asks_first: what they want to know before anything
    else · checked: when somebody last rang and looked, None for never.
    """

    slug: str
    names: Names
    number: str
    dial: str
    asks_first: Names | None
    hours: Names | None
    for_whom: Names | None
    region: Names | None
    site: str | None
    checked: date | None


def load_referrals(part: Part, languages: tuple[str, ...]) -> tuple[Referral, ...]:
    """Read the parsed `referrals.toml`.

    Raises:
        WrongValue: a key is unknown, missing or wrong, or a slug stands there twice.
    """
    found = tuple(_referral(table, languages) for table in part.parts("referral", least=1))
    part.end()
    refuse_repeated((it.slug for it in found), "slug")
    return found


def referral_for_page(referral: Referral) -> dict[str, Any]:
    """The same for the desk, with texts in every language."""
    return {
        "slug": referral.slug,
        "label": dict(referral.names),
        "number": referral.number or None,
        "asks_first": _texts(referral.asks_first),
        "hours": _texts(referral.hours),
        "for_whom": _texts(referral.for_whom),
        "region": _texts(referral.region),
        "site": referral.site,
        "checked": referral.checked.isoformat() if referral.checked else None,
    }


def _texts(names: Names | None) -> dict[str, str] | None:
    return None if names is None else dict(names)


def _referral(part: Part, languages: tuple[str, ...]) -> Referral:
    referral = Referral(
        slug=part.take("slug", SLUG),
        names=part.names(languages),
        number=part.take("number", _TOLD),
        dial=part.take("dial", DialledOrNot()),
        asks_first=_names(part, "asks_first", languages),
        hours=_names(part, "hours", languages),
        for_whom=_names(part, "for_whom", languages),
        region=_names(part, "region", languages),
        site=part.take("site", HttpsAddress(), default=None),
        checked=part.take("checked", DayOrNever()),
    )
    part.end()
    return referral


def _names(part: Part, key: str, languages: tuple[str, ...]) -> Names | None:
    if not part.has(key):
        return None
    table = part.part(key)
    names = table.names(languages)
    table.end()
    return names

"""What a volunteer may fill in while talking, and what is still missing before a conversation can be closed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from helpline.core.errors import Invalid
from helpline.core.form import Field, Form
from helpline.core.topics import Topics

SILENT = "silent"
"""The contact type of a call in which the child says nothing."""

_PLAIN_NAME = re.compile(r"[a-z0-9_-]{1,64}")


class _Wrong(Exception):
    """A value that its field does not take; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_fields(form: Form, topics: Topics, fields: Any) -> dict[str, Any]:
    """The clean values of one `register`; null or an empty list clears a field and comes back as None.

    Values: a slug · a list of slugs · for age a whole number or `unknown` · for referrals a list of `{slug, kind}`.

    Raises:
        Invalid: `fields` names each wrong field with `unknown_field`, `wrong_type`, `unknown_value`, `out_of_range`,
            `too_many` or `repeated`; nothing of the call may be saved.
    """
    if not isinstance(fields, Mapping):
        raise Invalid(fields={"fields": "wrong_type"})
    clean: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in fields.items():
        field = form.field(name) if isinstance(name, str) else None
        if field is None:
            wrong[_sayable(name)] = "unknown_field"
            continue
        try:
            clean[field.name] = None if value is None else _CHECKS[field.kind](field, topics, value) or None
        except _Wrong as why:
            wrong[field.name] = why.code
    if wrong:
        raise Invalid(fields=wrong)
    return clean


def missing(form: Form, registration: Mapping[str, Any]) -> list[str]:
    """The names of the fields that its contact type still requires, in the order of the form.

    registration: clean values by field; `unknown` is an answer and differs from not filled in.
    """
    kind = registration.get("type")
    return [
        field.name
        for field in form.fields
        if (field.always or kind in field.required_for) and registration.get(field.name) is None
    ]


def check_sound(fields: Mapping[str, Any], *, is_call: bool, has_sound: bool) -> None:
    """A call is silent only when the line carried what the child said; else it is a fault of ours.

    Raises:
        Invalid: `fields` says `no_sound` of the type.
    """
    if is_call and not has_sound and fields.get("type") == SILENT:
        raise Invalid(fields={"type": "no_sound"})


def _sayable(name: object) -> str:
    """A name no form could have is not sent back: it may be long, or no text at all."""
    return name if isinstance(name, str) and _PLAIN_NAME.fullmatch(name) else "?"


def _one(slugs: Any, value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong("wrong_type")
    if value not in slugs:
        raise _Wrong("unknown_value")
    return value


def _list(field: Field, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Wrong("wrong_type")
    if len(value) > field.most:
        raise _Wrong("too_many")
    return value


def _different(values: list[Any]) -> list[Any]:
    if any(value in values[:nth] for nth, value in enumerate(values)):
        raise _Wrong("repeated")
    return values


def _choice(field: Field, _: Topics, value: Any) -> str:
    return _one([option.slug for option in field.options], value)


def _choices(field: Field, _: Topics, value: Any) -> list[str]:
    slugs = [option.slug for option in field.options]
    return _different([_one(slugs, one) for one in _list(field, value)])


def _topics(field: Field, topics: Topics, value: Any) -> list[str]:
    return _different([_one(topics.by_subtopic, one) for one in _list(field, value)])


def _age(field: Field, _: Topics, value: Any) -> int | str:
    if isinstance(value, str):
        return _one(("unknown",), value)
    # true is a whole number to Python, and 12.5 a year to nobody
    if type(value) is not int:
        raise _Wrong("wrong_type")
    if not field.lowest <= value <= field.highest:
        raise _Wrong("out_of_range")
    return value


def _referrals(field: Field, _: Topics, value: Any) -> list[dict[str, str]]:
    return _different([_referral(field, one) for one in _list(field, value)])


def _referral(field: Field, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) != {"slug", "kind"}:
        raise _Wrong("wrong_type")
    return {
        "slug": _one([option.slug for option in field.options], value["slug"]),
        "kind": _one([way.slug for way in field.ways], value["kind"]),
    }


_CHECKS: Mapping[str, Callable[[Field, Topics, Any], Any]] = {
    "choice": _choice,
    "choices": _choices,
    "topics": _topics,
    "age": _age,
    "referrals": _referrals,
}

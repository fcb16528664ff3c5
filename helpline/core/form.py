"""The registration form: which fields there are and what each may hold. The form is data, not code.

There is no kind of field for free text: a registration never holds a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helpline.core.reading import NOTHING, Names, Part, refuse_repeated
from helpline.core.values import SLUG, OneOf, Several, Text, Whole

KINDS = ("choice", "choices", "topics", "age", "referrals")
MOST = 20
"""How many values a list may have when its field does not say `max`."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. number: of a referral, as it is told to the child."""

    slug: str
    names: Names
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the form.

    kind: `choice` one slug of the options · `choices` several · `topics` sub-topics of the tree, the main one first ·
    `age` a whole number from lowest to highest, or `unknown` · `referrals` options with how (`ways`).
    always, or required_for some contact types · most: how many values a list may have.
    """

    name: str
    kind: str
    names: Names
    required_for: frozenset[str] = frozenset()
    always: bool = False
    options: tuple[Option, ...] = ()
    ways: tuple[Option, ...] = ()
    most: int = MOST
    lowest: int = 0
    highest: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """The fields in the order in which the desk shows them. version: the helpline's own count of changes of meaning."""

    version: int
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """The field of this name."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def contact_types(self) -> tuple[str, ...]:
        """The slugs of the field `type`, which every form has."""
        kind = self.field("type")
        return tuple(option.slug for option in kind.options) if kind else ()


@dataclass(frozen=True, slots=True)
class RequiredFor:
    """`"always"`, or a list of the contact types that the field `type` further up has."""

    types: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return '"always" or a list of contact types: ' + ", ".join(self.types)

    def read(self, value: object) -> tuple[bool, frozenset[str]]:
        if value == "always":
            return True, frozenset()
        return False, frozenset(Several(OneOf(self.types)).read(value))


def load_form(part: Part, languages: Iterable[str]) -> Form:
    """Read `version` and the tables `[[field]]`.

    Raises:
        WrongValue: a key is unknown, missing or wrong, a name or slug stands there twice, or there is no field `type`
            of kind `choice` that is always required.
    """
    wanted = tuple(languages)
    version = part.take("version", Whole(1, 999_999))
    fields: list[Field] = []
    types: tuple[str, ...] = ()
    for table in part.parts("field", least=1):
        fields.append(_field(table, fields, types, wanted))
        types = Form(version, tuple(fields)).contact_types
    refuse_repeated((field.name for field in fields), "field")
    form = Form(version, tuple(fields))
    kind = form.field("type")
    if kind is None or kind.kind != "choice" or not kind.always:
        raise part.wrong("field", NOTHING, 'a field "type" of kind "choice" with required_for = "always"')
    return form


def _field(part: Part, before: list[Field], types: tuple[str, ...], languages: tuple[str, ...]) -> Field:
    name = part.take("name", SLUG)
    kind = part.take("kind", OneOf(KINDS))
    label = part.part("label")
    names = label.names(languages)
    label.end()
    always, required_for = part.take("required_for", RequiredFor(types), default=(False, frozenset()))
    age = kind == "age"
    field = Field(
        name=name,
        kind=kind,
        names=names,
        always=always,
        required_for=required_for,
        options=_options(part, kind, before, languages),
        ways=_listed(part, "way", languages) if kind == "referrals" else (),
        most=part.take("max", Whole(1, MOST), default=MOST) if kind in ("choices", "topics", "referrals") else MOST,
        lowest=part.take("lowest", Whole(0, 120)) if age else 0,
        highest=part.take("highest", Whole(0, 120)) if age else 0,
    )
    part.end()
    return field


def _options(part: Part, kind: str, before: list[Field], languages: tuple[str, ...]) -> tuple[Option, ...]:
    """The options of a field, or with `options_of` those of a field above it."""
    if kind not in ("choice", "choices", "referrals"):
        return ()
    others = {field.name: field.options for field in before if field.options}
    other = part.take("options_of", OneOf(tuple(others)), default=None)
    return others[other] if other else _listed(part, "option", languages)


def _listed(part: Part, key: str, languages: tuple[str, ...]) -> tuple[Option, ...]:
    options = []
    for table in part.parts(key, least=1):
        slug = table.take("slug", SLUG)
        number = table.take("number", Text(40), default=None)
        options.append(Option(slug, table.names(languages), number))
        table.end()
    refuse_repeated((option.slug for option in options), part.wrong(key, None, "").key)
    return tuple(options)

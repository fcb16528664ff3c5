"""All that a helpline defines in words rather than in numbers: form, topics, phases, snippets, and its version.

The version stands in every attempt and registration, so that a report knows which meaning a slug had.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from helpline.core.form import Field, Form, Option, load_form
from helpline.core.phases import Phase, load_phases
from helpline.core.reading import Names, Part, refuse_repeated
from helpline.core.topics import Topics
from helpline.core.values import SLUG, OneOf, Several

CHOSEN_TOPICS = ("bullying", "home", "friends_love", "sex_body", "hurt", "sad_afraid", "school", "online", "other")
"""The nine of the child's own words: values of `topic` in `enter`. The contract with other programs, so not data."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A ready sentence for the volunteer, such as a greeting. names: what the desk calls it · texts: by language."""

    slug: str
    names: Names
    texts: Names


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """What `registration.toml` and `topics.yaml` say. No slots here: the version is kept once it is made.

    chosen: a child's own word for its topic, with the slugs of the tree that it stands for.
    """

    form: Form
    topics: Topics
    phases: tuple[Phase, ...]
    snippets: tuple[Snippet, ...]
    chosen: Mapping[str, tuple[str, ...]]

    @cached_property
    def version(self) -> str:
        """The number in the file and a hash of the meaning, such as `1-3f29ab04c1d2`: at most 20 characters."""
        return f"{self.form.version}-{sha256(_meaning(self)).hexdigest()[:12]}"

    def subtopics_of(self, chosen: str) -> tuple[str, ...]:
        """The sub-topics that a child's own word for its topic stands for, in the order of the tree."""
        slugs = self.chosen[chosen]
        return tuple(
            below.slug
            for topic in self.topics.tree
            for below in topic.subtopics
            if below.slug in slugs or topic.slug in slugs
        )


def load_definitions(part: Part, topics: Topics, languages: Iterable[str]) -> Definitions:
    """Read the parsed `registration.toml`.

    Raises:
        WrongValue: a key is unknown, missing or wrong.
    """
    wanted = tuple(languages)
    definitions = Definitions(
        form=load_form(part, wanted),
        topics=topics,
        phases=load_phases(part, wanted),
        snippets=_snippets(part, wanted),
        chosen=_chosen(part.part("chosen_topics"), topics),
    )
    part.end()
    return definitions


def form_for_page(definitions: Definitions) -> dict[str, Any]:
    """What `GET /api/form` answers to staff."""
    return {
        "version": definitions.version,
        "fields": [_field_for_page(field) for field in definitions.form.fields],
        "phases": [_phase_for_page(phase) for phase in definitions.phases],
        "snippets": [
            {"slug": snippet.slug, "label": dict(snippet.names), "text": dict(snippet.texts)}
            for snippet in definitions.snippets
        ],
        "chosen_topics": {chosen: list(slugs) for chosen, slugs in definitions.chosen.items()},
    }


def _field_for_page(field: Field) -> dict[str, Any]:
    page: dict[str, Any] = {
        "name": field.name,
        "kind": field.kind,
        "label": dict(field.names),
        "required_for": "always" if field.always else sorted(field.required_for),
        "options": [_option_for_page(option) for option in field.options],
    }
    if field.kind in ("choices", "topics", "referrals"):
        page["max"] = field.most
    if field.kind == "age":
        page |= {"lowest": field.lowest, "highest": field.highest}
    if field.kind == "referrals":
        page["kinds"] = [_option_for_page(way) for way in field.ways]
    return page


def _option_for_page(option: Option) -> dict[str, Any]:
    number = {"number": option.number} if option.number else {}
    return {"slug": option.slug, "label": dict(option.names), **number}


def _phase_for_page(phase: Phase) -> dict[str, Any]:
    aids = {language: {"do": aid.do, "questions": list(aid.questions)} for language, aid in phase.aids.items()}
    return {"phase": phase.number, "slug": phase.slug, "label": dict(phase.names), "aid": aids}


def _snippets(part: Part, languages: tuple[str, ...]) -> tuple[Snippet, ...]:
    snippets = []
    for table in part.parts("snippet"):
        label, text = table.part("label"), table.part("text")
        snippets.append(Snippet(table.take("slug", SLUG), label.names(languages), text.names(languages)))
        for inner in (label, text, table):
            inner.end()
    refuse_repeated((snippet.slug for snippet in snippets), "snippet")
    return tuple(snippets)


def _chosen(part: Part, topics: Topics) -> Mapping[str, tuple[str, ...]]:
    known = Several(OneOf(tuple(topics.slugs)), least=1)
    chosen = {name: part.take(name, known) for name in CHOSEN_TOPICS}
    part.end()
    return MappingProxyType(chosen)


def _meaning(definitions: Definitions) -> bytes:
    """What a figure in a report depends on. Wording is left out: a name may be improved without a new meaning."""
    fields = [
        [
            field.name,
            field.kind,
            "always" if field.always else sorted(field.required_for),
            [option.slug for option in field.options],
            [way.slug for way in field.ways],
            [field.most, field.lowest, field.highest],
        ]
        for field in definitions.form.fields
    ]
    tree = [[topic.slug, [[below.slug, below.acute] for below in topic.subtopics]] for topic in definitions.topics.tree]
    return json.dumps([fields, tree, [phase.slug for phase in definitions.phases]], sort_keys=True).encode()

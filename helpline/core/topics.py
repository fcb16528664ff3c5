"""The two-level tree of topics: what a conversation was about. The tree is data (`config/topics.yaml`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from helpline.core.reading import Names, Part, read_list, refuse_repeated
from helpline.core.values import SLUG, Flag


@dataclass(frozen=True, slots=True)
class Subtopic:
    """What a registration names. `acute`: it concerns danger."""

    slug: str
    names: Names
    acute: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of sub-topics, each with one for "something else"."""

    slug: str
    names: Names
    subtopics: tuple[Subtopic, ...]


@dataclass(frozen=True)
class Topics:
    """The whole tree, in the order of the file. No slugs here: the look-ups are kept once they are made."""

    tree: tuple[Topic, ...]

    @cached_property
    def by_subtopic(self) -> dict[str, Topic]:
        """The slug of each sub-topic, with the topic that it belongs to."""
        return {below.slug: topic for topic in self.tree for below in topic.subtopics}

    @cached_property
    def acute(self) -> frozenset[str]:
        """The slugs of the sub-topics that concern danger."""
        return frozenset(below.slug for topic in self.tree for below in topic.subtopics if below.acute)

    @property
    def slugs(self) -> Iterator[str]:
        """Every slug of the tree, topics and sub-topics."""
        for topic in self.tree:
            yield topic.slug
            yield from (below.slug for below in topic.subtopics)


def load_topics(data: object, languages: Iterable[str]) -> Topics:
    """Read the parsed `topics.yaml`: a list of `{slug, nl, en, subtopics: [{slug, nl, en, acute?}]}`.

    Raises:
        WrongValue: a key is unknown, missing or wrong, or a slug stands there twice.
    """
    wanted = tuple(languages)
    topics = Topics(tuple(_topic(part, wanted) for part in read_list(data, "topic")))
    refuse_repeated(topics.slugs, "slug")
    return topics


def tree_for_page(topics: Topics) -> list[dict[str, Any]]:
    """What `GET /api/topics` answers: the tree with the keys of the file."""
    return [
        {"slug": topic.slug, **topic.names, "subtopics": [_for_page(below) for below in topic.subtopics]}
        for topic in topics.tree
    ]


def _for_page(below: Subtopic) -> dict[str, Any]:
    mark = {"acute": True} if below.acute else {}
    return {"slug": below.slug, **below.names, **mark}


def _topic(part: Part, languages: tuple[str, ...]) -> Topic:
    slug = part.take("slug", SLUG)
    names = part.names(languages)
    topic = Topic(slug, names, tuple(_subtopic(below, languages) for below in part.parts("subtopics", least=1)))
    part.end()
    return topic


def _subtopic(part: Part, languages: tuple[str, ...]) -> Subtopic:
    below = Subtopic(part.take("slug", SLUG), part.names(languages), part.take("acute", Flag(), default=False))
    part.end()
    return below

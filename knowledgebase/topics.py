"""The two-level tree of topics: what there is to be found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledgebase.plain_yaml import load_yaml


@dataclass(frozen=True, slots=True)
class SubTopic:
    """A sub-topic with its topic. names: by language, as are `topic_names`."""

    slug: str
    topic: str
    names: Mapping[str, str]
    topic_names: Mapping[str, str]
    acute: bool

    @property
    def is_rest(self) -> bool:
        """`iets anders`: it has no article, and nobody looks for it."""
        return self.slug == f"{self.topic}-other"


@dataclass(frozen=True, slots=True)
class TopicTree:
    """All sub-topics by slug, in the order of the file."""

    subtopics: Mapping[str, SubTopic]

    @property
    def topics(self) -> frozenset[str]:
        """The slugs of the topics."""
        return frozenset(it.topic for it in self.subtopics.values())


def read_topics(path: Path) -> TopicTree:
    """The tree of a `topics.yaml`."""
    written = load_yaml(path.read_text(encoding="utf-8"))
    return TopicTree({it.slug: it for it in _subtopics(written)})


def _subtopics(written: list[dict[str, Any]]) -> Iterator[SubTopic]:
    for topic in written:
        names = _names(topic)
        for sub in topic["subtopics"]:
            yield SubTopic(sub["slug"], topic["slug"], _names(sub), names, bool(sub.get("acute")))


def _names(table: Mapping[str, Any]) -> dict[str, str]:
    return {key: text for key, text in table.items() if isinstance(text, str) and len(key) == 2}


def packaged_topics() -> Path:
    """The tree that comes with the program: in the installed package, else in a checkout."""
    beside = Path(__file__).resolve().parent.parent
    installed = beside / "helpline" / "config" / "topics.yaml"
    return installed if installed.is_file() else beside / "config" / "topics.yaml"

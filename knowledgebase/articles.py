"""Articles as they stand in files: a header of YAML, then Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledgebase.plain_yaml import YAMLError, load_yaml

FIRST_LANGUAGE = "nl"
_FENCE = "---\n"
_FOR_CHILDREN = re.compile(r"^## (?:Voor kinderen|For children)\s*$", re.MULTILINE)
_KEYS = {"title", "keywords", "subtopic", "language", "owner", "review", "acute", "referrals"}


class WrongArticle(Exception):
    """A file that is no article, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text of the knowledge base.

    body: Markdown for the volunteer · for_children: Markdown for a child, empty when there is none ·
    review: when it must be looked at again · referrals: slugs of the referral directory.
    """

    slug: str
    language: str
    subtopic: str
    title: str
    keywords: tuple[str, ...]
    body: str
    for_children: str
    owner: str
    review: date
    acute: bool
    referrals: tuple[str, ...]


def slug_of(subtopic: str, language: str) -> str:
    """What an article is called: as its sub-topic, and in another language with that behind it."""
    return subtopic if language == FIRST_LANGUAGE else f"{subtopic}-{language}"


def packaged_articles() -> Path:
    """The folder of the articles that come with the program."""
    return Path(__file__).resolve().parent / "articles"


def read_articles(folder: Path) -> list[Article]:
    """Every article of a folder, in the order of their names.

    Raises:
        WrongArticle: a file is not as it should be.
    """
    return [read_article(path) for path in sorted(folder.rglob("*.md"))]


def read_article(path: Path) -> Article:
    """The article of one file.

    Raises:
        WrongArticle: it is not as it should be.
    """
    try:
        return parse_article(path.read_text(encoding="utf-8"))
    except WrongArticle as why:
        raise WrongArticle(f"{path}: {why}") from None
    except UnicodeDecodeError:
        raise WrongArticle(f"{path}: is not UTF-8") from None


@lru_cache(maxsize=1_024)
def parse_article(text: str) -> Article:
    """An article from what is written.

    Raises:
        WrongArticle: with what is wrong.
    """
    header, body = _parted(text.replace("\r\n", "\n"))
    own, _, children = _split_children(body)
    subtopic, language = _text(header, "subtopic"), _text(header, "language")
    return Article(
        slug=slug_of(subtopic, language),
        language=language,
        subtopic=subtopic,
        title=_text(header, "title"),
        keywords=_texts(header, "keywords"),
        body=own.strip() + "\n",
        for_children=children.strip() + "\n" if children.strip() else "",
        owner=_text(header, "owner"),
        review=_date(header, "review"),
        acute=_flag(header, "acute"),
        referrals=_texts(header, "referrals"),
    )


def write_article(article: Article) -> str:
    """The file of an article; read again it is the same article."""
    header = {
        "title": article.title,
        "keywords": list(article.keywords),
        "subtopic": article.subtopic,
        "language": article.language,
        "owner": article.owner,
        "review": article.review,
        "acute": article.acute,
        "referrals": list(article.referrals),
    }
    lines = "".join(_line(key, value) for key, value in header.items())
    title = "Voor kinderen" if article.language == FIRST_LANGUAGE else "For children"
    children = f"\n## {title}\n{article.for_children}" if article.for_children else ""
    return f"{_FENCE}{lines}{_FENCE}\n{article.body}{children}"


def _line(key: str, value: object) -> str:
    said = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000).removesuffix("...\n")
    end = "\n"
    return f"{key}: {said.rstrip(end)}{end}"


def _parted(text: str) -> tuple[Mapping[str, Any], str]:
    if not text.startswith(_FENCE):
        raise WrongArticle("does not begin with a header between lines of ---")
    head, fence, body = text.removeprefix(_FENCE).partition("\n" + _FENCE)
    if not fence:
        raise WrongArticle("the header has no end")
    try:
        header = load_yaml(head)
    except YAMLError as why:
        raise WrongArticle(f"the header is no YAML: {why}") from None
    if not isinstance(header, dict) or set(header) != _KEYS:
        raise WrongArticle(f"the header has other keys than {', '.join(sorted(_KEYS))}")
    return header, body


def _split_children(body: str) -> tuple[str, str, str]:
    found = _FOR_CHILDREN.search(body)
    return (body[: found.start()], found.group(), body[found.end() :]) if found else (body, "", "")


def _text(header: Mapping[str, Any], key: str) -> str:
    value = header[key]
    if not isinstance(value, str) or not value.strip():
        raise WrongArticle(f"{key} is no text")
    return value


def _texts(header: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = header[key]
    if not isinstance(value, list) or not all(isinstance(it, str) and it.strip() for it in value):
        raise WrongArticle(f"{key} is no list of texts")
    return tuple(value)


def _date(header: Mapping[str, Any], key: str) -> date:
    value = header[key]
    if not isinstance(value, date):
        raise WrongArticle(f"{key} is no date such as 2027-05-21")
    return value


def _flag(header: Mapping[str, Any], key: str) -> bool:
    value = header[key]
    if not isinstance(value, bool):
        raise WrongArticle(f"{key} is neither true nor false")
    return value


def paragraphs(body: str) -> Iterator[str]:
    """The paragraphs of a Markdown text as plain text, without their headings."""
    for block in re.split(r"\n\s*\n|\n(?=- )", body):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        plain = re.sub(r"[*_`>#]+|^- ", "", " ".join(lines)).strip()
        if plain:
            yield re.sub(r"\s+", " ", plain)

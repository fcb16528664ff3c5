"""An article is a file that anybody can edit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledgebase import WrongArticle, parse_article, read_articles, write_article
from knowledgebase.articles import paragraphs

WRITTEN = """---
title: Gepest worden
keywords: [pesten, gepest]
subtopic: being-bullied
language: nl
owner: redactie
review: 2027-05-21
acute: false
referrals: [school]
---

## Wat speelt er
Een groep **lacht** je uit.
En dat doet pijn.

- eerst dit
- dan dat

## Voor kinderen
Het is niet jouw schuld.
"""


def test_an_article_is_read():
    read = parse_article(WRITTEN)
    assert (read.slug, read.title, read.keywords) == ("being-bullied", "Gepest worden", ("pesten", "gepest"))
    assert read.for_children == "Het is niet jouw schuld.\n"
    assert "Voor kinderen" not in read.body


def test_in_another_language_it_has_another_name():
    assert parse_article(WRITTEN.replace("language: nl", "language: en")).slug == "being-bullied-en"


def test_its_paragraphs_are_plain_text():
    assert list(paragraphs(parse_article(WRITTEN).body)) == [
        "Een groep lacht je uit. En dat doet pijn.",
        "eerst dit",
        "dan dat",
    ]


def test_written_and_read_again_it_is_the_same():
    assert parse_article(write_article(parse_article(WRITTEN))) == parse_article(WRITTEN)


TEXTS = st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), min_size=1).filter(str.strip)


@given(title=TEXTS, keywords=st.lists(TEXTS))
def test_any_title_and_keywords_survive_a_file(title: str, keywords: list[str]):
    made = replace(parse_article(WRITTEN), title=title, keywords=tuple(keywords))
    assert parse_article(write_article(made)) == made


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("---\ntitle", "title"),
        ("title: Gepest worden", "title: 5"),
        ("keywords: [pesten, gepest]", "keywords: [no]"),
        ("keywords: [pesten, gepest]", "keywords: pesten"),
        ("review: 2027-05-21", "review: soon"),
        ("acute: false", "acute: perhaps"),
        ("owner: redactie\n", ""),
        ("owner: redactie", "owner: redactie\nmore: 1"),
        ("[school]\n---", "[school]"),
        ("[school]", "[school"),
    ],
)
def test_a_wrong_header_is_refused(right: str, wrong: str):
    with pytest.raises(WrongArticle):
        parse_article(WRITTEN.replace(right, wrong, 1))


def test_a_refusal_names_the_file(tmp_path: Path):
    (tmp_path / "a.md").write_text("nothing")
    with pytest.raises(WrongArticle, match=r"a\.md"):
        read_articles(tmp_path)

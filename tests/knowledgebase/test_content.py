"""Every article is one that a volunteer can use in the middle of a conversation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from helpline.settings import load
from knowledgebase import TopicTree, packaged_articles, parse_article, read_articles
from knowledgebase.articles import paragraphs, read_article, write_article

ARTICLES = read_articles(packaged_articles())
DUTCH = [it for it in ARTICLES if it.language == "nl"]
ENGLISH = [it for it in ARTICLES if it.language == "en"]
FOR_CHILDREN = [it for it in ARTICLES if it.for_children]

HEADINGS = {
    "nl": ["Wat speelt er", "Wat een kind vaak vraagt", "Wat je kunt vragen", "Wat kan helpen",
           "Wanneer je je zorgen maakt", "Verwijzen", "Wat je beter niet zegt"],
    "en": ["What is going on", "What a child often asks", "What you can ask", "What may help",
           "When to worry", "Where to refer", "What not to say"],
}  # fmt: skip
PHASES = {
    "nl": ["Contact", "Situatie", "Doel", "Uitwerken", "Afronden"],
    "en": ["Contact", "Explore", "Goal", "Work", "Close"],
}
NEVER = [
    row.split("\t")
    for row in (Path(__file__).parent / "never_written.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


def words_in(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text)


def sentences(text: str) -> Iterator[str]:
    for paragraph in paragraphs(text):
        yield from re.split(r"(?<=[.!?])[\"”]?\s+|:\s+(?=[\"“A-Z])", paragraph)


def test_every_sub_topic_has_one_in_dutch(tree: TopicTree):
    wanted = {it.slug for it in tree.subtopics.values() if not it.is_rest}
    assert Counter(it.subtopic for it in DUTCH) == Counter(wanted)


def test_the_most_asked_are_in_english_too():
    assert len(ENGLISH) >= 40
    assert {it.subtopic for it in ENGLISH} <= {it.subtopic for it in DUTCH}


def test_each_file_stands_where_its_header_says(tree: TopicTree):
    for path in packaged_articles().rglob("*.md"):
        article = read_article(path)
        topic = tree.subtopics[article.subtopic].topic
        assert path.relative_to(packaged_articles()).as_posix() == f"{article.language}/{topic}/{article.subtopic}.md"


def test_each_header_is_whole(tree: TopicTree):
    for article in ARTICLES:
        assert article.acute == tree.subtopics[article.subtopic].acute, article.slug
        assert 8 <= len(set(article.keywords)) == len(article.keywords) <= 16, article.slug
        assert article.review > date(2026, 11, 1), article.slug


def test_each_has_all_parts_in_their_order():
    for article in ARTICLES:
        assert re.findall("^## (.+)$", article.body, re.MULTILINE) == HEADINGS[article.language], article.slug
        asked = article.body.split("\n## ")[2]
        assert re.findall(r"^- ([A-Z][\w ]+):", asked, re.MULTILINE) == PHASES[article.language], article.slug


def test_each_is_short_enough_to_read_while_listening():
    for article in ARTICLES:
        text = re.sub("^#.*$", "", article.body, flags=re.MULTILINE)
        assert 150 <= len(words_in(text)) <= 400, article.slug
        assert [it for it in sentences(article.body) if len(words_in(it)) > 20] == [], article.slug


def test_each_is_calm():
    for article in ARTICLES:
        text = article.body + article.for_children
        assert not re.search("[!\U0001f300-\U0001faff\u2600-\u27bf]", text), article.slug


def test_what_is_for_children_is_easy_to_read():
    for article in FOR_CHILDREN:
        assert [it for it in sentences(article.for_children) if len(words_in(it)) > 12] == [], article.slug
        assert 50 <= len(words_in(article.for_children)) <= 130, article.slug


def test_each_refers_to_whom_the_directory_knows():
    known = {it.slug for it in load({}).referrals}
    for article in ARTICLES:
        assert set(article.referrals) <= known, article.slug
        assert 1 <= len(article.referrals) <= 5, article.slug


def test_nothing_says_what_is_never_written(tree: TopicTree):
    there = [
        (article.slug, found.group(), reason)
        for article in ARTICLES
        for pattern, where, reason in NEVER
        if where in ("*", tree.subtopics[article.subtopic].topic)
        for found in re.finditer(pattern, f"{article.title}\n{article.body}\n{article.for_children}", re.IGNORECASE)
    ]
    assert there == []


def test_each_survives_a_file():
    for article in ARTICLES:
        assert parse_article(write_article(article)) == article


def test_there_are_parts_for_children():
    assert len([it for it in FOR_CHILDREN if it.language == "nl"]) >= 20


def test_what_is_never_written_has_a_reason_each():
    assert len(NEVER) >= 20
    assert all(len(row) == 3 and row[2].strip() for row in NEVER)


def test_the_list_of_what_is_never_written_finds_it():
    text = "Neem 20 pillen, bel 0800-1234 of kijk op www.voorbeeld.nl. Dit is anoniem."
    assert sum(bool(re.search(pattern, text, re.IGNORECASE)) for pattern, _, _ in NEVER) >= 4

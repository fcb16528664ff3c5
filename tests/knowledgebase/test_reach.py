"""What is typed is found, among all articles; a change of words or weights that loses it is seen here."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.knowledge.figures import figures_of, read_queries
from knowledgebase import MemoryEngine, Search, TopicTree, packaged_articles, read_articles
from knowledgebase.synonyms import Synonyms

QUERIES = read_queries()


@pytest.fixture(scope="module")
def everything(tree: TopicTree, synonyms: Synonyms) -> Search:
    return Search(MemoryEngine(), tree, synonyms, read_articles(packaged_articles()))


def test_the_queries_are_many_and_lead_to_sub_topics(tree: TopicTree):
    kinds = Counter(it.kind for it in QUERIES)
    assert kinds["off-topic"] >= 100
    assert kinds.total() - kinds["off-topic"] >= 150
    assert {slug for it in QUERIES for slug in it.meant} <= set(tree.subtopics)


def test_what_is_meant_is_among_the_first_and_what_is_not_ours_finds_nothing(everything: Search):
    found = figures_of(lambda text: [hit.subtopic for hit in everything.ask(text).hits], QUERIES, rounds=1)
    assert found.hit1 >= 0.88
    assert found.hit3 >= 0.96
    assert found.nothing >= 0.92


@pytest.mark.parametrize(
    ("text", "subtopic"),
    [
        ("papa doet me pijn", "physical-abuse"),
        ("ik doe mezelf pijn", "self-harm"),
        ("zichzelf pijn doen", "self-harm"),
        ("pleegezin", "foster-care-and-adoption"),
        ("ruzie met bestie", "friend-conflict"),
    ],
)
def test_who_is_hurt_and_who_hurts_themselves_are_told_apart_and_no_slip_of_a_key_leads_to_danger(
    everything: Search, text: str, subtopic: str
):
    assert everything.ask(text).hits[0].subtopic == subtopic


def test_each_sub_topic_is_found_first_by_its_own_name(everything: Search, tree: TopicTree):
    lost = {}
    for it in tree.subtopics.values():
        first = [hit.subtopic for hit in everything.ask(it.names["nl"]).hits[:3]]
        if not it.is_rest and it.slug not in first:
            lost[it.names["nl"]] = first
    assert lost == {}


def test_nearly_every_keyword_of_an_article_leads_to_it_among_the_first_three(everything: Search):
    lost = [
        (word, article.slug)
        for article in everything.articles.values()
        if article.language == "nl"
        for word in article.keywords
        if article.subtopic not in [hit.subtopic for hit in everything.ask(word).hits[:3]]
    ]
    assert len(lost) <= 40, lost

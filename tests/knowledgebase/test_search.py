"""A child's own words lead to the article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledgebase import Engine, Search, TopicTree
from knowledgebase.synonyms import Synonyms
from tests.knowledgebase.conftest import ARTICLES, article


def first(search: Search, text: str) -> str | None:
    hits = search.ask(text).hits
    return hits[0].subtopic if hits else None


@pytest.mark.parametrize(
    ("text", "subtopic"),
    [
        ("gepest", "being-bullied"),
        ("GEPEST!!", "being-bullied"),
        ("gepets", "being-bullied"),
        ("pestgedrag", "being-bullied"),
        ("papa slaat mij", "physical-abuse"),
        ("ik krijg klappen van mijn vader", "physical-abuse"),
        ("kondoom", "contraception"),
        ("condo", "contraception"),
        ("anti conseptie", "contraception"),
        ("birth control", "contraception"),
        ("ik hoor er niet bij", "exclusion"),
        ("ik loop van huis weg", "running-away"),
        ("ik wil niet meer leven", "suicidal-thoughts"),
        ("self-harm", "self-harm"),
    ],
)
def test_what_a_child_types_is_found(search: Search, text: str, subtopic: str):
    assert first(search, text) == subtopic


@pytest.mark.parametrize("text", ["pizza bestellen", "goedkope vliegtickets", "asdfgh", "excel formule", "12345"])
def test_what_is_not_ours_finds_nothing(search: Search, text: str):
    assert search.ask(text).hits == ()


HOSTILE = [
    "",
    " \n\t",
    "a" * 4000,
    "gepest " * 600,
    'AND OR NOT ( ) " * ? ~ ^ : [ ] { }',
    "'; DROP TABLE articles; --",
    "(a+)+$ .* [z-a] \\",
    "😢😭🙈",
    "我被欺负了",
    "أنا وحيد",
    "\u202e\u0000\ufeff\ud7ff",
    "%s %d {0} {{x}} ${y}",
    "title:gepest head:*",
    "-gepest +pesten",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_anything_gets_a_clear_answer(search: Search, text: str):
    answer = search.ask(text)
    assert all(hit.subtopic for hit in answer.hits)
    assert answer.did_you_mean != ""
    assert all(search.suggest(text))


@given(st.text(max_size=500))
def test_no_text_whatever_makes_it_fail(search: Search, text: str):
    answer = search.ask(text)
    assert len(answer.hits) <= 10
    assert answer.did_you_mean is None or answer.did_you_mean.strip()
    search.suggest(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "ik",
                "papa",
                "slaat",
                "mij",
                "niet",
                "pesten",
                "gepest",
                "weg",
                "huis",
                "bang",
                "dood",
                "wil",
                "op",
                "kamp",
            ]
        ),
        max_size=60,
    )
)
def test_words_in_any_row_are_answered(search: Search, row: list[str]):
    scores = [hit.score for hit in search.ask(" ".join(row)).hits]
    assert scores == sorted(scores, reverse=True)


def test_a_hit_says_why_it_was_found(search: Search):
    hit = search.ask("papa slaat mij").hits[0]
    assert {it.how for it in hit.because} >= {"phrase"}
    assert any(it.in_head for it in hit.because)


def test_a_sub_topic_without_an_article_is_found_by_its_name(search: Search):
    hit = search.ask("verliefd").hits[0]
    assert (hit.subtopic, hit.article, hit.title) == ("being-in-love", None, "Verliefd zijn")


def test_a_sub_topic_is_named_once(search: Search):
    found = [hit.subtopic for hit in search.ask("pesten").hits]
    assert len(found) == len(set(found))


def test_the_rest_of_a_topic_is_never_found(search: Search):
    assert all(not hit.subtopic.endswith("-other") for hit in search.ask("iets anders").hits)


def test_only_the_asked_topic_is_searched(search: Search):
    assert {hit.topic for hit in search.ask("pesten", topic="bullying").hits} == {"bullying"}
    assert search.ask("pesten", topic="money-and-work").hits == ()


def test_only_so_many_are_answered(search: Search):
    assert len(search.ask("pesten", most=1).hits) == 1


def test_an_article_is_shown_in_the_wanted_language(search: Search):
    assert search.ask("vrienden maken", language="en").hits[0].article == "making-friends-en"
    assert search.ask("making friends").hits[0].article == "making-friends"
    assert search.ask("heimwee", language="en").hits[0].article == "homesickness"


def test_the_excerpt_is_the_passage_that_answers(search: Search):
    assert search.ask("lacht uit op school").hits[0].excerpt == "Op school lacht een groep je uit."


def test_a_misspelt_word_is_asked_after(search: Search):
    assert search.ask("kondoom").did_you_mean == "condoom"
    assert search.ask("condoom").did_you_mean is None


def test_what_is_being_typed_goes_on(search: Search):
    assert search.suggest("hei") == ["Heimwee"]
    assert search.suggest("kondom")[0] == "condoom"
    assert search.suggest("h") == []


def test_a_changed_article_is_found_by_its_new_words(engine: Engine, tree: TopicTree, synonyms: Synonyms):
    search = Search(engine, tree, synonyms, ARTICLES)
    assert first(search, "kwibus") is None
    changed = article("homesickness", "Heimwee", "heimwee", "kwibus")
    search.change([it for it in ARTICLES if it.slug not in ("homesickness", "making-friends-en")] + [changed])
    assert first(search, "kwibus") == "homesickness"
    assert first(search, "logeren") == "homesickness"  # by its synonym
    assert search.ask("vrienden maken", language="en").hits[0].article == "making-friends"


def test_changing_comes_to_the_same_as_building_anew(engine: Engine, tree: TopicTree, synonyms: Synonyms):
    search = Search(engine, tree, synonyms, ARTICLES[:3])
    search.change(ARTICLES)
    anew = Search(type(engine)(), tree, synonyms, ARTICLES)
    for text in ("gepest", "papa slaat", "logeren", "condoom vergeten"):
        assert [hit.subtopic for hit in search.ask(text).hits] == [hit.subtopic for hit in anew.ask(text).hits]

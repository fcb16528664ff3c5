"""What children say leads to what they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledgebase import TopicTree, WrongSynonyms, packaged_synonyms, read_synonyms
from knowledgebase.normalise import words
from knowledgebase.synonyms import Group, SynonymFile, Synonyms, find_phrases, prepare

WRITTEN = SynonymFile(
    same=(("vader", "papa"),),
    groups=(
        Group(("mishandeling",), ("physical-abuse",), ("vader slaat", "meppen")),
        Group((), ("exclusion",), ("hoor er niet bij",)),
    ),
)


def found(text: str) -> list[str]:
    synonyms = prepare(WRITTEN)
    stems = [synonyms.lexicon.stem(word) for word in words(text)]
    return [it.phrase.text for it in find_phrases(synonyms.phrases, stems)]


@pytest.mark.parametrize("text", ["papa slaat mij", "mijn vader heeft me geslagen", "slaat papa jou ook"])
def test_a_phrase_is_found_in_every_form_and_order(text: str):
    assert found(text) == ["vader slaat"]


@pytest.mark.parametrize("text", ["papa", "slaan", "vader gaat morgen weer met de trein en dan slaat het weer om"])
def test_half_a_phrase_or_one_that_is_far_apart_is_none(text: str):
    assert found(text) == []


def test_a_word_leads_to_what_it_means():
    synonyms = prepare(WRITTEN)
    terms = synonyms.words[synonyms.lexicon.stem("meppen")]
    assert terms[0] == "#physical-abuse"
    assert synonyms.lexicon.stem("mishandeling") in terms


def test_words_that_are_one_are_found_as_one():
    lexicon = prepare(WRITTEN).lexicon
    assert lexicon.stem("papa") == lexicon.stem("vader")


@pytest.mark.parametrize(
    "text",
    ["groups: [{means: [a]}]", "groups: [{said: [1]}]", "groups: [{said: [a], meant: [b]}]", "[", "same: 3", "5"],
)
def test_a_wrong_file_is_refused_with_its_name(tmp_path: Path, text: str):
    file = tmp_path / "synonyms.yaml"
    file.write_text(text)
    with pytest.raises(WrongSynonyms, match=r"synonyms\.yaml"):
        read_synonyms(file)


@pytest.fixture(scope="module")
def packaged() -> SynonymFile:
    return read_synonyms(packaged_synonyms())


def test_there_are_many(packaged: SynonymFile):
    assert len(packaged.groups) >= 250


def test_every_group_leads_somewhere(packaged: SynonymFile, tree: TopicTree):
    assert all(group.means or group.about for group in packaged.groups)
    assert {slug for group in packaged.groups for slug in group.about} <= set(tree.subtopics)


def test_every_sub_topic_can_be_said_in_other_words(packaged: SynonymFile, tree: TopicTree):
    wanted = {it.slug for it in tree.subtopics.values() if not it.is_rest}
    assert wanted <= {slug for group in packaged.groups for slug in group.about}


def test_no_group_says_the_same_twice(packaged: SynonymFile):
    twice = [said for group in packaged.groups for said in group.said if group.said.count(said) > 1]
    assert twice == []


def test_every_phrase_can_be_found_by_itself(synonyms: Synonyms):
    lost = []
    for row in synonyms.phrases.values():
        lost += [it.text for it in row if it not in [said.phrase for said in find_phrases(synonyms.phrases, it.stems)]]
    assert lost == []

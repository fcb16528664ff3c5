"""What a helpline defines in its own files: form, topics, phases, snippets."""

from __future__ import annotations

import copy
import tomllib

import msgspec
import pytest

from helpline.core.definitions import CHOSEN_TOPICS, form_for_page, load_definitions
from helpline.core.errors import Invalid
from helpline.core.phases import SLUGS, check_phase
from helpline.core.reading import Part, WrongValue
from helpline.core.topics import load_topics, tree_for_page
from helpline.settings import packaged_config

BOTH = ("nl", "en")
TREE = msgspec.yaml.decode((packaged_config() / "topics.yaml").read_bytes())
WRITTEN = tomllib.loads((packaged_config() / "registration.toml").read_text(encoding="utf-8"))


@pytest.fixture
def tree():
    return copy.deepcopy(TREE)


@pytest.fixture
def written():
    return copy.deepcopy(WRITTEN)


def load(written, tree=TREE, languages=BOTH):
    return load_definitions(Part(written), load_topics(tree, languages), languages)


def refused(written, tree=TREE) -> WrongValue:
    with pytest.raises(WrongValue) as caught:
        load(written, tree)
    return caught.value


def field(written, name):
    return next(field for field in written["field"] if field["name"] == name)


def test_the_page_gets_the_tree_as_it_stands_in_the_file():
    assert tree_for_page(load_topics(TREE, BOTH)) == TREE


def test_the_shipped_tree_has_180_subtopics_and_knows_what_is_acute():
    topics = load_topics(TREE, BOTH)
    assert len(topics.tree) == 21
    assert len(topics.by_subtopic) == 180
    assert {"suicidal-thoughts", "physical-abuse", "running-away"} < topics.acute
    assert "just-chatting" not in topics.acute
    assert topics.by_subtopic["exclusion"].slug == "bullying"


def test_every_shipped_topic_has_something_else():
    for topic in load_topics(TREE, BOTH).tree:
        assert f"{topic.slug}-other" in {below.slug for below in topic.subtopics}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda tree: tree[1].update(slug="bullying"), "slug"),
        (lambda tree: tree[1]["subtopics"][0].update(slug="school"), "slug"),
        (lambda tree: tree[0].update(slug="Pesten!"), "topic #1.slug"),
        (lambda tree: tree[0].pop("en"), "topic #1.en"),
        (lambda tree: tree[0].update(acute=True), "topic #1.acute"),
        (lambda tree: tree[0]["subtopics"][1].update(acute="yes"), "topic #1.subtopics #2.acute"),
        (lambda tree: tree[0].update(subtopics=[]), "topic #1.subtopics"),
        (lambda tree: tree[0].update(subtopics=["a"]), "topic #1.subtopics #1"),
        (lambda tree: tree[0].update(nl=None), "topic #1.nl"),
    ],
)
def test_a_slip_in_the_tree_is_named(tree, written, change, key):
    change(tree)
    assert refused(written, tree).key == key


def test_the_page_gets_the_form_with_all_its_words():
    page = form_for_page(load(WRITTEN))
    kind, topics, gender, age = page["fields"][:4]
    assert kind["name"] == "type"
    assert kind["required_for"] == "always"
    assert kind["options"][0]["label"]["nl"] == "Hulpgesprek"
    assert (topics["kind"], topics["max"]) == ("topics", 3)
    assert topics["required_for"] == ["about_child", "counselling", "information"]
    assert [option["slug"] for option in gender["options"]] == ["girl", "boy", "other", "unknown"]
    assert (age["lowest"], age["highest"]) == (4, 99)
    referrals = next(one for one in page["fields"] if one["name"] == "referrals")
    assert referrals["options"][1]["number"] == "0800-2000"
    assert [way["slug"] for way in referrals["kinds"]] == ["told", "number_given", "added", "declined"]
    assert [phase["slug"] for phase in page["phases"]] == list(SLUGS)
    assert [phase["phase"] for phase in page["phases"]] == [1, 2, 3, 4, 5]
    assert {"greeting", "closing"} <= {snippet["slug"] for snippet in page["snippets"]}
    assert set(page["chosen_topics"]) == set(CHOSEN_TOPICS)
    msgspec.json.encode(page)


def test_every_phase_helps_with_two_or_three_questions_in_both_languages():
    for phase in form_for_page(load(WRITTEN))["phases"]:
        for language in BOTH:
            assert phase["aid"][language]["do"]
            assert 2 <= len(phase["aid"][language]["questions"]) <= 3


def test_every_topic_of_the_tree_belongs_to_one_of_the_childs_own_words():
    definitions = load(WRITTEN)
    belonging = [slug for slugs in definitions.chosen.values() for slug in slugs]
    assert sorted(belonging) == sorted(topic.slug for topic in definitions.topics.tree)


def test_better_words_keep_the_version(written, tree):
    field(written, "gender")["label"]["nl"] = "Jongen of meisje"
    written["phase"][0]["nl"] = "Kennismaken"
    tree[0]["subtopics"][0]["nl"] = "Word je gepest"
    assert load(written, tree).version == load(WRITTEN).version


@pytest.mark.parametrize(
    "change",
    [
        lambda written, tree: written.update(version=2),
        lambda written, tree: field(written, "gender")["option"].pop(),
        lambda written, tree: field(written, "age").update(highest=18),
        lambda written, tree: field(written, "about").update(required_for=["counselling", "company"]),
        lambda written, tree: written["field"].pop(),
        lambda written, tree: tree[0]["subtopics"].pop(0),
        lambda written, tree: tree[0]["subtopics"][0].update(acute=True),
    ],
)
def test_another_meaning_is_another_version(written, tree, change):
    change(written, tree)
    version = load(written, tree).version
    assert version != load(WRITTEN).version
    assert len(version) <= 20


def test_a_field_of_its_own_needs_no_code(written):
    words = {"nl": "Waar?", "en": "Where?"}
    options = [{"slug": slug, "nl": slug, "en": slug} for slug in ("home", "school", "outside")]
    own = {"name": "where", "kind": "choices", "max": 2, "required_for": ["company"], "label": words, "option": options}
    written["field"].append(own)
    where = form_for_page(load(written))["fields"][-1]
    assert (where["name"], where["max"], where["label"], where["required_for"]) == ("where", 2, words, ["company"])


def test_another_language_needs_no_code(written, tree):
    for table in (*tree, *(below for topic in tree for below in topic["subtopics"])):
        table["fy"] = "Frysk"
    assert load_topics(tree, (*BOTH, "fy")).tree[0].names["fy"] == "Frysk"
    with pytest.raises(WrongValue, match=r"label\.fy"):
        load(written, tree, (*BOTH, "fy"))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda it: it.pop("version"), "version"),
        (lambda it: it.update(version=True), "version"),
        (lambda it: it.update(fields=[]), "fields"),
        (lambda it: it["field"].pop(0), "field #1.required_for"),
        (lambda it: it["field"][0].pop("required_for"), "field"),
        (lambda it: it["field"][0].update(required_for=["counselling"]), "field #1.required_for"),
        (lambda it: it["field"].append(it["field"][2]), "field"),
        (lambda it: it["field"][1].update(required_for=["joke"]), "field #2.required_for"),
        (lambda it: it["field"][1].update(required_for="sometimes"), "field #2.required_for"),
        (lambda it: it["field"][1].update(kind="text"), "field #2.kind"),
        (lambda it: it["field"][1].update(max=0), "field #2.max"),
        (lambda it: it["field"][1].update(min=1), "field #2.min"),
        (lambda it: it["field"][2]["option"].append({"slug": "girl", "nl": "a", "en": "b"}), "field #3.option"),
        (lambda it: it["field"][2].pop("option"), "field #3.option"),
        (lambda it: it["field"][2]["label"].pop("en"), "field #3.label.en"),
        (lambda it: it["field"][2]["label"].update(EN="x"), "field #3.label.EN"),
        (lambda it: it["field"][3].pop("lowest"), "field #4.lowest"),
        (lambda it: it["field"][-1].update(options_of="topics"), "field #9.options_of"),
        (lambda it: it["phase"].pop(), "phase"),
        (lambda it: it["phase"].append(it["phase"][0]), "phase"),
        (lambda it: it["phase"].reverse(), "phase #1.slug"),
        (lambda it: it["phase"][2]["aid"]["nl"].update(questions=["één"]), "phase #3.aid.nl.questions"),
        (lambda it: it["phase"][2]["aid"].pop("en"), "phase #3.aid.en.do"),
        (lambda it: it["phase"][2]["aid"].update(de={}), "phase #3.aid.de"),
        (lambda it: it["snippet"][1].update(slug="greeting"), "snippet"),
        (lambda it: it["snippet"][1].pop("text"), "snippet #2.text.nl"),
        (lambda it: it["chosen_topics"].pop("home"), "[chosen_topics] home"),
        (lambda it: it["chosen_topics"].update(home=["huis"]), "[chosen_topics] home"),
        (lambda it: it["chosen_topics"].update(pets=["school"]), "[chosen_topics] pets"),
    ],
)
def test_a_slip_in_the_form_is_named(written, change, key):
    change(written)
    wrong = refused(written)
    assert wrong.key == key
    assert wrong.allowed


@pytest.mark.parametrize("phase", [1, 2, 3, 4, 5])
def test_there_are_five_phases(phase):
    assert check_phase(phase) == phase


@pytest.mark.parametrize("phase", [0, 6, -1, True, None, "1", 1.0, [1]])
def test_there_is_no_other_phase(phase):
    with pytest.raises(Invalid):
        check_phase(phase)

"""What may be registered, and what is missing, with the shipped form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.errors import Invalid
from helpline.core.registration import check_fields, check_sound, missing
from helpline.settings import load

DEFINITIONS = load({}).definitions
FORM, TOPICS = DEFINITIONS.form, DEFINITIONS.topics
COMPLETE = {"type": "counselling", "topics": ["exclusion"], "gender": "girl", "age": 12, "about": "self"}


def check(fields):
    return check_fields(FORM, TOPICS, fields)


def codes(fields) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        check(fields)
    return caught.value.fields["fields"]


def test_a_whole_registration_is_taken_as_it_is():
    whole = COMPLETE | {
        "topics": ["exclusion", "loneliness", "school-other"],
        "age_source": "said",
        "began_as": "testing",
        "danger": "none",
        "referrals": [{"slug": "veilig_thuis", "kind": "told"}, {"slug": "doctor", "kind": "declined"}],
    }
    assert check(whole) == whole


@pytest.mark.parametrize(
    "kind",
    [
        "counselling",
        "company",
        "information",
        "about_helpline",
        "thanks",
        "testing",
        "prank",
        "silent",
        "hang_up",
        "sexual",
        "abusive",
        "wrong_number",
        "about_child",
        "adult",
        "complaint",
        "fault",
    ],
)
def test_every_contact_type_can_be_registered(kind):
    assert check({"type": kind, "began_as": kind}) == {"type": kind, "began_as": kind}
    assert kind in FORM.contact_types


def test_there_is_no_other_contact_type():
    assert len(FORM.contact_types) == 16
    assert codes({"type": "joke"}) == {"type": "unknown_value"}


@pytest.mark.parametrize("name", ["topics", "gender", "age", "about", "type", "referrals", "danger"])
def test_null_clears_a_field(name):
    assert check({name: None}) == {name: None}


def test_an_empty_list_clears_a_field():
    assert check({"topics": [], "referrals": []}) == {"topics": None, "referrals": None}


@pytest.mark.parametrize("age", [4, 99, "unknown"])
def test_an_age_is_from_4_to_99_or_unknown(age):
    assert check({"age": age}) == {"age": age}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("age", 3, "out_of_range"),
        ("age", 100, "out_of_range"),
        ("age", 10**30, "out_of_range"),
        ("age", True, "wrong_type"),
        ("age", 12.0, "wrong_type"),
        ("age", float("nan"), "wrong_type"),
        ("age", "12", "unknown_value"),
        ("age", [12], "wrong_type"),
        ("gender", "Girl", "unknown_value"),
        ("gender", "", "unknown_value"),
        ("gender", ["girl"], "wrong_type"),
        ("gender", {"girl": 1}, "wrong_type"),
        ("gender", False, "wrong_type"),
        ("about", 0, "wrong_type"),
        ("topics", "exclusion", "wrong_type"),
        ("topics", ["bullying"], "unknown_value"),
        ("topics", [["exclusion"]], "wrong_type"),
        ("topics", ["exclusion", "exclusion"], "repeated"),
        ("topics", ["exclusion", "loneliness", "anger", "stress"], "too_many"),
        ("referrals", [{"slug": "doctor"}], "wrong_type"),
        ("referrals", [{"slug": "doctor", "kind": "told", "name": "x"}], "wrong_type"),
        ("referrals", ["doctor"], "wrong_type"),
        ("referrals", [{"slug": "dentist", "kind": "told"}], "unknown_value"),
        ("referrals", [{"slug": "doctor", "kind": "forced"}], "unknown_value"),
        ("referrals", [{"slug": "doctor", "kind": "told"}] * 2, "repeated"),
        ("referrals", [{"slug": "doctor", "kind": "told"}] * 6, "too_many"),
        ("referrals", {"slug": "doctor", "kind": "told"}, "wrong_type"),
        ("name", "Noor", "unknown_field"),
        ("note", None, "unknown_field"),
    ],
)
def test_a_wrong_value_is_named_with_a_code(field, value, code):
    assert codes({field: value}) == {field: code}


def test_every_wrong_field_is_named_at_once():
    assert codes({"type": "counselling", "age": 3, "gender": 1}) == {"age": "out_of_range", "gender": "wrong_type"}


@pytest.mark.parametrize("name", ["x" * 5000, "\ud800", "na me", ""])
def test_a_name_that_no_form_could_have_is_not_sent_back(name):
    assert codes({name: 1}) == {"?": "unknown_field"}


@pytest.mark.parametrize("fields", [None, [], "type", 1, [["type", "prank"]]])
def test_fields_are_a_table(fields):
    assert codes(fields) == {"fields": "wrong_type"}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["doctor", "told"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["slug", "kind", "x"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([field.name for field in FORM.fields]) | st.text(max_size=3), anything))
def test_whatever_is_sent_is_taken_whole_or_refused_whole(fields):
    try:
        clean = check(fields)
    except Invalid:
        return
    assert set(clean) == set(fields)
    assert check(clean) == clean


def test_at_first_only_the_type_is_missing():
    assert missing(FORM, {}) == ["type"]


def test_counselling_asks_for_topics_gender_age_and_about():
    assert missing(FORM, {"type": "counselling"}) == ["topics", "gender", "age", "about"]
    assert missing(FORM, COMPLETE) == []


@pytest.mark.parametrize("kind", ["information", "about_child"])
def test_information_and_an_adult_about_a_child_ask_for_topics(kind):
    assert missing(FORM, {"type": kind}) == ["topics"]


@pytest.mark.parametrize("kind", sorted(set(FORM.contact_types) - {"counselling", "information", "about_child"}))
def test_every_other_type_asks_for_nothing_more(kind):
    assert missing(FORM, {"type": kind}) == []


def test_unknown_is_an_answer_and_not_filled_in_is_none():
    assert missing(FORM, COMPLETE | {"gender": "unknown", "age": "unknown"}) == []
    assert missing(FORM, COMPLETE | {"gender": None}) == ["gender"]


def test_what_is_cleared_is_missing_again():
    assert missing(FORM, COMPLETE | check({"topics": []})) == ["topics"]


def test_a_call_is_silent_only_where_sound_came_through():
    check_sound({"type": "silent"}, is_call=True, has_sound=True)
    check_sound({"type": "silent"}, is_call=False, has_sound=False)
    check_sound({"type": "fault"}, is_call=True, has_sound=False)
    with pytest.raises(Invalid) as caught:
        check_sound({"type": "silent"}, is_call=True, has_sound=False)
    assert caught.value.fields["fields"] == {"type": "no_sound"}

"""Where volunteers refer to: configuration, which the helpline checks before it opens."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from helpline.settings import WrongSetting, load
from helpline.settings.referrals import Referral, referral_for_page

ONE = """[[referral]]
slug = "doctor"
nl = "Huisarts"
en = "Doctor"
number = ""
dial = ""
checked = ""
"""


def referrals(tmp_path: Path, text: str) -> tuple[Referral, ...]:
    (tmp_path / "referrals.toml").write_text(text, encoding="utf-8")
    return load({"HELPLINE_CONFIG": str(tmp_path)}).referrals


def test_the_number_that_is_told_and_the_one_that_is_rung_are_apart(tmp_path):
    (found,) = referrals(
        tmp_path, ONE.replace('number = ""', 'number = "0800-2000"').replace('dial = ""', 'dial = "+31800"')
    )
    assert (found.number, found.dial) == ("0800-2000", "+31800")
    assert "dial" not in referral_for_page(found)


@pytest.mark.parametrize("day", ["2026-05-21", '"2026-05-21"'])
def test_the_day_of_the_check_may_be_written_in_two_ways(tmp_path, day):
    (found,) = referrals(tmp_path, ONE.replace('checked = ""', f"checked = {day}"))
    assert found.checked == date(2026, 5, 21)
    assert referral_for_page(found)["checked"] == "2026-05-21"


def test_what_is_not_said_is_nothing(tmp_path):
    (found,) = referrals(tmp_path, ONE)
    assert referral_for_page(found) == {
        "slug": "doctor",
        "label": {"nl": "Huisarts", "en": "Doctor"},
        **dict.fromkeys(("number", "asks_first", "hours", "for_whom", "region", "site", "checked")),
    }


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "referral"),
        (ONE.replace("Doctor", ""), "referral #1.en"),
        (ONE.replace('number = ""\n', ""), "referral #1.number"),
        (ONE.replace('dial = ""', 'dial = "0800-2000"'), "referral #1.dial"),
        (ONE.replace('checked = ""', 'checked = "yesterday"'), "referral #1.checked"),
        (ONE.replace('checked = ""\n', ""), "referral #1.checked"),
        (ONE + 'site = "http://x.nl"\n', "referral #1.site"),
        (ONE + 'hours = { nl = "Altijd" }\n', "referral #1.hours.en"),
        (ONE + 'hours = { nl = "Altijd", en = "Always", uk = "x", more = "y" }\n', "referral #1.hours.more"),
        (ONE + "phone = 1\n", "referral #1.phone"),
        (ONE + ONE, "slug"),
    ],
)
def test_a_wrong_referral_stops_the_start(tmp_path, text, key):
    with pytest.raises(WrongSetting) as caught:
        referrals(tmp_path, text)
    assert caught.value.key == key


def test_the_packaged_ones_await_a_check():
    assert {it.checked for it in load({}).referrals} == {None}


def test_who_is_rung_has_the_number_that_is_told():
    for it in load({}).referrals:
        assert it.dial == "".join(digit for digit in it.number if digit.isdigit())


def test_the_registration_names_them_as_they_stand_here():
    settings = load({})
    here = {it.slug: it for it in settings.referrals}
    (field,) = [field for field in settings.definitions.form.fields if field.kind == "referrals"]
    assert {option.slug for option in field.options} <= set(here)
    for option in field.options:
        assert here[option.slug].number == (option.number or "")
        assert here[option.slug].names == option.names

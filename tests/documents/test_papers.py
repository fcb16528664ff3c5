"""The models in `docs/papers.md` say what the program does: its terms, its tables, and what a child can read."""

from __future__ import annotations

import re

from helpline.core.audit import KEPT_MONTHS
from helpline.core.sanctions import MOST_HOURS
from helpline.db import tables
from helpline.settings import Retention
from tests.documents.written import code_in, section, table
from tests.tooling.tracked import text_of

PAPERS = "docs/papers.md"
MOST_WORDS = 12


def for_children() -> list[str]:
    """Each sentence of the statement for children, in both languages."""
    said = section(PAPERS, "Statement for children")
    plain = " ".join(line for line in said.partition("### Nederlands")[2].splitlines() if not line.startswith("#"))
    return [it.strip("* ") for it in re.split(r"(?<=[.?])\**\s", plain) if it.strip("* ")]


def test_every_number_of_days_and_months_is_one_of_the_program():
    kept = Retention()
    told = text_of(PAPERS)
    days = {int(number) for number in re.findall(r"(\d+) (?:days|dagen)", told)}
    assert days == {kept.messages_days, kept.pseudonyms_days, MOST_HOURS // 24}
    assert {int(number) for number in re.findall(r"(\d+) (?:months|maanden)", told)} == {KEPT_MONTHS}


def test_the_register_speaks_of_every_table_about_somebody_and_of_none_that_is_not_there():
    named = {code for row in table(PAPERS, "Register", "class") for code in code_in(row[1])}
    assert named <= set(tables.metadata.tables)
    about_people = {
        code
        for row in table("docs/privacy.md", "What is kept", "table")
        if re.search("child|volunteer|coordinator", row[1]) and "professional" not in row[1]
        for code in code_in(row[0])
    }
    assert about_people - named == set()


def test_every_class_of_the_register_says_why_on_what_ground_and_until_when():
    for row in table(PAPERS, "Register", "class"):
        assert all((row[0], row[2], row[3], row[5], row[6], row[7])), row[0]


def test_a_child_can_read_its_statement():
    sentences = for_children()
    assert len(sentences) > 50
    assert [it for it in sentences if len(it.split()) > MOST_WORDS] == []
    assert not re.search("anon[iy]|!", " ".join(sentences), re.IGNORECASE)


def test_what_a_lawyer_decides_is_marked_in_every_part():
    for heading in ("Register", "Assessment", "Statement for adults", "A request", "An order", "A breach"):
        assert "▢" in section(PAPERS, heading), heading

"""`docs/privacy.md` speaks of everything that is kept, with the terms that the program keeps to."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from helpline.actions.accounts import AT_MOST, IDLE
from helpline.actions.forget import WRAP_UP_AT_MOST
from helpline.core.along import WHISPER_KEPT
from helpline.core.rules import RETURNS_FOR
from helpline.db import tables
from helpline.factors.key import FactorKey
from helpline.identity import block_key, caller_pepper, epoch_keys
from helpline.messenger import names
from helpline.settings import Retention
from helpline.telephony import passwords
from helpline.vault import file_vault
from tests.documents.programs import sources
from tests.documents.written import code_in, table
from tests.tooling.tracked import ROOT, text_of

PRIVACY = "docs/privacy.md"
TERMS = {row[0]: row[2] for row in table(PRIVACY, "What is kept", "term")}
SENTENCES = [row[0].strip('"') for row in table(PRIVACY, "What the child is told", "the page says")]


def test_every_table_of_the_database_is_spoken_of_and_no_other():
    named = {code for row in table(PRIVACY, "What is kept", "table") for code in code_in(row[0])}
    assert named == set(tables.metadata.tables)


def test_what_is_said_to_be_sealed_is_all_that_is_kept_as_bytes():
    """A column of bytes that nobody has spoken of might hold anything."""
    found = {
        f"{table.name}.{column.name}"
        for table in tables.metadata.tables.values()
        for column in table.columns
        if column.type.python_type is bytes
    }
    sealed = {"conversation.nickname", "conversation.note", "message.sealed"}
    sealed |= {"whisper.sealed", "factor.secret"}
    sealed |= {"danger.asked", "danger.answer", "danger.action"}
    sealed |= {"danger.asked", "danger.answer", "danger.action", "sanction.note"}
    hashes = {
        "attempt_pseudonym.digest",
        "sanction_pseudonym.digest",
        "earlier_pseudonym.digest",
        "marked_line.digests",
        "block_pseudonym.digest",
        "session.token_hash",
        "half_session.token_hash",
        "challenge.digest",
        "phone.session",
        "audit.digest",
        "audit_head.digest",
    }
    assert found == sealed | hashes | {"conversation.key_wrapped", "factor.credential"}


def numbers(term: str) -> list[int]:
    return [int(number) for number in re.findall(r"\b\d+\b", TERMS[term])]


def hours(length: timedelta) -> int:
    return length // timedelta(hours=1)


def minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)


def test_the_terms_are_those_of_the_program():
    kept = Retention()
    assert numbers("1") == [kept.messages_days, 0, WRAP_UP_AT_MOST.days]
    assert numbers("2") == [kept.pseudonyms_days]
    assert numbers("4") == [minutes(RETURNS_FOR)]
    assert numbers("6") == [minutes(WHISPER_KEPT)]
    assert numbers("5") == [minutes(IDLE), hours(AT_MOST)]


def test_an_epoch_key_is_used_for_as_many_weeks_as_is_said(tmp_path):
    monday = datetime.fromisoformat("2030-01-07T00:00:00+00:00")
    week = timedelta(days=7)
    epoch_keys.create(tmp_path, monday)
    keys = epoch_keys.EpochKeys(tmp_path)
    (weeks,) = numbers("3")
    assert keys.forget(monday + weeks * week - timedelta(seconds=1)) == ()
    assert keys.forget(monday + weeks * week) == (epoch_keys.first_number(monday),)


def test_every_key_file_is_spoken_of(tmp_path):
    now = datetime.fromisoformat("2030-01-07T12:00:00+00:00")
    epoch_keys.create(tmp_path, now)
    block_key.create(tmp_path)
    caller_pepper.create(tmp_path)
    file_vault.create(tmp_path)
    file_vault.FileVault(tmp_path).prepare(now)
    names.read_names(tmp_path)
    FactorKey(tmp_path)
    passwords.PhonePasswords(tmp_path)
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    rows = table(PRIVACY, "Keys", "file in the key directory")
    named = [re.sub("<[a-z]+>", "[0-9-]+", code_in(row[0])[0]) for row in rows]
    assert len(made) == len(named)
    assert all(any(re.fullmatch(name, path) for name in named) for path in made)


def texts(language: str) -> dict[str, list[str]]:
    """Every sentence of the pages by its key, in all its forms."""
    kept: dict[str, Any] = json.loads(text_of(f"volunteer_ui/messages/{language}.json"))
    return {
        key: [text] if isinstance(text, str) else [form for it in text for form in it["match"].values()]
        for key, text in kept.items()
        if key != "$schema"
    }


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_is_quoted_stands_on_the_page(sentence):
    said = " ".join(form for forms in texts("nl").values() for form in forms)
    assert sentence in said


def test_everything_that_the_page_says_of_what_is_known_is_quoted():
    known = [forms for key, forms in texts("nl").items() if key.startswith("child_known_")]
    told = " ".join(SENTENCES)
    assert len(known) >= 10
    assert [forms for forms in known if not any(form in told for form in forms)] == []


@pytest.mark.parametrize("language", [path.stem for path in (ROOT / "volunteer_ui" / "messages").glob("*.json")])
def test_no_text_for_children_promises_to_be_anonymous(language):
    for key, forms in texts(language).items():
        if key.startswith(("child_", "shared_")):
            assert not re.search("anon[iy]", " ".join(forms), re.IGNORECASE), key


def test_the_desk_never_sees_an_identifier_as_is_said():
    for path in sources("realtime"):
        if path.stem.startswith("desk_"):
            source = path.read_text(encoding="utf-8")
            assert "identity" not in source
            assert "Pseudonym" not in source


def test_each_row_of_what_a_thief_gets_names_a_test_that_exists_or_says_why_there_is_none():
    rows = table(PRIVACY, "What a thief gets", "a thief of …")
    assert len(rows) > 12
    for part, _, _, shown in rows:
        named = [code for code in code_in(shown) if code.startswith("tests/")]
        assert named or shown.startswith("no test: "), part
        assert [name for name in named if not (ROOT / name).is_file()] == []

"""`helpline audit head` and `helpline audit verify`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert

from helpline import audit_told
from helpline.clock import SystemClock
from helpline.core import audit
from helpline.core.audit import Deed, Head
from helpline.db import audit_tables
from tests.commands.typed import Run

NOW = datetime(2030, 5, 1, 20, tzinfo=UTC)


@pytest.fixture
def file(run: Run, data: Path) -> Path:
    """A helpline with three deeds in its audit."""
    run("init", "--accept")
    run("migrate")
    newest: Head | None = None
    engine = create_engine(f"sqlite:///{data / 'helpline.sqlite3'}")
    with engine.begin() as connection:
        for reason in ("een", "twee", "drie"):
            entry = audit.append(newest, Deed(what="lifted", by="cora", reason=reason), NOW)
            newest = audit.head_of(entry)
            row = {"month": entry.month, "number": entry.number, "at": NOW, "digest": entry.digest}
            connection.execute(insert(audit_tables.audit), row | {"what": "lifted", "by": "cora", "reason": reason})
        assert newest is not None
        head = {"month": newest.month, "number": newest.number, "digest": newest.digest}
        connection.execute(insert(audit_tables.audit_head), head)
    engine.dispose()
    return data / "helpline.sqlite3"


def tamper(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute(statement)


def test_an_audit_that_nobody_touched_is_whole(run: Run, file: Path):
    line = run("audit", "head").stdout.strip()
    assert line.startswith("2030-05 3 ")
    done = run("audit", "verify", "--head", line)
    assert (done.exit_code, done.stdout) == (0, "→ the audit is whole\n")


def test_when_it_was_last_printed_is_known_to_the_figures(run: Run, file: Path):
    assert audit_told.read(file.parent) is None
    run("audit", "head")
    told = audit_told.read(file.parent)
    assert told is not None
    assert abs(SystemClock().now() - told) < timedelta(hours=1)
    (file.parent / audit_told.NAME).write_text("yesterday")
    assert audit_told.read(file.parent) is None


def test_a_changed_entry_is_named(run: Run, file: Path):
    tamper(file, "UPDATE audit SET reason = 'anders' WHERE number = 2")
    done = run("audit", "verify")
    assert (done.exit_code, done.stderr) == (1, "2030-05 2 was changed.\nThe audit is not whole.\n")


def test_what_was_cut_off_shows_against_the_head_that_was_kept_elsewhere(run: Run, file: Path):
    line = run("audit", "head").stdout.strip()
    tamper(file, "DELETE FROM audit WHERE number = 3")
    tamper(file, "UPDATE audit_head SET number = 2, digest = (SELECT digest FROM audit WHERE number = 2)")
    assert "as far as can be seen" in run("audit", "verify").stdout
    done = run("audit", "verify", "--head", line)
    assert done.exit_code == 1
    assert "2030-05 3 is where the month ended" in done.stderr


def test_a_line_that_is_no_head_is_refused(run: Run, file: Path):
    done = run("audit", "verify", "--head", "gisteren")
    assert done.exit_code == 1
    assert "--head takes a line such as" in done.stderr


def test_without_a_deed_there_is_no_head(run: Run):
    run("init", "--accept")
    run("migrate")
    assert run("audit", "head").stderr == "Nothing was recorded yet.\n"
    assert run("audit", "verify").exit_code == 0

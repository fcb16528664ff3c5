"""`helpline migrate`."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from helpline.db import schema
from tests.commands.typed import Run, program


def test_it_makes_the_tables_in_a_file_that_nobody_else_can_read(run: Run, data: Path):
    run("init")
    assert f"brought to step {schema.NEWEST}" in run("migrate").stdout
    assert stat.S_IMODE((data / "helpline.sqlite3").stat().st_mode) == 0o600


def test_done_again_it_changes_nothing(house: Path, run: Run):
    again = run("migrate")
    assert (again.exit_code, "up to date" in again.stdout) == (0, True)


def test_before_init_it_says_so(run: Run, data: Path):
    done = run("migrate")
    assert done.exit_code == 1
    assert done.stderr == f"{data}: is not there yet. Run `helpline init`.\n"


def test_a_newer_database_is_left_alone(house: Path, run: Run):
    with closing(sqlite3.connect(house / "helpline.sqlite3")) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    done = run("migrate")
    assert done.exit_code == 1
    assert "of a newer helpline" in done.stderr


def test_a_file_that_is_no_database_is_told_in_a_sentence(run: Run, data: Path):
    run("init")
    (data / "helpline.sqlite3").write_text("not a database, but long enough to be taken for one" * 20)
    done = run("migrate")
    assert done.exit_code == 1
    assert done.stderr.startswith("The database cannot be used: file is not a database")


def test_it_works_on_postgresql(postgresql_url: str, tmp_path: Path):
    url = postgresql_url.replace("postgresql+asyncpg:", "postgresql:")
    first = program("migrate", data=tmp_path / "data", HELPLINE_DATABASE_URL=url)
    assert (first.returncode, first.stderr) == (0, "")
    assert f"brought to step {schema.NEWEST}" in first.stdout
    assert "up to date" in program("migrate", data=tmp_path / "data", HELPLINE_DATABASE_URL=url).stdout


def test_a_postgresql_that_refuses_is_told_without_its_password(postgresql_url: str, tmp_path: Path):
    url = postgresql_url.replace("helpline@", "stranger:verysecret@")
    done = program("migrate", data=tmp_path / "data", HELPLINE_DATABASE_URL=url)
    assert done.returncode == 1
    assert done.stderr.startswith("The database refuses")
    assert "verysecret" not in done.stdout + done.stderr


def test_a_postgresql_that_is_away_is_told_in_a_sentence(tmp_path: Path):
    url = "postgresql://helpline:verysecret@127.0.0.1:9/helpline"
    done = program("migrate", data=tmp_path / "data", HELPLINE_DATABASE_URL=url)
    assert (done.returncode, done.stderr[:32]) == (1, "The database is away or busy. Se")

"""Who works here: added, shown and shut out from the command line."""

from __future__ import annotations

import asyncio
import os
import pty
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from helpline.web.passwords import Argon2Passwords
from tests.commands.typed import PASSWORD, Run, environment, program

ADD = ("users", "add", "eva", "--role", "volunteer", "--alias", "Iris")


def rows(house: Path, table: str = "staff") -> list[dict[str, Any]]:
    with closing(sqlite3.connect(house / "helpline.sqlite3")) as raw:
        raw.row_factory = sqlite3.Row
        return [dict(row) for row in raw.execute(f"SELECT * FROM {table}")]


def add(run: Run, *more: str, typed: str = f"{PASSWORD}\n") -> Any:
    return run(*ADD, *more, "--password-stdin", typed=typed)


def test_somebody_who_was_added_can_log_in_with_the_password(house: Path, run: Run):
    assert add(run).exit_code == 0
    (eva,) = rows(house)
    assert asyncio.run(Argon2Passwords().matches(eva["password_hash"], PASSWORD))
    assert not asyncio.run(Argon2Passwords().matches(eva["password_hash"], f"{PASSWORD}\n"))


def test_somebody_is_coached_at_first_and_speaks_every_language_of_the_helpline(house: Path, run: Run):
    add(run)
    (eva,) = rows(house)
    assert (eva["name"], eva["alias"], eva["role"]) == ("eva", "Iris", "volunteer")
    assert (eva["level"], eva["youth"], eva["languages"]) == ("coached", 0, "nl en")


def test_level_youth_and_languages_can_be_given(house: Path, run: Run):
    add(run, "--level", "independent", "--youth", "--languages", "en")
    (eva,) = rows(house)
    assert (eva["level"], eva["youth"], eva["languages"]) == ("independent", 1, "en")


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (("--languages", "nl,de"), "--languages takes one or more of nl, en"),
        (("--languages", ","), "--languages takes one or more of nl, en"),
        (("--alias", "  "), "An alias has 1 to 40 printable characters"),
        (("--alias", "x" * 41), "An alias has 1 to 40 printable characters"),
        (("--alias", "Iris\u202e"), "An alias has 1 to 40 printable characters"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(house: Path, run: Run, more: tuple[str, ...], what: str):
    done = add(run, *more)
    assert (done.exit_code, done.stderr[: len(what)]) == (1, what)
    assert rows(house) == []


@pytest.mark.parametrize("name", ["", "e va", "-eva", "é", "x" * 65, "eva\n"])
def test_a_name_that_cannot_be_typed_everywhere_is_refused(house: Path, run: Run, name: str):
    done = run(
        *["users", "add", "--role", "volunteer", "--alias", "Iris", "--password-stdin", "--"],
        name,
        typed=f"{PASSWORD}\n",
    )
    assert done.exit_code == 1
    assert rows(house) == []


@pytest.mark.parametrize("password", ["", "short", "x" * 1025])
def test_a_password_that_is_too_short_or_too_long_is_refused(house: Path, run: Run, password: str):
    done = add(run, typed=f"{password}\n")
    assert (done.exit_code, done.stderr) == (1, "A password has 8 to 1,024 characters.\n")


def test_an_alias_that_logs_somebody_in_is_refused(house: Path, run: Run):
    done = add(run, "--alias", "Eva")
    assert done.exit_code == 1
    assert done.stderr == (
        "Eva is the alias of somebody else, or a name that logs in, which no child may see. Choose another --alias.\n"
    )
    assert rows(house) == []


def test_two_people_never_have_one_alias(house: Path, run: Run):
    add(run)
    done = run(
        "users", "add", "fleur", "--role", "volunteer", "--alias", "IRIS", "--password-stdin", typed=f"{PASSWORD}\n"
    )
    assert (done.exit_code, done.stderr[:30]) == (1, "IRIS is the alias of somebody ")
    assert [row["name"] for row in rows(house)] == ["eva"]


def test_two_people_never_have_one_name(house: Path, run: Run):
    add(run)
    again = add(run)
    assert again.exit_code == 1
    assert again.stderr == "There is somebody called eva already: `helpline users list` shows who.\n"


def test_without_a_terminal_and_without_password_stdin_nobody_is_added(house: Path, run: Run):
    done = run(*ADD, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 1
    assert "--password-stdin" in done.stderr


def test_at_a_terminal_the_password_is_asked_twice_and_not_shown(house: Path):
    assert type_at_terminal(house, PASSWORD, PASSWORD) == 0
    (eva,) = rows(house)
    assert asyncio.run(Argon2Passwords().matches(eva["password_hash"], PASSWORD))


def type_at_terminal(house: Path, *lines: str) -> int:
    """Answer the questions of `users add`, one after the other; nothing typed may come back."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-m", "helpline", *ADD], environment(house))
    shown = b""
    for line in lines:
        while not shown.endswith(b": "):
            shown += os.read(terminal, 1)
        os.write(terminal, f"{line}\n".encode())
        shown += b"|"
    try:
        while more := os.read(terminal, 1024):
            shown += more
    except OSError:  # how a terminal says that the program has ended
        pass
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert PASSWORD.encode() not in shown
    return os.waitstatus_to_exitcode(status)


def test_the_list_shows_everybody_and_no_hash(house: Path, run: Run):
    add(run)
    shown = run("users", "list")
    assert shown.exit_code == 0
    head, line = shown.stdout.splitlines()
    assert head.split() == ["NAME", "ALIAS", "ROLE", "LEVEL", "LANGUAGES", "SINCE"]
    assert line.split()[:5] == ["eva", "Iris", "volunteer", "coached", "nl,en"]
    assert "argon2" not in shown.stdout


def test_who_is_disabled_stays_in_the_list_and_is_logged_out(house: Path, run: Run):
    add(run)
    (eva,) = rows(house)
    with closing(sqlite3.connect(house / "helpline.sqlite3")) as raw, raw:
        raw.execute("INSERT INTO session VALUES (x'00', ?, 0, 0)", (eva["id"],))
    assert run("users", "disable", "eva").exit_code == 0
    assert rows(house, "session") == []
    assert rows(house)[0]["disabled_at"] is not None
    assert run("users", "list").stdout.rstrip().endswith("disabled")


def test_nobody_can_be_disabled_who_is_not_there(house: Path, run: Run):
    done = run("users", "disable", "nobody")
    assert (done.exit_code, done.stderr) == (1, "Nobody is called nobody: `helpline users list` shows who there is.\n")


def test_before_migrate_it_says_so(run: Run):
    run("init")
    done = add(run)
    assert (done.exit_code, done.stderr) == (1, "The database has no tables yet. Run `helpline migrate`.\n")


def test_a_wrong_setting_is_named(house: Path, run: Run, tmp_path: Path):
    (tmp_path / "rules.toml").write_text("[routing]\noffer_secs = 3\n")
    done = add(run, "--config", str(tmp_path))
    assert done.exit_code == 2
    assert done.stderr.startswith(f"A setting is wrong. {tmp_path}/rules.toml: [routing] offer_secs is not a key")


def test_it_works_on_postgresql(postgresql_url: str, tmp_path: Path):
    data = tmp_path / "data"
    said = {"HELPLINE_DATABASE_URL": postgresql_url}
    assert program("migrate", data=data, **said).returncode == 0
    done = program(*ADD, "--password-stdin", data=data, typed=f"{PASSWORD}\n", **said)
    assert (done.returncode, done.stderr) == (0, "")
    assert program("users", "disable", "eva", data=data, **said).returncode == 0
    assert program("users", "list", data=data, **said).stdout.rstrip().endswith("disabled")


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("disable", "eva"),
        ("enable", "eva"),
        ("change", "eva", "--youth"),
        ("password", "eva", "--password-stdin"),
    ],
)
def test_before_init_it_asks_for_init(run: Run, data: Path, words: tuple[str, ...]):
    done = run("users", *words, typed=f"{PASSWORD}\n")
    assert (done.exit_code, done.stderr) == (1, f"{data}: is not there yet. Run `helpline init`.\n")
    assert not data.exists()


def test_a_new_password_takes_the_place_of_the_old_one_and_ends_its_log_ins(house: Path, run: Run):
    add(run)
    with closing(sqlite3.connect(house / "helpline.sqlite3")) as raw, raw:
        raw.execute("INSERT INTO session SELECT x'01', id, 0, 0 FROM staff")
    (before,) = rows(house)
    done = run("users", "password", "eva", "--password-stdin", typed="een ander wachtwoord\n")
    assert (done.exit_code, done.stdout[:24]) == (0, "→ eva has a new password")
    (after,) = rows(house)
    assert after["password_hash"] != before["password_hash"]
    assert after["password_hash"].startswith("$argon2id$")
    with closing(sqlite3.connect(house / "helpline.sqlite3")) as raw:
        assert raw.execute("SELECT count(*) FROM session").fetchone() == (0,)


def test_somebody_is_given_another_role_and_level_and_keeps_the_rest(house: Path, run: Run):
    add(run, "--youth", "--languages", "en")
    (before,) = rows(house)
    done = run("users", "change", "eva", "--role", "coordinator", "--level", "independent")
    assert done.output == "→ eva is a coordinator, independent, youth, in en\n"
    (after,) = rows(house)
    assert after == before | {"role": "coordinator", "level": "independent"}
    assert run("users", "change", "eva", "--no-youth", "--languages", "nl,en").exit_code == 0
    (at_last,) = rows(house)
    assert at_last == after | {"youth": 0, "languages": "nl en"}


@pytest.mark.parametrize(
    ("more", "what"), [((), "Nothing to change"), (("--languages", "de"), "--languages takes one or more of nl, en")]
)
def test_a_change_that_is_none_says_so(house: Path, run: Run, more: tuple[str, ...], what: str):
    add(run)
    before = rows(house)
    refused = run("users", "change", "eva", *more)
    assert refused.exit_code == 1
    assert what in refused.output
    assert rows(house) == before


@pytest.mark.parametrize(
    "words", [("password", "nobody", "--password-stdin"), ("enable", "nobody"), ("change", "nobody", "--youth")]
)
def test_nobody_is_told_to_be_nobody(house: Path, run: Run, words: tuple[str, ...]):
    done = run("users", *words, typed=f"{PASSWORD}\n")
    assert (done.exit_code, done.stderr[:24]) == (1, "Nobody is called nobody:")


def test_a_password_that_is_too_short_changes_nothing(house: Path, run: Run):
    add(run)
    before = rows(house)
    assert run("users", "password", "eva", "--password-stdin", typed="kort\n").exit_code == 1
    assert rows(house) == before


def test_a_closed_account_can_be_opened_again(house: Path, run: Run):
    add(run)
    run("users", "disable", "eva")
    done = run("users", "enable", "eva")
    assert (done.exit_code, done.stdout) == (0, "→ eva can log in again; a child will see Iris\n")
    (eva,) = rows(house)
    assert eva["disabled_at"] is None


def test_an_alias_that_was_given_away_meanwhile_is_not_given_twice(house: Path, run: Run):
    add(run)
    run("users", "disable", "eva")
    words = ("users", "add", "fleur", "--role", "volunteer", "--alias", "iris", "--password-stdin")
    assert run(*words, typed=f"{PASSWORD}\n").exit_code == 0
    refused = run("users", "enable", "eva")
    assert (refused.exit_code, "The alias of before is the alias of somebody else" in refused.stderr) == (1, True)
    assert run("users", "enable", "eva", "--alias", "Roos").exit_code == 0
    assert [(row["alias"], row["disabled_at"]) for row in rows(house)] == [("Roos", None), ("iris", None)]

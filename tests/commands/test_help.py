"""The commands tell what they do, at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.commands.typed import ROOT, Run

COMMANDS = (
    "demo",
    "init",
    "migrate",
    "copy",
    "serve",
    "users",
    "retention",
    "keys",
    "survey",
    "doctor",
    "texts",
    "phone",
    "prompts",
    "audit",
    "knowledge",
)
HEAVY = ("aiohttp", "alembic", "argon2", "cryptography", "engineio", "socketio", "sqlalchemy", "msgspec", "numpy")


def test_help_names_every_command_and_no_other(run: Run):
    said = run("--help")
    listed = said.stdout.partition("Commands:\n")[2]
    assert sorted(line.split()[0] for line in listed.splitlines() if line[2:3].isalpha()) == sorted(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str):
    said = run(command, "--help")
    assert said.exit_code == 0
    assert len(said.stdout.splitlines()) > 4


def test_the_version_is_told(run: Run):
    assert run("--version").stdout.startswith("helpline")


def test_a_command_that_is_not_there_is_refused(run: Run):
    assert run("telephone").exit_code == 2


def test_asking_for_help_loads_nothing_heavy():
    asked = "import sys, helpline.__main__; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)}
    ).stdout.split()
    assert "click" in loaded
    assert set(HEAVY) & set(loaded) == set()


def test_a_server_loads_no_tool_for_migrations():
    asked = "import sys, helpline.serve; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)}
    ).stdout.split()
    assert "helpline.db.schema" in loaded
    assert "alembic" not in loaded

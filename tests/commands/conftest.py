"""Commands, typed into a process of our own, in a place of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helpline.__main__ import main
from tests.commands.typed import Run


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment says nothing about a helpline."""
    for name in [*os.environ]:
        if name.startswith("HELPLINE_") and name not in ("HELPLINE_REQUIRE_ALL", "HELPLINE_ASTERISK"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("PORT", raising=False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(data: Path) -> Run:
    """Type a command; what nobody foresaw fails the test."""

    def type_in(*words: str, typed: str | None = None, **said: str) -> Result:
        done = CliRunner().invoke(main, words, input=typed, env={"HELPLINE_DATA": str(data), **said})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return type_in


@pytest.fixture
def house(run: Run, data: Path) -> Path:
    """A data directory with keys and tables; answers with its place."""
    assert run("init").exit_code == 0
    assert run("migrate").exit_code == 0
    return data

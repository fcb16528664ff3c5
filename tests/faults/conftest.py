"""A closing section with the ledger of every fault; in the long form it is written to `dist/faults.md` as well."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.ledger import HEADS, Account

IS_LONG = os.environ.get("HELPLINE_LONG") == "1"
ROWS = pytest.StashKey[list[tuple[str, ...]]]()
TABLE = Path(__file__).parents[2] / "dist" / "faults.md"
Enter = Callable[[str, int, Account, str], None]


@pytest.fixture
def enter(request: pytest.FixtureRequest) -> Enter:
    """Write an account in the book: the fault, how often it happened, the account, and what was seen beside it."""

    def write(fault: str, times: int, account: Account, seen: str = "") -> None:
        figures = (account.acked, account.missing, account.doubled, account.reordered, account.undecryptable)
        rows = request.config.stash.setdefault(ROWS, [])
        rows.append((fault, str(times), *(f"{figure:,}" for figure in figures), seen))

    return write


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash.get(ROWS, [])
    if not rows:
        return
    terminalreporter.section("the ledger of every fault")
    lines = [_line(row) for row in (HEADS, *rows)]
    for line in lines:
        terminalreporter.line(line)
    if IS_LONG:
        TABLE.parent.mkdir(exist_ok=True)
        known = TABLE.read_text(encoding="utf-8").splitlines()[2:] if TABLE.exists() else []
        again = {row[0] for row in rows}
        kept = [line for line in known if line.split("|")[1].strip() not in again]
        rule = _line(("---",) * len(HEADS))
        TABLE.write_text("\n".join([lines[0], rule, *kept, *lines[1:]]) + "\n", encoding="utf-8")


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"

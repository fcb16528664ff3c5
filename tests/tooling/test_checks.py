"""What `make check` asks for is true, so that one command on a fresh machine tells whether a change may land."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

CHECKS = {
    "ruff finds nothing": ["ruff", "check", "."],
    "the code has one layout": ["ruff", "format", "--check", "."],
    "every type is stated and right": ["mypy"],
    "nobody imports what is not theirs to import": ["lint-imports"],
    "the pages have no wrong type": ["npm", "--prefix", "volunteer_ui", "run", "--silent", "check"],
}


@pytest.mark.slow
@pytest.mark.parametrize("command", CHECKS.values(), ids=CHECKS.keys())
def test_of_the_code(command: list[str]) -> None:
    program, *arguments = command
    done = subprocess.run(
        [BIN / program, *arguments],
        cwd=ROOT,
        env={"PATH": f"{BIN}:/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout

"""The files that version control keeps, which is what everybody gets."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@cache
def tracked() -> tuple[str, ...]:
    """Their names, from the root; the test is skipped where there is no version control."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout, or git is not installed")
    return tuple(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def text_of(name: str) -> str:
    """What is in a file; what is no text in it does not matter to who looks for words."""
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")

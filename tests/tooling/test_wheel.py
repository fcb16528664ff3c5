"""A wheel is the whole helpline: who installs it needs no checkout, no Node and no network."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program that must succeed, knowing nothing of this checkout; answers what it printed."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A wheel of this checkout, made with the locked packages; the pages are those that `make setup` built."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, cwd=ROOT)
    (made,) = folder.glob("helpline-*.whl")
    return made


@pytest.fixture(scope="module")
def content(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_it_contains_the_built_pages(content: list[str]) -> None:
    built = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("helpline/web/built/**/*") if path.is_file()}
    assert {f"helpline/web/built/{page}.html" for page in ("child", "desk", "practice")} < built <= set(content)


def test_it_contains_the_packaged_settings_and_texts(content: list[str]) -> None:
    kept = {f"helpline/{path.relative_to(ROOT)}" for path in ROOT.glob("config/**/*") if path.is_file()}
    assert {"helpline/config/numbers.toml", "helpline/config/texts/nl.toml", "helpline/config/texts/en.toml"} <= kept
    assert kept <= set(content)


def test_it_contains_the_knowledge_base(content: list[str]) -> None:
    kept = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("knowledgebase/**/*") if path.is_file()}
    kept = {name for name in kept if "__pycache__" not in name}
    assert "knowledgebase/synonyms.yaml" in kept
    assert kept <= set(content)


def test_it_contains_every_migration(content: list[str]) -> None:
    steps = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("helpline/db/migrations/versions/*.py")}
    assert steps
    assert {"helpline/db/migrations/env.py", *steps} <= set(content)


def test_it_contains_nothing_else(content: list[str]) -> None:
    assert {name.partition("/")[0] for name in content} == {"helpline", "helpline-0.1.0.dist-info", "knowledgebase"}


@pytest.fixture(scope="module")
def house(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it, somewhere else; what it depends on is lent from this one."""
    folder = tmp_path_factory.mktemp("house")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    install = ("install", "--quiet", "--no-deps", "--no-index", wheel)
    run(sys.executable, "-m", "pip", "--python", python, *install, cwd=folder)
    # Only this folder and not the links in it, or this checkout would be what runs.
    (lent,) = {path for path in sys.path if path.endswith("site-packages")}
    (own,) = folder.glob("lib/python*/site-packages")
    (own / "lent.pth").write_text(lent)
    return folder


def test_installed_alone_it_runs_what_was_installed(house: Path) -> None:
    where = run(house / "bin" / "python", "-c", "import helpline; print(helpline.__file__)", cwd=house)
    assert house in Path(where.strip()).parents


def test_installed_alone_it_tells_its_commands(house: Path) -> None:
    said = run(house / "bin" / "helpline", "--help", cwd=house)
    assert all(command in said for command in ("demo", "init", "migrate", "serve", "users", "retention", "doctor"))

"""Directories, keys and pages: are they there, and whose are they?"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from helpline.commands import promise
from helpline.commands.checks.finding import Finding, fail, ok, warn
from helpline.identity.block_key import BlockKey
from helpline.identity.epoch_keys import EpochKeys
from helpline.identity.spared import read_spared
from helpline.keyfiles import KeyProblem
from helpline.ports import Clock
from helpline.settings import Places, Settings, WrongSetting
from helpline.vault.file_vault import FileVault
from helpline.web.pages import BUILT

PAGES = ("child.html", "desk.html", "practice.html")


def look_at_settings(settings: Settings) -> Iterator[Finding]:
    """Where they were read from."""
    own = settings.places.data / "config"
    if settings.places.config is None and own.is_dir():
        advice = f"To have them heeded: `export HELPLINE_CONFIG={own}`."
        yield warn("settings", f"the packaged ones, though there are some in {own}", advice)
    else:
        yield ok("settings", f"read from {settings.places.config or 'the package'}")


def look_at(places: Places, clock: Clock) -> Iterator[Finding]:
    """Everything that lies on the disk."""
    yield from _folder("data directory", places.data)
    yield from _folder("key directory", places.keys)
    yield _words_keys(places)
    yield _identifier_keys(places, clock)
    yield _promise(places)
    yield _pages()


def look_at_spared(settings: Settings) -> Iterator[Finding]:
    """Who asked that nothing keeps them out; where only the desk is served nobody reads it."""
    part = "spared"
    try:
        spared = read_spared(settings.files["networks.toml"])
    except WrongSetting as error:
        yield fail(part, str(error), "Change it there; docs/settings.md tells what it takes.")
    else:
        yield ok(part, f"networks: {len(spared.networks)}, numbers: {len(spared.numbers)}")


def _folder(part: str, path: Path) -> Iterator[Finding]:
    try:
        status = path.stat()
    except OSError as error:
        yield fail(part, f"{path}: {error.strerror}", "Run `helpline init`, or say where it is (HELPLINE_DATA).")
        return
    if not stat.S_ISDIR(status.st_mode):
        yield fail(part, f"{path}: is no directory", "Run `helpline init`, or say where it is (HELPLINE_DATA).")
    elif status.st_uid != os.geteuid() and os.geteuid() != 0:
        yield fail(part, f"{path}: belongs to somebody else", "It must belong to the user that the helpline runs as.")
    elif status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        yield fail(part, f"{path}: others may write here", f"Run `chmod 700 {path}`.")
    elif status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield warn(part, f"{path}: others may look into it", f"Run `chmod 700 {path}`.")
    else:
        yield ok(part, f"{path}, for its owner alone")


def _words_keys(places: Places) -> Finding:
    try:
        FileVault(places.keys)
    except KeyProblem as problem:
        return fail("keys of words", f"{problem.path}: {problem.what}", problem.advice)
    days = len(list((places.keys / "vault" / "days").glob("*.key")))
    return ok("keys of words", f"the master key, and those of days: {days}")


def _identifier_keys(places: Places, clock: Clock) -> Finding:
    part = "keys of identifiers"
    if not places.is_sqlite and not (places.keys / "identity").is_dir():
        return ok(part, "none here: right where only the desk is served")
    try:
        EpochKeys(places.keys)
        BlockKey(places.keys)
    except KeyProblem as problem:
        return fail(part, f"{problem.path}: {problem.what}", problem.advice)
    epochs = len(list((places.keys / "identity").glob("epoch-*.key")))
    if epochs > 3:
        return warn(
            part, f"{epochs} epochs, and two are in use", "Run `helpline retention run`, which deletes the old ones."
        )
    return ok(part, f"epochs: {epochs}, and the key of blocks")


def _promise(places: Places) -> Finding:
    if promise.signed(places.data).exists():
        return ok("promise", "signed: nobody can be traced, by design")
    return warn("promise", "nobody has signed that nobody can be traced", "Read it, and run `helpline init --accept`.")


def _pages() -> Finding:
    missing = [name for name in PAGES if not (BUILT / name).is_file()]
    if missing:
        return fail(
            "pages", f"{BUILT}: {' and '.join(missing)} missing", "Run `make setup`, or install the wheel again."
        )
    return ok("pages", "built")

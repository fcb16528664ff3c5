"""Where `helpline phone configure` puts files: whose they are that are there already, and what becomes of them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_SEAL = "; written by helpline phone configure, "
_SEALED = re.compile(rf"(?s)(.*){_SEAL}([0-9a-f]{{16}})\n")
KEPT_AS = ".before"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one file. now: `new`, `same`, `changed` (ours, and nobody touched it) or `foreign` (somebody
    else's, or changed by hand)."""

    name: str
    content: str
    now: str


def sealed(content: str) -> str:
    """With a last line by which we know it again, and know whether somebody changed it."""
    return f"{content}{_SEAL}{_digest(content)}\n"


def compare(folder: Path, files: Mapping[str, str]) -> list[Fate]:
    """What would become of each file; nothing is changed."""
    return [Fate(name, sealed(content), _now(folder / name, sealed(content))) for name, content in files.items()]


def put(folder: Path, fate: Fate) -> None:
    """Write it, for its owner alone; what is somebody else's stays beside it. What is the same is not written anew:
    the doctor looks whether a file is younger than the Asterisk that read it."""
    path = folder / fate.name
    if fate.now == "same":
        path.chmod(0o600)
        _give_to_owner(path, folder)
        return
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    _give_to_owner(path.parent, folder)
    if fate.now == "foreign":
        os.replace(path, path.with_name(path.name + KEPT_AS))
    draft = path.with_name(f".{path.name}.new")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as opened:
        opened.write(fate.content)
    _give_to_owner(draft, folder)
    os.replace(draft, path)


def _give_to_owner(path: Path, folder: Path) -> None:
    """Who works as root leaves files that Asterisk's own user may read."""
    if os.geteuid() == 0:
        whose = folder.stat()
        os.chown(path, whose.st_uid, whose.st_gid)


def _now(path: Path, wanted: str) -> str:
    try:
        found = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return "new"
    if found == wanted:
        return "same"
    ours = _SEALED.fullmatch(found)
    return "changed" if ours and _digest(ours[1]) == ours[2] else "foreign"


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:16]

"""What must be there before anything runs: the directories, the keys, and a copy of the settings to change."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from helpline import keyfiles
from helpline.db.schema import SchemaProblem
from helpline.identity import block_key, caller_pepper, epoch_keys
from helpline.settings import Places, packaged_config
from helpline.settings.words import FOLDER
from helpline.vault import file_vault

PBX = "asterisk"
"""The folder that `helpline phone configure` fills in; nobody changes it by hand."""


def require_made(places: Places) -> None:
    """See that `helpline init` was run.

    Raises:
        SchemaProblem: the directory of the data is not there.
    """
    if places.is_sqlite and not places.data.is_dir():
        raise SchemaProblem(f"{places.data}: is not there yet. Run `helpline init`.")


def missing(places: Places) -> list[Path]:
    """What `helpline init` makes and is not there, where some of it is: keys, or settings."""
    keys = {places.keys / "identity": "epoch-*.key", places.keys / "vault": "master.key"}
    gone = [folder for folder, pattern in keys.items() if not any(folder.glob(pattern))]
    own = config_of(places)
    return gone or [path for path in (own / "helpline.toml", own / "rules.toml") if not path.exists()]


def key_files(keys: Path) -> list[Path]:
    """The keys that are there already."""
    return [path for part in ("identity", "vault") for path in sorted((keys / part).rglob("*")) if path.is_file()]


def make_keys(keys: Path, now: datetime) -> None:
    """Make those that are not there at all; what is there stays.

    Raises:
        KeyProblem: they cannot be written.
    """
    keyfiles.make_folder(keys)
    if not any((keys / "identity").glob("epoch-*.key")):
        epoch_keys.create(keys, now)
    block_key.create(keys)
    caller_pepper.create(keys)
    if not (keys / "vault" / "master.key").exists():
        file_vault.create(keys)


def config_of(places: Places) -> Path:
    """Where the helpline's own settings are, or will be."""
    return places.config or places.data / "config"


def copy_config(target: Path) -> list[str]:
    """Put the packaged files where they can be changed; one that is there stays. Answers with what was written."""
    source = packaged_config()
    written = []
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        if path.is_file() and name.parts[0] != PBX and not (target / name).exists():
            keyfiles.make_folder((target / name).parent)
            if name.parts[0] == FOLDER:
                (target / name).write_text(_asleep(path.read_text(encoding="utf-8")), encoding="utf-8")
            else:
                shutil.copyfile(path, target / name)
            written.append(str(name))
    return written


def _asleep(texts: str) -> str:
    """The sentences as comments: one that stays so follows the next version, a woken one is the helpline's own."""
    return "".join(f"# {line}" if line[0] not in "#\n" else line for line in texts.splitlines(keepends=True))

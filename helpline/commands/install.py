"""What must be there before anything runs: the directories, the keys, and a copy of the settings to change."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from helpline import keyfiles
from helpline.identity import epoch_keys
from helpline.settings import Places, packaged_config
from helpline.vault import file_vault


def key_files(keys: Path) -> list[Path]:
    """The keys that are there already."""
    return [path for part in ("identity", "vault") for path in sorted((keys / part).rglob("*")) if path.is_file()]


def make_keys(keys: Path, now: datetime) -> None:
    """Make those of the two kinds that are not there at all; what is there stays.

    Raises:
        KeyProblem: they cannot be written.
    """
    keyfiles.make_folder(keys)
    if not any((keys / "identity").glob("*.key")):
        epoch_keys.create(keys, now)
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
        if path.is_file() and not (target / name).exists():
            keyfiles.make_folder((target / name).parent)
            shutil.copyfile(path, target / name)
            written.append(str(name))
    return written

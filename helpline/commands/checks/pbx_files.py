"""What stands on this machine of its Asterisk: our pepper, what children hear, and a folder that nobody writes in."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from helpline.commands.checks.finding import Finding, fail, ok, warn
from helpline.core.prompts import CATALOGUE
from helpline.identity import caller_pepper
from helpline.recordings.shelf import PLAYED_AS, SOUNDS
from helpline.settings import Settings
from helpline.telephony.pbx_files import OURS

_ANY_WRITE, _OTHERS_WRITE = 0o222, 0o022
_PLACES = {"astspooldir": "/var/spool/asterisk", "astdatadir": "/usr/share/asterisk", "astrundir": "/var/run/asterisk"}
"""As Debian has it, where asterisk.conf says nothing else."""


def look_at(settings: Settings, started: datetime | None) -> Iterator[Finding]:
    """The files that Asterisk reads, and those that it must not write. started: when it did, where it told."""
    folder = Path(settings.telephone.asterisk_folder)
    yield _pepper(settings, folder)
    yield _lists(folder)
    yield _unread(folder, started)
    yield _recording(folder)
    yield from _prompts(settings, folder)


def _pepper(settings: Settings, folder: Path) -> Finding:
    part = "telephone pepper"
    path = folder / OURS / "extensions.conf"
    advice = "Run `helpline phone configure` again, and restart Asterisk."
    if not caller_pepper.path_of(settings.places.keys).exists():
        return fail(part, f"{caller_pepper.path_of(settings.places.keys)}: is missing", advice)
    try:
        written = path.read_text(encoding="utf-8")
    except OSError as error:
        return warn(part, f"{path}: {error.strerror}", "Look there as a user who may, or on the machine of Asterisk.")
    if caller_pepper.CallerPepper(settings.places.keys).written() not in written:
        return fail(part, f"{path}: another one than ours, so that nobody who rings is met again", advice)
    return ok(part, "the dialplan has ours")


def _lists(folder: Path) -> Finding:
    part = "telephone lists"
    on, unknown = [], []
    for path in (folder / "cdr.conf", folder / "cel.conf"):
        try:
            if not re.search(r"(?m)^\s*enable\s*=>?\s*no\b", path.read_text(encoding="utf-8")):
                on.append(str(path))
        except OSError:
            unknown.append(str(path))
    advice = "Write `enable = no` under [general]: a list of calls is a list of children."
    if on:
        return fail(part, f"{' and '.join(on)}: not off", advice)
    if unknown:
        return warn(part, f"{' and '.join(unknown)} cannot be read", advice)
    return ok(part, "CDR and CEL are off")


def _unread(folder: Path, started: datetime | None) -> Finding:
    """pjproject tells of what it cannot read as an error, with all of it; only this file keeps that out of the log."""
    part = "telephone unread packets"
    path = folder / "pjproject.conf"
    advice = (
        "Run `helpline phone configure` (--replace where the file is another's), and restart Asterisk: else what comes"
        " from the trunk and cannot be read is written into its log, with a child's number in it."
    )
    try:
        written, since = path.read_text(encoding="utf-8", errors="replace"), path.stat().st_mtime
    except OSError as error:
        if isinstance(error, FileNotFoundError) and folder.is_dir():
            return fail(part, f"{path}: is missing", advice)
        return warn(part, f"{path}: {error.strerror}", "Look there as a user who may, or on the machine of Asterisk.")
    if not _is_silent(written):
        return fail(part, f"{path}: is not ours, and lets them into the log", advice)
    if started is not None and since > started.timestamp():
        return warn(part, f"{path}: changed since Asterisk started, which reads it then", "Restart Asterisk.")
    return ok(part, "none is written into the log")


def _is_silent(written: str) -> bool:
    """Does only what ends pjproject itself (0) become an error? It says nothing else unless told otherwise here."""
    lines = [line.partition(";")[0].strip() for line in written.splitlines()]
    said = [re.split(r"\s*=>?\s*", line, maxsplit=1) for line in lines if line]
    return said == [["[log_mappings]"], ["type", "log_mappings"], ["asterisk_error", "0"]]


def _recording(folder: Path) -> Finding:
    part = "telephone recording"
    path = _place(folder, "astspooldir") / "recording"
    try:
        it = path.stat()
    except OSError as error:
        advice = f"On the machine of Asterisk: `install -d -o root -m 0555 {path}`."
        return warn(part, f"{path}: {error.strerror}", advice)
    if it.st_mode & (_OTHERS_WRITE if it.st_uid == 0 else _ANY_WRITE):
        advice = f"`chown root {path} && chmod 0555 {path}`: without a folder no call can be recorded, whoever asks."
        return fail(part, f"{path}: can be written ({stat.S_IMODE(it.st_mode):o})", advice)
    if _runs_as_root(folder):
        advice = "Let Asterisk run as a user of its own (`runuser` in asterisk.conf): rights do not hold root back."
        return warn(part, f"{path}: Asterisk runs as root, which writes anywhere", advice)
    return ok(part, f"{path}: nobody writes there")


def _runs_as_root(folder: Path) -> bool:
    """Whose socket is it, for its own command line? Where there is none, Asterisk does not run on this machine."""
    try:
        return (_place(folder, "astrundir") / "asterisk.ctl").stat().st_uid == 0
    except OSError:
        return False


def _prompts(settings: Settings, folder: Path) -> Iterator[Finding]:
    part = "telephone prompts"
    for language in settings.helpline.languages:
        made = settings.places.data / SOUNDS / language / PLAYED_AS
        missing = [name for name in CATALOGUE if not (made / f"{name}.wav").exists()]
        if missing:
            found = f"{language}: {len(missing)} of {len(CATALOGUE)} missing, such as {missing[0]}"
            yield fail(part, found, "Run `helpline prompts make`: a child would hear nothing there.")
            continue
        played = _place(folder, "astdatadir") / "sounds" / language / PLAYED_AS
        try:
            is_same = played.resolve(strict=True) == made.resolve()
        except OSError:
            advice = f"On the machine of Asterisk: `ln -s {made} {played}`, or put copies there."
            yield warn(part, f"{language}: Asterisk has none at {played}", advice)
            continue
        yield ok(part, f"{language}: all {len(CATALOGUE)}{'' if is_same else f', and copies at {played}'}")


def _place(folder: Path, name: str) -> Path:
    """Where Asterisk says that it keeps something."""
    try:
        written = (folder / "asterisk.conf").read_text(encoding="utf-8")
    except OSError:
        written = ""
    found = re.search(rf"(?m)^\s*{name}\s*=>?\s*(\S+)", written)
    return Path(found[1] if found else _PLACES[name])

"""`helpline phone configure`: the files of a technician's own Asterisk, filled in from the settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.commands.options import with_config, with_data
from helpline.commands.problems import CannotStart, Problem, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpline.commands.pbx_folder import Fate
    from helpline.settings import Settings

_FOLDER = click.Path(path_type=Path, file_okay=False)
_NO_ASTERISK = 'Set [telephone] line to "asterisk" in helpline.toml first; docs/telephony.md goes step by step.'
_SAID = {"new": "written", "same": "as it was", "changed": "written anew", "foreign": "replaced"}


@click.group(invoke_without_command=True)
@with_data
@with_config
@click.pass_context
def phone(context: click.Context, data: Path | None, config: Path | None) -> None:
    """Attend to the telephone until SIGTERM, beside servers that do not; a second one waits (PostgreSQL).

    When it ends, talks go on, and children wait with their music; the next one finds them where they are.
    """
    if context.invoked_subcommand is None:
        _attend(data, config)


def _attend(data: Path | None, config: Path | None) -> None:
    from helpline import logs
    from helpline.commands import install
    from helpline.commands.serve import run
    from helpline.settings import load

    with told(CannotStart):
        settings = load(os.environ, config=config, data=data)
        if settings.places.is_sqlite:
            raise CannotStart("On SQLite `helpline serve` attends to the telephone: this needs PostgreSQL.")
        if settings.telephone.line != "asterisk":
            raise CannotStart(_NO_ASTERISK)
        install.require_made(settings.places)
        logs.set_up()
        from helpline.serve import attend

        run(attend(settings))


@phone.command()
@with_data
@with_config
@click.option("--to", type=_FOLDER, help="Where to ([telephone] asterisk_folder).")
@click.option("--include", is_flag=True, help="Only what is included into the files of an Asterisk that serves others.")
@click.option("--unpacked", type=_FOLDER, help="For the Asterisk of scripts/get-asterisk, all of it under --to.")
@click.option("--replace", is_flag=True, help="Also files that are not ours; each stays beside it, as .before.")
def configure(
    data: Path | None, config: Path | None, to: Path | None, include: bool, unpacked: Path | None, replace: bool
) -> None:
    """Write the settings of your Asterisk 20 or 22.

    Two of them hold a secret, and all are readable by the owner of the folder alone. A file that somebody else wrote,
    or that was changed by hand, stays as it is, and nothing is written, unless you say --replace.
    """
    from helpline.commands import pbx_folder
    from helpline.settings import load

    with told():
        settings = load(os.environ, config=config, data=data)
        _require_trunk(settings)
        root = _root(to, unpacked)
        folder = root / "etc" if root else to or Path(settings.telephone.asterisk_folder)
        own = (root, unpacked.absolute()) if root and unpacked else None
        files = _files(settings, own, only_ours=include)
        fates = pbx_folder.compare(folder, files)
        foreign = [fate.name for fate in fates if fate.now == "foreign"]
        if foreign and not replace:
            raise Problem(_not_ours(folder, foreign))
        if own:
            _make_root(settings, *own)
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        for fate in fates:
            pbx_folder.put(folder, fate)
    _tell(folder, fates)
    _tell_next(settings, folder, root and unpacked, only_ours=include)


def _require_trunk(settings: Settings) -> None:
    if settings.telephone.line != "asterisk":
        raise Problem(_NO_ASTERISK)
    if not settings.telephone.trunk:
        raise Problem("Set [telephone] trunk in helpline.toml first: the machine of your operator.")


def _root(to: Path | None, unpacked: Path | None) -> Path | None:
    if unpacked is None:
        return None
    if to is None:
        raise Problem("Say with --to in which folder that Asterisk keeps everything.")
    if not (unpacked / "asterisk").exists():
        raise Problem(f"{unpacked}: holds no Asterisk. Run `scripts/get-asterisk {unpacked}`.")
    return to.absolute()


def _files(settings: Settings, unpacked: tuple[Path, Path] | None, *, only_ours: bool) -> Mapping[str, str]:
    from helpline import keyfiles
    from helpline.identity.caller_pepper import CallerPepper
    from helpline.settings import packaged_config
    from helpline.telephony import pbx_files, secret_files

    keys, telephone = settings.places.keys, settings.telephone
    keyfiles.names(keys)
    secrets = {"PEPPER": CallerPepper(keys).written(), "ARI_PASSWORD": secret_files.make_ari_password(keys)}
    if telephone.trunk_user:
        secrets["TRUNK_PASSWORD"] = secret_files.read_secret(keys, secret_files.TRUNK)
    values = pbx_files.values_of(telephone, settings.helpline.language, secrets, unpacked)
    return pbx_files.files_of(packaged_config(), values, only_ours=only_ours)


def _make_root(settings: Settings, root: Path, unpacked: Path) -> None:
    """The folders of an Asterisk that keeps everything in one, as it would find them where it is installed."""
    from helpline.telephony import pbx_files

    for name in pbx_files.FOLDERS:
        (root / name).mkdir(parents=True, exist_ok=True)
    recording = root / pbx_files.RECORDING
    recording.mkdir(exist_ok=True)
    recording.chmod(0o555)
    for language in settings.helpline.languages:
        _link(root / "data/sounds" / language / "helpline", settings.places.data / "sounds" / language / "helpline")
    for name in pbx_files.EMPTY:
        (root / "etc" / name).touch()
    for place in ("lib", "data"):
        for name in ("documentation", "rest-api"):
            _link(root / place / name, unpacked / "data" / name)


def _link(path: Path, to: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_symlink():
        path.symlink_to(to)


def _not_ours(folder: Path, names: list[str]) -> str:
    return (
        f"{folder}: {', '.join(names)} {'is' if len(names) == 1 else 'are'} not as we wrote it, or not ours."
        " Nothing was written. Say --replace to replace it (the old one stays beside it, as .before), or --include to"
        " write only what your own files include."
    )


def _tell(folder: Path, fates: list[Fate]) -> None:
    from helpline.commands.pbx_folder import KEPT_AS

    for fate in fates:
        more = f"; what was there is now {fate.name}{KEPT_AS}" if fate.now == "foreign" else ""
        click.echo(f"→ {folder / fate.name}: {_SAID[fate.now]}{more}")


def _tell_next(settings: Settings, folder: Path, unpacked: Path | None, *, only_ours: bool) -> None:
    from helpline.telephony import pbx_files

    if only_ours:
        names = ("ari", "extensions", "pjsip", "sorcery")
        included = ", ".join(f"{name}.conf (#include {pbx_files.OURS}{name}.conf)" for name in names)
        click.echo(f"Next: include them in {included}, and compare the rest with docs/telephony.md.")
    if unpacked:
        click.echo(f"Next: {unpacked / 'asterisk'} -f -C {folder / 'asterisk.conf'}")
    else:
        click.echo("Next: let Asterisk's own user own these files and nobody the folder of recordings, and restart it:")
        click.echo(f"  chown -R asterisk: {folder} && install -d -o root -m 0555 /var/spool/asterisk/recording")
        click.echo("  systemctl restart asterisk")
    if not settings.telephone.media_address:
        click.echo("[telephone] media_address is empty: behind NAT nobody will hear anything.")
    click.echo("Then `helpline doctor` looks whether all of it is as it should be.")

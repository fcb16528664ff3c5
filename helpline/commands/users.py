"""`helpline users`: who works here. A running server heeds it within a second."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.commands.options import with_config, with_data
from helpline.commands.problems import Problem, told

if TYPE_CHECKING:
    from helpline.actions.accounts import Change, NewStaff
    from helpline.core.staff import Staff
    from helpline.settings import Places

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1024
LEVELS = ("training", "coached", "independent")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


@click.group()
def users() -> None:
    """The accounts of volunteers and coordinators."""


@users.command()
@click.argument("name")
@click.option("--role", type=click.Choice(["volunteer", "coordinator"]), required=True)
@click.option("--alias", required=True, help="The name a child sees; never the one that logs in.")
@click.option(
    "--level", type=click.Choice(["training", "coached", "independent"]), default="coached", show_default=True
)
@click.option("--youth", is_flag=True, help="16 to 19 years old: never offered a sexual or abusive contact.")
@click.option("--languages", help="Codes with commas between; all of the helpline's by default.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input; else it is asked.")
@with_data
@with_config
def add(
    name: str,
    role: str,
    alias: str,
    level: str,
    youth: bool,
    languages: str | None,
    password_stdin: bool,
    data: Path | None,
    config: Path | None,
) -> None:
    """Add somebody. NAME logs in, and never reaches a child."""
    from helpline.actions.accounts import NewStaff
    from helpline.core.staff import Level, Role
    from helpline.settings import load

    with told():
        settings = load(os.environ, config=config, data=data)
        new = NewStaff(
            name=_name(name),
            alias=_alias(alias),
            role=Role(role),
            level=Level(level),
            youth=youth,
            languages=_languages(languages, settings.helpline.languages),
        )
        asyncio.run(_add(settings.places, new, _password(password_stdin)))
    click.echo(f"→ {name} can log in; a child will see {new.alias}")


@users.command()
@click.argument("name")
@with_data
def disable(name: str, data: Path | None) -> None:
    """Close an account; its windows close within a second."""
    from helpline.settings.environment import read_places

    with told():
        asyncio.run(_disable(read_places(os.environ, data=data), name))
    click.echo(f"→ {name} is out, and cannot log in any more")


@users.command()
@click.argument("name")
@click.option("--alias", help="Another name for children, when the one of before was given away.")
@with_data
def enable(name: str, alias: str | None, data: Path | None) -> None:
    """Open an account that was closed, with the password of before."""
    from helpline.settings.environment import read_places

    with told():
        places = read_places(os.environ, data=data)
        person = asyncio.run(_enable(places, name, None if alias is None else _alias(alias)))
    click.echo(f"→ {name} can log in again; a child will see {person.alias}")


@users.command()
@click.argument("name")
@click.option("--role", type=click.Choice(["volunteer", "coordinator"]))
@click.option("--level", type=click.Choice(LEVELS))
@click.option("--youth/--no-youth", default=None, help="16 to 19 years old, or not any more.")
@click.option("--languages", help="Codes with commas between.")
@with_data
@with_config
def change(
    name: str,
    role: str | None,
    level: str | None,
    youth: bool | None,
    languages: str | None,
    data: Path | None,
    config: Path | None,
) -> None:
    """Give somebody another role or level. Their windows close within a second where they may less, and come back."""
    from helpline.actions.accounts import Change
    from helpline.core.staff import Level, Role
    from helpline.settings import load

    with told():
        if (role, level, youth, languages) == (None,) * 4:
            raise Problem("Nothing to change: name one of --role, --level, --youth, --no-youth and --languages.")
        settings = load(os.environ, config=config, data=data)
        wanted = Change(
            role=None if role is None else Role(role),
            level=None if level is None else Level(level),
            youth=youth,
            languages=None if languages is None else _languages(languages, settings.helpline.languages),
        )
        person = asyncio.run(_change(settings.places, name, wanted))
    what = [person.level, *["youth"] * person.youth, f"in {', '.join(person.languages)}"]
    click.echo(f"→ {name} is a {person.role}, {', '.join(what)}")


@users.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input; else it is asked.")
@with_data
def password(name: str, password_stdin: bool, data: Path | None) -> None:
    """Give somebody a new password. Their windows close within a second."""
    from helpline.settings.environment import read_places

    with told():
        asyncio.run(_set_password(read_places(os.environ, data=data), name, password_stdin))
    click.echo(f"→ {name} has a new password; who was logged in with the old one is out")


@users.command("reset-factors")
@click.argument("name")
@with_data
def reset_factors(name: str, data: Path | None) -> None:
    """Take away the second steps of somebody who lost theirs, when no other coordinator can. Their windows close within
    a second, and whoever knows their password can set up another one: give them a new password as well."""
    from helpline.settings.environment import read_places

    with told():
        asyncio.run(_reset_factors(read_places(os.environ, data=data), name))
    click.echo(f"→ {name} has no second step any more, and is out; it stands in the audit")


@users.command("list")
@with_data
def list_(data: Path | None) -> None:
    """Show who there is."""
    from helpline.settings.environment import read_places

    with told():
        people = asyncio.run(_everybody(read_places(os.environ, data=data)))
    for line in _table(people):
        click.echo(line)


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise Problem("A name has 1 to 64 letters, digits and . _ @ - and begins with a letter or a digit.")
    return name


def _alias(alias: str) -> str:
    from helpline.core.alias import LONGEST_ALIAS, is_alias

    alias = alias.strip()
    if not is_alias(alias):
        raise Problem(f"An alias has 1 to {LONGEST_ALIAS} printable characters.")
    return alias


def _languages(given: str | None, known: Sequence[str]) -> tuple[str, ...]:
    if given is None:
        return tuple(known)
    codes = tuple(dict.fromkeys(code.strip() for code in given.split(",") if code.strip()))
    if not codes or not set(codes) <= set(known):
        raise Problem(f"--languages takes one or more of {', '.join(known)}, which [helpline] languages names.")
    return codes


def _password(from_input: bool) -> str:
    if from_input:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        raise Problem("There is nobody to ask for a password: give it on standard input with --password-stdin.")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Problem(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD:,} characters.")
    return password


async def _add(places: Places, new: NewStaff, password: str) -> None:
    from helpline.actions.accounts import add_staff
    from helpline.actions.carry_out import carry_out
    from helpline.clock import SystemClock
    from helpline.commands.opened import opened
    from helpline.core.errors import AliasTaken, Invalid
    from helpline.web.passwords import Argon2Passwords

    async with opened(places) as store:
        password_hash = await Argon2Passwords().hash(password)
        now = SystemClock().now()
        try:
            await carry_out(store, lambda work: add_staff(new, password_hash, work=work, now=now))
        except Invalid:
            raise Problem(f"There is somebody called {new.name} already: `helpline users list` shows who.") from None
        except AliasTaken:
            raise _taken(new.alias) from None


async def _disable(places: Places, name: str) -> None:
    from helpline.actions.accounts import disable_staff
    from helpline.actions.carry_out import carry_out
    from helpline.clock import SystemClock
    from helpline.commands.opened import opened
    from helpline.core.errors import Invalid

    async with opened(places) as store:
        now = SystemClock().now()
        try:
            await carry_out(store, lambda work: disable_staff(name, work=work, now=now))
        except Invalid:
            raise _nobody(name) from None


async def _enable(places: Places, name: str, alias: str | None) -> Staff:
    from helpline.actions.accounts import enable_staff
    from helpline.actions.carry_out import carry_out
    from helpline.commands.opened import opened
    from helpline.core.errors import AliasTaken, Invalid

    async with opened(places) as store:
        try:
            return await carry_out(store, lambda work: enable_staff(name, alias=alias, work=work))
        except Invalid:
            raise _nobody(name) from None
        except AliasTaken:
            raise _taken(alias or "The alias of before") from None


async def _change(places: Places, name: str, wanted: Change) -> Staff:
    from helpline.actions.accounts import change_staff
    from helpline.actions.carry_out import carry_out
    from helpline.commands.opened import opened
    from helpline.core.errors import Invalid

    async with opened(places) as store:
        try:
            return await carry_out(store, lambda work: change_staff(name, wanted, work=work))
        except Invalid:
            raise _nobody(name) from None


async def _set_password(places: Places, name: str, from_input: bool) -> None:
    from helpline.actions.accounts import set_password
    from helpline.actions.carry_out import carry_out
    from helpline.clock import SystemClock
    from helpline.commands.opened import opened
    from helpline.web.passwords import Argon2Passwords

    async with opened(places) as store:
        async with store.look() as records:
            if await records.people.named(name) is None:
                raise _nobody(name)
        password_hash, now = await Argon2Passwords().hash(_password(from_input)), SystemClock().now()
        await carry_out(store, lambda work: set_password(name, password_hash, work=work, now=now))


async def _reset_factors(places: Places, name: str) -> None:
    from helpline.actions.accounts import reset_factors
    from helpline.actions.carry_out import carry_out
    from helpline.clock import SystemClock
    from helpline.commands.opened import opened

    async with opened(places) as store:
        async with store.look() as records:
            staff = await records.people.named(name)
        if staff is None:
            raise _nobody(name)
        now = SystemClock().now()
        await carry_out(store, lambda work: reset_factors(staff.id, None, work=work, now=now))


def _nobody(name: str) -> Problem:
    return Problem(f"Nobody is called {name}: `helpline users list` shows who there is.")


def _taken(alias: str) -> Problem:
    return Problem(
        f"{alias} is the alias of somebody else, or a name that logs in, which no child may see."
        " Choose another --alias."
    )


async def _everybody(places: Places) -> list[Staff]:
    from sqlalchemy import select

    from helpline.commands.opened import opened
    from helpline.core.staff import Staff
    from helpline.db import tables
    from helpline.db.rows import Rows

    rows = Rows(tables.staff, Staff)
    async with opened(places) as store, store.look() as records:
        return await rows.all(records.connection, select(*rows.columns).order_by(tables.staff.c.name))


def _table(people: Sequence[Staff]) -> list[str]:
    """A line for each, without the hash of the password."""
    lines = [("NAME", "ALIAS", "ROLE", "LEVEL", "LANGUAGES", "SINCE", "")]
    for it in people:
        state = " ".join(["youth"] * it.youth + ["disabled"] * (it.disabled_at is not None))
        lines.append((it.name, it.alias, it.role, it.level, ",".join(it.languages), f"{it.created_at:%Y-%m-%d}", state))
    widths = [max(len(line[column]) for line in lines) for column in range(7)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]

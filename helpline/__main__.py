"""The commands. Each imports what it needs when it runs, so that `helpline --help` answers at once."""

from __future__ import annotations

import os

import click

from helpline.commands.audit import audit
from helpline.commands.copy import copy
from helpline.commands.demo import demo
from helpline.commands.doctor import doctor
from helpline.commands.init import init
from helpline.commands.keys import keys
from helpline.commands.knowledge import knowledge
from helpline.commands.migrate import migrate
from helpline.commands.phone import phone
from helpline.commands.prompts import prompts
from helpline.commands.retention import retention
from helpline.commands.serve import serve
from helpline.commands.survey import survey
from helpline.commands.texts import texts
from helpline.commands.users import users


def tell_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the version that was installed."""
    if asked:
        from importlib import metadata

        try:
            click.echo(f"helpline {metadata.version('helpline')}")
        except metadata.PackageNotFoundError:
            click.echo("helpline, from a checkout that was not installed")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=tell_version, help="Show the version."
)
@click.pass_context
def main(context: click.Context) -> None:
    """A helpline for children, by chat, where nobody has to say who they are.

    HELPLINE_DATA, HELPLINE_CONFIG, HELPLINE_KEYS and HELPLINE_DATABASE_URL say where everything is.
    """
    # whatever is made here is for the helpline's own user alone
    before = os.umask(0o077)
    context.call_on_close(lambda: os.umask(before))


COMMANDS = (
    demo, init, migrate, copy, serve, phone, users, retention, keys, survey, doctor, texts, prompts, audit, knowledge,
)  # fmt: skip
for command in COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main()

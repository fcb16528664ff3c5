"""The commands. Each imports what it needs when it runs, so that `helpline --help` answers at once."""

from __future__ import annotations

import os

import click

from helpline.commands.demo import demo
from helpline.commands.doctor import doctor
from helpline.commands.init import init
from helpline.commands.keys import keys
from helpline.commands.migrate import migrate
from helpline.commands.retention import retention
from helpline.commands.serve import serve
from helpline.commands.users import users


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="helpline")
@click.pass_context
def main(context: click.Context) -> None:
    """A helpline for children, by chat, where nobody has to say who they are.

    HELPLINE_DATA, HELPLINE_CONFIG, HELPLINE_KEYS and HELPLINE_DATABASE_URL say where everything is.
    """
    # whatever is made here is for the helpline's own user alone
    before = os.umask(0o077)
    context.call_on_close(lambda: os.umask(before))


for command in (demo, init, migrate, serve, users, retention, keys, doctor):
    main.add_command(command)

if __name__ == "__main__":
    main()

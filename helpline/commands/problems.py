"""What a command says when it cannot: one sentence of what is so, and what to do; never a traceback."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click


class Problem(click.ClickException):
    """Ends the command with a sentence on standard error."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence."""
        click.echo(self.message, err=True)


class CannotStart(Problem):
    """A wrong setting, or whatever else keeps the server from starting."""

    exit_code = 2


@contextmanager
def told(kind: type[Problem] = Problem) -> Iterator[None]:
    """Turn what can be foreseen into a sentence; what nobody foresaw stays what it is."""
    try:
        yield
    except Exception as error:  # what can be foreseen comes from every room; the rest is raised again as it is
        sentence = sentence_of(error)
        if sentence is None:
            raise
        raise _kind_of(error, kind)(sentence) from None


def sentence_of(error: Exception) -> str | None:
    """What is wrong and what to do; null when nobody foresaw it."""
    from helpline.core.errors import TryAgain
    from helpline.db.copying import CopyProblem
    from helpline.db.schema import SchemaProblem
    from helpline.keyfiles import KeyProblem
    from helpline.settings import WrongSetting
    from helpline.web.pages import PagesMissing

    if isinstance(error, WrongSetting):
        return f"A setting is wrong. {error}"
    if isinstance(error, KeyProblem | SchemaProblem | CopyProblem | PagesMissing):
        return str(error)
    if isinstance(error, TryAgain):
        return "The database is away or busy. See that it runs and that HELPLINE_DATABASE_URL is right, and try again."
    if isinstance(error, OSError):
        return _sentence_of_system(error)
    return _sentence_of_database(error)


def _sentence_of_system(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "The port is taken. Choose another one with --port, or stop what listens there."
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or type(error).__name__}. See that the helpline's own user may do this."


def _sentence_of_database(error: Exception) -> str | None:
    from sqlalchemy.exc import DBAPIError

    if isinstance(error, sqlite3.Error):
        return f"The database cannot be used: {error}. See that its file is whole and belongs to the helpline's user."
    if isinstance(error, DBAPIError):
        first, *_ = str(error.orig).splitlines() or [""]
        return f"The database refuses: {first}. See that HELPLINE_DATABASE_URL is right."
    return None


def _kind_of(error: Exception, kind: type[Problem]) -> type[Problem]:
    from helpline.settings import WrongSetting

    return CannotStart if isinstance(error, WrongSetting) else kind

"""Every command with its options is documented, and what a document tells to type is a command."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from helpline.__main__ import main
from tests.documents.written import blocks_in, code_in, documents, table
from tests.tooling.tracked import text_of

COMMON = {"--data", "--config", "--help", "-h", "--version"}
"""Told once for all of them, under the table."""


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, by the words that lead to it."""
    if isinstance(command, click.Group):
        if command.invoke_without_command and path:
            yield path, command
        for name, inner in command.commands.items():
            yield from leaves(inner, (*path, name))
    else:
        yield path, command


COMMANDS = dict(leaves(main))
WRITTEN = [code for row in table("docs/protocol.md", "Commands", "command") for code in code_in(row[0])]


def options(command: click.Command) -> set[str]:
    """What may be added to it."""
    return {name for it in command.params if isinstance(it, click.Option) for name in (*it.opts, *it.secondary_opts)}


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_is_in_the_contract_with_its_options(path):
    (written,) = [code for code in WRITTEN if code.startswith("helpline ") and resolved(code)[0] == path]
    named = set(re.findall(r"--[a-z-]+", written))
    assert options(COMMANDS[path]) - COMMON <= named <= options(COMMANDS[path])


def test_the_contract_has_no_command_that_does_not_exist():
    named = {code for code in WRITTEN if code.startswith("helpline ")}
    assert {resolved(code)[0] for code in named} == set(COMMANDS)


def test_what_is_common_is_told_under_the_table():
    told = text_of("docs/protocol.md").partition("## HTTP")[0]
    used = {name for command in COMMANDS.values() for name in options(command)} & COMMON
    assert all(f"`{name}" in told for name in used)


TYPED = re.compile(
    r"(?:^|(?<=bin/)|(?<=`)|(?<=: )|(?<=; )|(?<=&& )|(?<=-- ))helpline ((?:[a-z]+\b(?!=) ?)+[^`\n|;)]*)", re.MULTILINE
)


def typed(document: str) -> list[str]:
    """What a document tells to type that begins with our name."""
    text = text_of(document)
    return [
        found
        for piece in (*blocks_in(text), *(f"`{code}`" for code in code_in(text)))
        for found in TYPED.findall(piece)
    ]


def resolved(line: str) -> tuple[tuple[str, ...], set[str]]:
    """The command that a line names (as far as it names one), and the options."""
    words = [word for word in line.removeprefix("helpline ").split() if not word.startswith("[")]
    path: tuple[str, ...] = ()
    step: click.Command = main
    while isinstance(step, click.Group) and words and words[0] in step.commands:
        step, path, words = step.commands[words[0]], (*path, words[0]), words[1:]
    return path, set(re.findall(r"--[a-z-]+", line))


@pytest.mark.parametrize("document", documents())
def test_what_a_document_tells_to_type_is_a_command(document):
    for line in typed(document):
        path, named = resolved(line)
        assert path in COMMANDS, line
        assert named <= options(COMMANDS[path]) | COMMON, line


def test_documents_tell_to_type_commands():
    lines = [line for document in documents() for line in typed(document)]
    assert len(lines) >= 40
    assert {resolved(line)[0] for line in lines} == set(COMMANDS)

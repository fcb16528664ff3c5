"""What the programs say, read from their source: no list of ours can forget what they do."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import helpline
from helpline.core.errors import Refusal
from tests.tooling.tracked import ROOT

PACKAGE = ROOT / "helpline"
_NOT_LOADED = ("helpline.db.migrations", "helpline.__main__")


@cache
def module_names() -> tuple[str, ...]:
    """Every module of ours that only defines things when it is loaded."""
    found = pkgutil.walk_packages(helpline.__path__, "helpline.")
    return tuple(it.name for it in found if not it.name.startswith(_NOT_LOADED))


def refusals() -> dict[str, list[type[Refusal]]]:
    """Every class of refusal that there is, by its code."""
    for name in module_names():
        importlib.import_module(name)
    by_code: dict[str, list[type[Refusal]]] = {}
    for kind in _below(Refusal):
        if kind.__module__.startswith("helpline."):
            by_code.setdefault(kind.code, []).append(kind)
    return by_code


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def sources(folder: str = "") -> list[Path]:
    """The files of a folder of the program, and of those in it."""
    return sorted((PACKAGE / folder).rglob("*.py"))


def nodes(path: Path) -> Iterator[ast.AST]:
    """Everything in a file."""
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def calls(path: Path, method: str) -> Iterator[ast.Call]:
    """The calls in a file of a function or method with this name."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and _called(node) == method:
            yield node


def _called(call: ast.Call) -> str:
    named = call.func
    return named.attr if isinstance(named, ast.Attribute) else named.id if isinstance(named, ast.Name) else ""


def word(node: ast.AST | None) -> str | None:
    """A text that stands in the source as such."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None

"""What the documents say, as data: sections, tables, pieces of code and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from tests.tooling.tracked import ROOT, text_of, tracked

Table = list[list[str]]
"""The rows of a table below its head, each as its cells."""

CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"(#+) +(.*)")
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")


def documents() -> list[str]:
    """Every text that people read here, by its name from the root."""
    new = (path.relative_to(ROOT).as_posix() for pattern in ("*.md", "docs/**/*.md") for path in ROOT.glob(pattern))
    return sorted({name for name in tracked() if name.endswith(".md")} | set(new))


def section(document: str, heading: str) -> str:
    """What stands under the heading that begins so, up to the next one of the same rank or higher."""
    lines = iter(_lines_outside_code(text_of(document)))
    for line in lines:
        found = _HEADING.fullmatch(line)
        if found and found[2].startswith(heading):
            return "\n".join(takewhile(lambda it: not _is_as_high(it, len(found[1])), lines))
    raise AssertionError(f"{document} has no section {heading!r}")


def _is_as_high(line: str, rank: int) -> bool:
    found = _HEADING.fullmatch(line)
    return found is not None and len(found[1]) <= rank


def tables(text: str) -> dict[str, Table]:
    """The tables of a text, each by its head (`name | default | what`)."""
    found: dict[str, Table] = {}
    rows: Table = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip().replace(r"\|", "|") for cell in _BETWEEN_CELLS.split(line)[1:-1]])
        elif rows:
            found[" | ".join(rows[0])] = rows[2:]
            rows = []
    return found


def table(document: str, heading: str, first: str) -> Table:
    """The rows of the table of this section whose first column is called so."""
    return next(rows for head, rows in tables(section(document, heading)).items() if head.split(" | ")[0] == first)


def code_in(text: str) -> list[str]:
    """The pieces of code in a line of text."""
    return CODE.findall(text)


def blocks_in(text: str) -> list[str]:
    """What stands between fences."""
    return re.findall(r"^```.*\n((?:.*\n)*?)```", text, re.MULTILINE)


def links_in(text: str) -> list[str]:
    """Where the links and pictures of a text lead."""
    return re.findall(r"\]\(([^)\s]+)\)", "\n".join(_lines_outside_code(text)))


def anchors_of(document: str) -> set[str]:
    """The places in a document that a link can name."""
    return {
        re.sub(r"[^\w\- ]", "", found[2].lower()).replace(" ", "-")
        for line in _lines_outside_code(text_of(document))
        if (found := _HEADING.fullmatch(line))
    }


def _lines_outside_code(text: str) -> Iterator[str]:
    is_code = False
    for line in text.splitlines():
        if line.startswith("```"):
            is_code = not is_code
        elif not is_code:
            yield line

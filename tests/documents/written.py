"""What the documents say, as data: sections, tables, pieces of code and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.tooling.tracked import ROOT, text_of

Table = list[list[str]]
"""The rows of a table below its head, each as its cells."""

CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"(#+) +(.*)")
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")


def documents() -> list[str]:
    """Every text that people read here, by its name from the root."""
    found = (path for pattern in ("*.md", "docs/**/*.md") for path in ROOT.glob(pattern))
    return sorted({path.relative_to(ROOT).as_posix() for path in found})


def section(document: str, heading: str) -> str:
    """What stands under the heading that begins so, up to the next one of the same rank or higher."""
    found: list[str] = []
    rank = 0
    for line, is_code in _lines(text_of(document)):
        title = None if is_code else _HEADING.fullmatch(line)
        if rank and title and len(title[1]) <= rank:
            break
        if rank:
            found.append(line)
        elif title and title[2].startswith(heading):
            rank = len(title[1])
    assert rank, f"{document} has no section {heading!r}"
    return "\n".join(found) + "\n"


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
    return re.findall(r"\]\(([^)\s]+)\)", "\n".join(line for line, is_code in _lines(text) if not is_code))


def anchors_of(document: str) -> set[str]:
    """The places in a document that a link can name."""
    return {
        re.sub(r"[^\w\- ]", "", found[2].lower()).replace(" ", "-")
        for line, is_code in _lines(text_of(document))
        if not is_code and (found := _HEADING.fullmatch(line))
    }


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it stands between fences (or is one)."""
    is_code = False
    for line in text.splitlines():
        is_fence = line.startswith("```")
        yield line, is_code or is_fence
        is_code ^= is_fence

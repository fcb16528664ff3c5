"""The built pages, read once and kept in memory: no request ever reaches the disk, or leaves the built folder."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

from helpline.settings import Settings
from helpline.web.first_words import fill_in
from helpline.web.told import told_to_child, told_to_desk, told_to_practice

BUILT = Path(__file__).parent / "built"
PLACE = '"%HELPLINE%"'
"""Stands in the built pages where the settings go, as the value of an attribute."""

_KINDS = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".png": "image/png",
        ".svg": "image/svg+xml; charset=utf-8",
        ".woff": "font/woff",
        ".woff2": "font/woff2",
    }
)
_HASHED = re.compile(r".+-[A-Za-z0-9_-]{8}\.[a-z0-9]+")
_BLANK = '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8"><title>–</title>{}</head><body></body></html>\n'


class PagesMissing(Exception):
    """The pages are not there, or are not those of this version."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it is sent. zipped: the same for who takes gzip, None where that gains nothing · is_lasting: its name
    changes with its content, so that it may be kept for ever."""

    body: bytes
    zipped: bytes | None
    content_type: str
    is_lasting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """All that is shown. assets: by name, without a folder · practice: null without a practice line · version: of the
    program and of what was built."""

    child: Document
    desk: Document
    blank: Document
    practice: Document | None
    assets: Mapping[str, Document]
    version: str


def load_pages(settings: Settings, built: Path = BUILT) -> Pages:
    """Read the pages and write the settings into them. It reads files: not for the event loop.

    Raises:
        PagesMissing: they were not built, or by another version.
    """
    try:
        version = version_of(built)
        assets = {path.name: _asset(path) for path in sorted((built / "assets").iterdir()) if path.is_file()}
        child = _page(built / "child.html", told_to_child(settings), settings)
        desk = _page(built / "desk.html", told_to_desk(settings, version), settings)
        practice = _practice(built, settings)
    except OSError as error:
        raise PagesMissing(f"the pages are not built ({error.filename} cannot be read): run `make setup`") from None
    colours = settings.colours.style().encode()
    if colours:
        name = f"colours-{sha256(colours).hexdigest()[:8]}.css"
        assets[name] = _document(colours, ".css", is_lasting=True)
        child, desk = _linked(child, name), _linked(desk, name)
        practice = practice and _linked(practice, name)
    # with a sign named no browser asks for /favicon.ico, which is nowhere
    signs = [f'<link rel="icon" href="/assets/{name}">' for name in assets if name.startswith("icon-")]
    blank = _document(_BLANK.format(settings.helpline.language, "".join(signs[:1])).encode(), ".html")
    return Pages(
        child=child, desk=desk, blank=blank, practice=practice, assets=MappingProxyType(assets), version=version
    )


def version_of(built: Path) -> str:
    """Changes with whatever a browser would have to load anew: the names of what is built change with what is in it."""
    names = [path.name for path in sorted((built / "assets").iterdir())]
    files = [path.read_bytes() for path in sorted(built.glob("*.html"))]
    digest = sha256(b"".join(["\n".join(names).encode(), *files])).hexdigest()
    return f"{metadata.version('helpline')}+{digest[:8]}"


def _practice(built: Path, settings: Settings) -> Document | None:
    if settings.telephone.line != "practice":
        return None
    return _page(built / "practice.html", told_to_practice(settings), settings)


def _page(path: Path, meta: str, settings: Settings) -> Document:
    text = path.read_text(encoding="utf-8")
    if text.count(PLACE) != 1:
        raise PagesMissing(f"{path.name} has no one place for the settings: run `make setup` again")
    before, _, after = text.partition(PLACE)
    try:
        filled = f'{fill_in(before, settings)}"{html.escape(meta)}"{fill_in(after, settings)}'
    except KeyError as error:
        raise PagesMissing(f"{path.name} asks for {error}, which no text is: run `make setup` again") from None
    return _document(filled.encode(), path.suffix)


def _linked(page: Document, style: str) -> Document:
    """The page with a style sheet after its own."""
    link = f'<link rel="stylesheet" href="/assets/{style}" />'
    return _document(page.body.replace(b"</head>", f"{link}</head>".encode(), 1), ".html")


def _asset(path: Path) -> Document:
    return _document(path.read_bytes(), path.suffix, is_lasting=bool(_HASHED.fullmatch(path.name)))


def _document(body: bytes, suffix: str, *, is_lasting: bool = False) -> Document:
    kind = _KINDS.get(suffix, "application/octet-stream")
    zipped = gzip.compress(body, mtime=0) if "charset" in kind else None
    return Document(body, zipped if zipped and len(zipped) < len(body) else None, kind, is_lasting)

"""A link leads somewhere, and a picture is small enough for everybody."""

from __future__ import annotations

import re

import pytest

from tests.documents.written import anchors_of, code_in, documents, links_in
from tests.tooling.tracked import ROOT, text_of

LINKS = sorted({(name, link) for name in documents() for link in links_in(text_of(name))})
MOST_BYTES = 150_000


@pytest.mark.parametrize(("document", "link"), [it for it in LINKS if "://" not in it[1]])
def test_a_link_between_documents_resolves(document, link):
    file, _, anchor = link.partition("#")
    target = (ROOT / document).parent / file if file else ROOT / document
    assert target.is_dir() if file.endswith("/") else target.is_file()
    if anchor:
        assert anchor in anchors_of(target.resolve().relative_to(ROOT).as_posix())


def test_a_link_to_elsewhere_is_https():
    assert [it for it in LINKS if "://" in it[1] and not it[1].startswith("https://")] == []


def test_there_are_links():
    assert len(LINKS) >= 30


def test_a_picture_is_small_and_shown_somewhere():
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    for path in pictures:
        assert path.stat().st_size < MOST_BYTES
        assert any(link.endswith(f"pictures/{path.name}") for _, link in LINKS)


@pytest.mark.parametrize("document", documents())
def test_a_make_command_that_is_named_exists(document):
    named = {code.split(" ")[1] for code in code_in(text_of(document)) if re.fullmatch("make [a-z]+( .*)?", code)}
    assert named <= set(re.findall(r"^([a-z]+):.*## ", text_of("Makefile"), re.MULTILINE))

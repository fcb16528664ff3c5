"""The pages as they are sent: the settings in them, packed or not, and nothing from beside them."""

from __future__ import annotations

import gzip
import html
import json
import re
from dataclasses import replace
from importlib import metadata

import pytest
from yarl import URL

from helpline.settings import Child, Colours, Helpline, Retention, Texts
from helpline.settings.colours import Pair, from_rgb
from helpline.settings.numbers import numbers_for_page
from helpline.web.pages import PagesMissing, load_pages
from helpline.web.show import takes_gzip
from tests.web.place import write_pages

KINDS = {
    "child-BkSqbbjd.js": "text/javascript; charset=utf-8",
    "runtime-CKm0k4h4.css": "text/css; charset=utf-8",
    "letters-BrHNak5F.woff2": "font/woff2",
    "plain.svg": "image/svg+xml; charset=utf-8",
}


def written_into(page: bytes) -> dict[str, object]:
    """What a browser reads in the page's meta element."""
    found = re.search(r'<meta name="helpline" content="([^"]*)" />', page.decode())
    assert found
    return json.loads(html.unescape(found[1]))


async def test_a_page_knows_what_it_must_tell(place):
    settings = place.house.settings
    both = {
        "name": settings.helpline.name,
        "language": "nl",
        "languages": ["nl", "en"],
        "from_right_to_left": [],
        "texts": {},
    }
    child, desk = [await place.ask("GET", path) for path in ("/", "/desk")]
    assert child.headers["Content-Type"] == desk.headers["Content-Type"] == "text/html; charset=utf-8"
    assert written_into(desk.body) == both | {"version": place.house.pages.version}
    assert written_into(child.body) == both | {
        "exit_to": "/blank",
        "messages_days": 30,
        "pseudonyms_days": 14,
        "survey": True,
        "legal_review": False,
        "phone": None,
        "hours": {"always": False, "weekly": [[["11:00", "21:00"]]] * 7, "dates": {}},
        "numbers": {language: numbers_for_page(settings.numbers, language) for language in ("nl", "en")},
    }


def test_a_setting_can_never_become_part_of_the_page(settings, built):
    evil = "\"><script>alert(1)</script>&amp;'\u2028</meta>"
    chosen = replace(
        settings,
        helpline=Helpline(name=evil),
        child=Child(exit_to="https://weer.example/?a=1&b=2"),
        retention=Retention(messages_days=0, pseudonyms_days=7),
        texts=Texts(legal_review="A. Jansen"),
    )
    page = load_pages(chosen, built).child.body
    assert b"<script" not in page
    assert b"Jansen" not in page
    told = written_into(page)
    assert (told["name"], told["exit_to"], told["legal_review"]) == (evil, "https://weer.example/?a=1&b=2", True)
    assert (told["messages_days"], told["pseudonyms_days"]) == (0, 7)


def test_the_version_changes_with_what_is_built_and_with_nothing_else(settings, built):
    before = load_pages(settings, built)
    again = load_pages(replace(settings, helpline=Helpline(name="Lijn")), built)
    assert before.version == again.version
    (built / "assets" / "desk-BBBBBBBB.js").write_text("")
    assert load_pages(settings, built).version != before.version
    assert before.version.startswith(f"{metadata.version('helpline')}+")


async def test_the_blank_page_is_empty(place):
    answer = await place.ask("GET", "/blank")
    assert re.search(rb"<body>\s*</body>", answer.body)
    assert b"ulplijn" not in answer.body
    assert b"script" not in answer.body


@pytest.mark.parametrize("name", KINDS)
async def test_a_file_is_sent_as_what_it_is(place, built, name):
    answer = await place.ask("GET", f"/assets/{name}")
    assert answer.headers["Content-Type"] == KINDS[name]
    assert answer.body == (built / "assets" / name).read_bytes()


async def test_who_takes_gzip_gets_less_to_load(place):
    for path in ("/assets/child-BkSqbbjd.js", "/assets/runtime-CKm0k4h4.css", "/"):
        plain = await place.ask("GET", path, headers={"Accept-Encoding": "identity"})
        packed = await place.ask("GET", path, headers={"Accept-Encoding": "gzip, br"})
        assert "Content-Encoding" not in plain.headers
        if path != "/":  # so small that nothing is gained
            assert packed.headers["Content-Encoding"] == "gzip"
            assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
            assert len(packed.body) < len(plain.body) / 2
            assert gzip.decompress(packed.body) == plain.body


async def test_a_font_is_not_packed_twice(place):
    answer = await place.ask("GET", "/assets/letters-BrHNak5F.woff2", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("deflate, GZIP;q=0.5", True),
        ("br, gzip ;q=1.0", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.00", False),
        ("xgzip", False),
        (",;,", False),
    ],
)
def test_who_does_not_take_gzip_is_not_sent_it(accepted, takes):
    assert takes_gzip(accepted) is takes


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../child.html",
        "/assets/%2e%2e/child.html",
        "/assets/..%2fchild.html",
        "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%2fetc%2fpasswd",
        "/assets/..%5cchild.html",
        "/assets/child.html",
        "/assets/child-BkSqbbjd.js%00.css",
        "/assets/child-BkSqbbjd.js/",
        "/assets/.",
        "/assets/..",
        "/built/child.html",
        "/child.html",
    ],
)
async def test_nothing_is_sent_but_the_built_files_by_name(place, path):
    url = URL(f"http://127.0.0.1:{place.port}{path}", encoded=True)
    async with place.http.get(url) as response:
        assert response.status == 404
        assert await response.json() == {"error": {"code": "not_found"}}


async def test_a_file_that_appears_later_is_not_sent(place, built):
    (built / "assets" / "later.js").write_text("// not ours")
    assert (await place.ask("GET", "/assets/later.js")).code == "not_found"


def test_without_built_pages_the_start_says_what_to_do(settings, tmp_path):
    with pytest.raises(PagesMissing, match="make setup"):
        load_pages(settings, tmp_path / "nowhere")
    half = write_pages(tmp_path / "half", names=("child",))
    with pytest.raises(PagesMissing, match=r"desk\.html cannot be read.*make setup"):
        load_pages(settings, half)


def test_pages_without_a_place_for_the_settings_stop_the_start(settings, built):
    (built / "desk.html").write_text("<!doctype html><title>another version</title>")
    with pytest.raises(PagesMissing, match=r"desk\.html.*make setup"):
        load_pages(settings, built)


def test_own_colours_are_a_style_sheet_of_its_own_after_that_of_the_page(settings, built):
    chosen = replace(settings, colours=Colours(action=Pair(light=from_rgb(0.42, 0.18, 0.36))))
    pages = load_pages(chosen, built)
    (name,) = (name for name in pages.assets if name.startswith("colours-"))
    assert b"--action:#6b2e5c" in pages.assets[name].body
    assert pages.assets[name].is_lasting
    for page in (pages.child, pages.desk):
        assert f'<link rel="stylesheet" href="/assets/{name}" /></head>'.encode() in page.body
    other = load_pages(replace(settings, colours=Colours(mine=Pair(light=from_rgb(1, 0.9, 0.8)))), built)
    assert name not in other.assets
    assert not any(name.startswith("colours-") for name in load_pages(settings, built).assets)

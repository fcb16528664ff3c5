"""A helpline's own colours: what follows from them, and that nobody gets a page that they cannot read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.core.reading import WrongValue
from helpline.settings import Settings, WrongSetting, load
from helpline.settings.colours import (
    DARK,
    LIGHT,
    MUST_BE_READ,
    OURS,
    Pair,
    Palette,
    contrast,
    css,
    from_rgb,
    in_hex,
    palettes,
)
from tests.tooling.tracked import text_of

TOKENS = text_of("volunteer_ui/src/tokens.css")
PART = st.floats(0, 1)


def written(css: str) -> dict[str, tuple[float, float, float]]:
    found = re.findall(r"--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);", css)
    return {name: (float(light), float(chroma), float(hue)) for name, light, chroma, hue in found}


def test_our_colours_are_those_of_the_pages():
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    assert {name: colour for name, colour in written(light).items() if name in LIGHT} == dict(LIGHT)
    assert {name: colour for name, colour in written(dark).items() if name in DARK} == dict(DARK)


def test_ours_can_be_read_and_need_no_style_sheet():
    assert palettes({}) == OURS
    assert css({}) == ""
    assert load({}).colours.style() == ""


@given(PART, PART, PART)
def test_a_colour_comes_back_as_it_was_written(red, green, blue):
    code = "#" + "".join(f"{round(part * 255):02x}" for part in (red, green, blue))
    assert in_hex(from_rgb(*(int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)))) == code


def test_the_contrast_is_that_of_wcag():
    assert contrast(from_rgb(0, 0, 0), from_rgb(1, 1, 1)) == pytest.approx(21, abs=0.01)
    grey = from_rgb(*[0x76 / 255] * 3)
    assert contrast(grey, from_rgb(1, 1, 1)) == pytest.approx(4.54, abs=0.01)


def taken(own: dict[str, Pair]) -> Mapping[str, Palette]:
    """The palettes that these colours make; none where they are refused."""
    try:
        return palettes(own)
    except WrongValue:
        return {}


@given(PART, PART, PART, st.sampled_from(["ground", "action", "mine"]), st.sampled_from(["light", "dark"]))
def test_whatever_is_taken_can_be_read_in_both_themes(red, green, blue, name, theme):
    for palette in taken({name: Pair(**{theme: from_rgb(red, green, blue)})}).values():
        for front, back, needed in MUST_BE_READ:
            assert contrast(palette[front], palette[back]) >= needed


def test_what_follows_from_a_colour_follows():
    made = palettes({"action": Pair(light=from_rgb(0.42, 0.18, 0.36))})
    assert made["light"]["action-strong"][0] < made["light"]["action"][0]
    assert made["dark"] == DARK
    sheet = css({"action": Pair(light=from_rgb(0.42, 0.18, 0.36))})
    assert sheet.startswith(":root{--action:#6b2e5c;--action-strong:#")
    # the dark theme is said too: this sheet stands after that of the page
    assert f"@media (prefers-color-scheme: dark){{:root{{--action:{in_hex(DARK['action'])};" in sheet
    assert "oklch" not in sheet


@pytest.fixture
def write(tmp_path: Path):
    """Settings with these colours."""

    def written(colours: str) -> Settings:
        (tmp_path / "helpline.toml").write_text(f"[colours]\n{colours}\n", encoding="utf-8")
        return load({}, config=tmp_path)

    return written


@pytest.mark.parametrize(
    ("colours", "key", "allowed"),
    [
        ('action = { light = "#88c0d0" }', "[colours] action.light", "7:1 or more; it has 1.9:1"),
        ('action = { dark = "#333333" }', "[colours] action.dark", "7:1 or more"),
        ('ground = { light = "#777777" }', "[colours] ground.light", "7:1 or more"),
        ('mine = { light = "#888888" }', "[colours] mine.light", "7:1 or more"),
        ('action = { light = "red" }', "[colours] action.light", '"#0b5563"'),
        ('action = { light = "#fff" }', "[colours] action.light", '"#0b5563"'),
        ('action = { light = "oklch(2 0.1 10)" }', "[colours] action.light", '"#0b5563"'),
        ('action = { light = "#000000;}*{x:y" }', "[colours] action.light", '"#0b5563"'),
        ('action = "#000000"', "[colours] action", "light"),
        ('action = { night = "#000000" }', "[colours] action.night", "light, dark"),
        ("accent = {}", "[colours] accent", "ground, action, mine"),
    ],
)
def test_a_colour_that_cannot_be_read_stops_the_start(write, colours, key, allowed):
    with pytest.raises(WrongSetting) as caught:
        write(colours)
    assert caught.value.file.endswith("helpline.toml")
    assert caught.value.key.startswith(key)
    assert allowed in caught.value.allowed


def test_a_colour_may_be_written_as_the_pages_write_theirs(write):
    sheet = write('mine = { light = "oklch(0.93 0.05 140)" }').colours.style()
    assert "--mine:#" in sheet
    assert "--on-mine:#" in sheet


def test_the_gallery_shows_what_the_settings_make(write):
    sheet = write(
        'ground = { light = "#f3f7fd" }\naction = { light = "#6b2d5c", dark = "#e7b6d6" }\n'
        'mine = { light = "#d9efd2", dark = "#2c4a26" }'
    ).colours.style()
    assert f"`{sheet.strip()}`" in text_of("volunteer_ui/src/gallery/own.ts")

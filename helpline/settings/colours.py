"""The colours of the pages: a helpline's own, what follows from them, and whether they can be read.

The names are those of `volunteer_ui/src/tokens.css`; a test compares.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from helpline.core.reading import Part, WrongValue

Colour = tuple[float, float, float]
"""Lightness (0 to 1), chroma and hue (degrees), as `oklch()` has them."""
Palette = Mapping[str, Colour]

THEMES = ("light", "dark")
LIGHT: Palette = MappingProxyType(
    {
        "ground": (0.982, 0.008, 85),
        "raised": (1, 0, 0),
        "sunken": (0.955, 0.01, 85),
        "edge-strong": (0.56, 0.03, 210),
        "ink": (0.25, 0.02, 230),
        "ink-soft": (0.4, 0.025, 225),
        "action": (0.4, 0.07, 210),
        "action-strong": (0.33, 0.065, 212),
        "on-action": (0.99, 0.005, 85),
        "mine": (0.925, 0.05, 70),
        "on-mine": (0.27, 0.04, 55),
        "danger": (0.44, 0.16, 27),
        "focus": (0.5, 0.16, 255),
    }
)
DARK: Palette = MappingProxyType(
    {
        "ground": (0.21, 0.015, 225),
        "raised": (0.26, 0.018, 225),
        "sunken": (0.18, 0.014, 225),
        "edge-strong": (0.64, 0.03, 210),
        "ink": (0.95, 0.01, 85),
        "ink-soft": (0.85, 0.015, 200),
        "action": (0.83, 0.075, 205),
        "action-strong": (0.89, 0.06, 205),
        "on-action": (0.2, 0.03, 215),
        "mine": (0.36, 0.05, 65),
        "on-mine": (0.96, 0.02, 75),
        "danger": (0.81, 0.1, 25),
        "focus": (0.83, 0.12, 250),
    }
)
OURS: Mapping[str, Palette] = MappingProxyType({"light": LIGHT, "dark": DARK})

_GROUNDS = ("ground", "raised", "sunken")
_READ = tuple((ink, ground, 7.0) for ink in ("action", "ink", "ink-soft") for ground in _GROUNDS)
_ON = (("on-mine", "mine", 7.0), ("on-action", "action", 7.0), ("on-action", "action-strong", 4.5))
_SEEN = tuple((line, ground, 3.0) for line in ("edge-strong", "focus") for ground in _GROUNDS)
MUST_BE_READ = (*_READ, *_ON, *(("danger", ground, 4.5) for ground in ("ground", "raised")), *_SEEN)
"""What is written or drawn on what, and the contrast that this needs (WCAG 2.2): 7 for what a child reads."""

_HEX = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)
_OKLCH = re.compile(r"oklch\(([0-9.]+) ([0-9.]+) ([0-9.]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One colour in the light and the dark theme; None: ours."""

    light: Colour | None = None
    dark: Colour | None = None


@dataclass(frozen=True, slots=True)
class ThemeColours:
    """A colour for each theme."""

    allowed: str = '{ light = …, dark = … }, each a colour such as "#0b5563" or "oklch(0.4 0.07 210)"; left out: ours'

    def read(self, value: Any) -> Pair:
        if not isinstance(value, dict):
            raise TypeError
        part = Part(value)
        read = {theme: part.take(theme, _ColourRule()) for theme in THEMES if part.has(theme)}
        part.end()
        return Pair(**read)


@dataclass(frozen=True, slots=True)
class _ColourRule:
    allowed: str = 'a colour such as "#0b5563" or "oklch(0.4 0.07 210)"'

    def read(self, value: Any) -> Colour:
        if found := _HEX.fullmatch(value):
            return from_rgb(*(int(part, 16) / 255 for part in found.groups()))
        found = _OKLCH.fullmatch(value)
        if found is None:
            raise ValueError
        lightness, chroma, hue = map(float, found.groups())
        if not (lightness <= 1 and chroma <= 0.5 and hue <= 360):
            raise ValueError
        return lightness, chroma, hue


def palettes(own: Mapping[str, Pair]) -> Mapping[str, Palette]:
    """Every colour of each theme, with the helpline's own and what follows from them.

    own: `ground`, `action` and `mine`.

    Raises:
        WrongValue: something could not be read; it names the key, and how far it is from what is needed.
    """
    made = {
        theme: _palette(OURS[theme], {name: getattr(pair, theme) for name, pair in own.items()}) for theme in THEMES
    }
    for theme, palette in made.items():
        for front, back, needed in MUST_BE_READ:
            ratio = contrast(palette[front], palette[back])
            if ratio < needed:
                _refuse(own, theme, front, back, ratio, needed)
    return MappingProxyType(made)


def css(own: Mapping[str, Pair]) -> str:
    """A style sheet with what differs from ours; empty where nothing does."""
    made = palettes(own)
    changed = [name for name in LIGHT if any(made[theme][name] != OURS[theme][name] for theme in THEMES)]
    if not changed:
        return ""
    light, dark = ("".join(f"--{name}:{in_hex(made[theme][name])};" for name in changed) for theme in THEMES)
    return f":root{{{light}}}\n@media (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours are apart for who reads, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def in_hex(colour: Colour) -> str:
    """For old browsers too, which do not know `oklch()`."""
    return "#" + "".join(f"{round(_curved(part) * 255):02x}" for part in _linear(colour))


def from_rgb(red: float, green: float, blue: float) -> Colour:
    """The colour of three parts from 0 to 1."""
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue))
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _palette(ours: Palette, own: Mapping[str, Colour | None]) -> Palette:
    made = dict(ours)
    for name, colour in own.items():
        if colour is not None:
            made |= {name: colour, **dict(_following(name, colour, ours))}
    return MappingProxyType(made)


def _following(name: str, colour: Colour, ours: Palette) -> Iterator[tuple[str, Colour]]:
    """What goes with a colour, as far from it as ours is from ours."""
    lightness, chroma, hue = colour
    followers = {"ground": ("raised", "sunken"), "action": ("action-strong",)}.get(name, ())
    for follower in followers:
        yield follower, (min(1.0, max(0.0, lightness + ours[follower][0] - ours[name][0])), chroma, hue)
    if name != "ground":
        ends = (0.99, 0.005, hue), (0.2, 0.03, hue)
        yield f"on-{name}", max(ends, key=lambda end: contrast(end, colour))


def _refuse(own: Mapping[str, Pair], theme: str, front: str, back: str, ratio: float, needed: float) -> None:
    """Name the colour of the helpline's own that is to blame: what is written, else what it is written on."""
    blamed = [name for name in _makers(front) + _makers(back) if name in own and getattr(own[name], theme) is not None]
    colour = getattr(own[blamed[0]], theme)
    allowed = f"a colour with which {front} on {back} has a contrast of {needed:g}:1 or more; it has {ratio:.1f}:1"
    raise WrongValue(f"[colours] {blamed[0]}.{theme}", in_hex(colour), allowed)


def _makers(name: str) -> list[str]:
    """From which key a colour comes."""
    bare = name.removeprefix("on-").removesuffix("-strong")
    return ["ground"] if bare in _GROUNDS else [bare]


def _linear(colour: Colour) -> tuple[float, float, float]:
    """Red, green and blue as light (CSS Color 4); what a screen cannot show is cut off."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short
    return _shown(red), _shown(green), _shown(blue)


def _shown(part: float) -> float:
    return min(1.0, max(0.0, part))


def _curved(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _luminance(colour: Colour) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

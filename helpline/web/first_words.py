"""What a page says before its script runs, or where none does: the sentences that the server writes into it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from helpline.settings import Settings
from helpline.settings.numbers import Help
from helpline.settings.words import FROM_RIGHT_TO_LEFT
from helpline.web.told import phone_for_page

_PLACE = re.compile(r"\{\{(\w+)\}\}")
_EACH = re.compile(r"<!--each language-->(.*?)<!--/each language-->", re.DOTALL)


def fill_in(page: str, settings: Settings) -> str:
    """Write the helpline's sentences where it says `{{key}}`, in its own language, and what stands between the comments
    once for each of its languages.

    Raises:
        KeyError: there is no such text.
    """
    parts = _EACH.split(page)
    languages = settings.helpline.languages
    return "".join(
        "".join(_filled(part, settings, language) for language in languages)
        if nth % 2
        else _filled(part, settings, settings.helpline.language)
        for nth, part in enumerate(parts)
    )


def _filled(part: str, settings: Settings, language: str) -> str:
    special: dict[str, Callable[[], str]] = {
        "language": lambda: language,
        "direction": lambda: "rtl" if language in FROM_RIGHT_TO_LEFT else "ltr",
        "numbers": lambda: _phone(settings, language) + "".join(_help(one, language) for one in settings.numbers),
    }

    def said(place: re.Match[str]) -> str:
        if place[1] in special:
            return special[place[1]]()
        text = settings.words.of(language, place[1])
        return html.escape(text if isinstance(text, str) else text["other"])

    return _PLACE.sub(said, part)


def _phone(settings: Settings, language: str) -> str:
    phone = phone_for_page(settings.helpline.phone)
    if phone is None:
        return ""
    call, costs = (settings.words.of(language, key) for key in ("child_call", "child_call_costs"))
    return (
        f"{_line(html.escape(str(call)), phone['href'])}<p>{html.escape(phone['number'])} {html.escape(str(costs))}</p>"
    )


def _help(one: Help, language: str) -> str:
    lines = (_line(html.escape(line.texts[language]), line.href) for line in one.lines)
    return f"<p><strong>{html.escape(one.when[language])}</strong></p>{''.join(lines)}"


def _line(text: str, href: str | None) -> str:
    return f'<a href="{html.escape(href)}" rel="noreferrer">{text}</a>' if href else f"<p>{text}</p>"

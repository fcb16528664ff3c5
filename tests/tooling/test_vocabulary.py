"""One word for one thing: the words that this product never uses stand in no code, no text and no setting.

A person is a child, a volunteer or a coordinator; what they have is a conversation. Whoever writes a word of another
trade starts to think in it.
"""

from __future__ import annotations

import re

import pytest

from tests.tooling.tracked import text_of, tracked

KINDS = (".py", ".ts", ".svelte", ".json", ".toml", ".yaml", ".html", ".css")
LEFT_OUT = ("package-lock.json", "test_vocabulary.py")

# What others named: a header of HTTP, a class of a test library, methods of strings, an option.
FOREIGN = re.compile(r"user[-_ ]?agents?|TestCase|to(?:Locale)?(?:Lower|Upper)Case|noFallthroughCases", re.I)
NEVER = re.compile(r"(?<![a-z])(?:agents?|tickets?|customers?|call[-_ ]?cent(?:er|re)s?)(?![a-z])", re.I)
# `case` belongs to Python and TypeScript, and "in that case" to English; a name made with it would be a thing of ours.
NAMED_CASE = re.compile(r"\bcases\b|[a-z0-9]_cases?(?![a-z])|\bcases?_[a-z]|[a-z0-9]Cases?(?![a-z])|\bcases?[A-Z]")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def never_used(line: str) -> bool:
    """Whether a line has a word that we never use, alone or inside a name."""
    ours = FOREIGN.sub("", line)
    return bool(NEVER.search(CAMEL.sub("_", ours)) or NAMED_CASE.search(ours))


def test_nobody_here_has_another_name() -> None:
    found = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name in tracked()
        if name.endswith(KINDS) and not name.endswith(LEFT_OUT)
        for number, line in enumerate(text_of(name).splitlines(), 1)
        if never_used(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "the agent answers",
        "const freeAgents = 3",
        "agent_id: str",
        "class TicketQueue:",
        '"title": "Klant en customer"',
        "a call centre",
        "CALL_CENTER = 1",
        "open_case(child)",
        "case_id = 4",
        "let childCase",
        "all cases of today",
    ],
)
def test_another_name_would_be_found(line: str) -> None:
    assert never_used(line)


@pytest.mark.parametrize(
    "line",
    [
        'request.headers["User-Agent"]',
        "navigator.userAgent",
        "        case Waiting():",
        "    case 'offer': return state",
        "TestMachine = Machine.TestCase",
        "name.toLowerCase()",
        "text.casefold()",
        "# in that case the child keeps its place",
        "politieagent",
        "letter-case: uppercase",
    ],
)
def test_words_of_others_are_left_alone(line: str) -> None:
    assert not never_used(line)

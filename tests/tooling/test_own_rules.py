"""Our likeliest mistakes stand nowhere in the product, and each rule is seen to find its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.tooling.own_rules import RULES, bare_silences, mistakes
from tests.tooling.tracked import ROOT, text_of, tracked

EXCEPTIONS: dict[tuple[str, str], tuple[int, str]] = {
    ("helpline/commands/demo.py", "compares_a_secret"): (1, "of what was typed here with a file of whoever types"),
    ("helpline/commands/pbx_folder.py", "compares_a_secret"): (1, "the digest of a file that anybody there may read"),
    ("helpline/core/audit.py", "compares_a_secret"): (2, "digests of the audit are no secrets, and are shown"),
    ("helpline/identity/canonical.py", "compares_a_secret"): (1, "a token with its own spelling, and with no other"),
    ("helpline/db/copying.py", "writes_values_into_sql"): (2, "names of our own tables and a number of ours"),
    ("helpline/db/forgetting.py", "writes_values_into_sql"): (1, "names of our own tables"),
    ("helpline/db/states.py", "writes_values_into_sql"): (3, "names of states, so that SQLite sees a partial index"),
    ("helpline/db/turn.py", "writes_values_into_sql"): (1, "one statement of ours that goes on with another"),
    ("helpline/db/turn.py", "asks_another_clock"): (2, "how long an answer took, which no test lets pass"),
    ("helpline/messenger/redis_wakeups.py", "asks_another_clock"): (5, "since when Redis is silent, as above"),
    ("knowledgebase/__main__.py", "speaks_past_the_log"): (4, "a command for who writes articles; its answer"),
}
"""What is meant so: by file and rule, how often, and why."""

WRONG = {
    "compares_a_secret": [
        "if token == held: ...",
        "ok = given.code != session.code",
        "ok = digest(x) == self._token_digest",
        "ok = hash_of(a) == request.query['password']",
        "ok = held.password == typed",
    ],
    "lets_a_task_go": [
        "asyncio.get_running_loop().create_task(work())",
        "self._loop.create_task(work())",
        "asyncio.ensure_future(work())",
        "asyncio.run_coroutine_threadsafe(work(), loop)",
    ],
    "writes_values_into_sql": [
        "text(f'LOCK TABLE {name}')",
        "sa.text('SET x = ' + value)",
        "text('VACUUM {}'.format(name))",
        "await connection.exec_driver_sql('PRAGMA x = %s' % value)",
        "literal_column(f\"'{value}'\")",
    ],
    "catches_all_without_a_reason": [
        "try: ...\nexcept Exception:\n    log.exception('fault')",
        "try: ...\nexcept (OSError, BaseException) as error:\n    raise Other from error",
        "try: ...\nexcept:\n    pass",
        "try: ...\nexcept Exception:  # noqa: BLE001\n    pass",
    ],
    "plays_dice": [
        "import random",
        "from random import shuffle",
        "import numpy.random",
        "from uuid import uuid1",
        "key = uuid.uuid1()",
    ],
    "asks_another_clock": [
        "query.values(at=func.now())",
        "since = asyncio.get_running_loop().time()",
        "today = time.localtime()",
    ],
    "commits_in_a_deed": ["await work.commit()", "await work.connection.rollback()"],
    "speaks_past_the_log": [
        "sys.stderr.write(text)",
        "traceback.print_exc()",
        "warnings.warn(text)",
    ],
}
RIGHT = [
    "ok = hmac.compare_digest(token, held)",
    "if code == 'ok' or answer.status_code == NOT_FOUND: ...",
    "if count == 3 and encode == decode: ...",
    "self._task = asyncio.create_task(work())",
    "group.create_task(work())",
    "text('SELECT 1 WHERE a = :a')",
    "try: ...\nexcept Exception:\n    undo()\n    raise",
    "try: ...\nexcept Exception:  # the other calls go on\n    pass",
    "try: ...\nexcept OSError:\n    pass",
    "import secrets",
    "at = clock.now()",
    "log.info('said')",
]
RUFF = {
    "asyncio.create_task(work())": "RUF006",
    "random.choice(names)": "S311",
    "datetime.now(UTC)": "TID251",
    "time.time()": "TID251",
    "time.monotonic()": "TID251",
    "from time import time as moment": "TID251",
    "datetime.fromtimestamp(0)": "DTZ006",
    "query(f'SELECT a FROM b WHERE c = {name}')": "S608",
    "log.info(f'said {name}')": "G004",
    "log.info('said %s' % name)": "G002",
    "log.info('said {}'.format(name))": "G001",
    "log.info('said ' + name)": "G003",
    "print(name)": "T201",
    "subprocess.run(name, shell=True)": "S602",
    "yaml.load(name)": "S506",
    "pickle.loads(name)": "S301",
    "hashlib.md5(name)": "S324",
    "eval(name)": "S307",
}
"""What ruff finds, so that we have no rule for it: it would be missed if somebody switched it off."""
RUFF_NEEDS = "import asyncio, hashlib, pickle, random, subprocess, time, yaml\nfrom datetime import UTC, datetime\n"


def programs() -> list[str]:
    """Of the product."""
    return [it for it in tracked() if it.startswith(("helpline/", "knowledgebase/")) and it.endswith(".py")]


def test_our_likeliest_mistakes_are_made_nowhere_but_where_it_says_why():
    found = Counter((file, rule) for file in programs() for rule, _ in mistakes(text_of(file), file))
    assert found == {place: count for place, (count, _) in EXCEPTIONS.items()}
    assert min(len(why.split()) for _, why in EXCEPTIONS.values()) > 3


def test_no_rule_is_silenced_without_saying_why():
    assert len(programs()) > 200
    assert [(file, line) for file in programs() for line in bare_silences(text_of(file))] == []


@pytest.mark.parametrize(("rule", "wrong"), [(rule, wrong) for rule, all_of in WRONG.items() for wrong in all_of])
def test_a_mistake_is_found_by_its_own_rule_and_by_no_other(rule: str, wrong: str):
    assert {name for name, _ in mistakes(wrong, "helpline/actions/any.py")} == {rule}


def test_every_rule_has_been_seen_to_find_something():
    assert WRONG.keys() == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize("right", RIGHT)
def test_what_is_right_is_let_be(right: str):
    assert list(mistakes(right, "helpline/actions/any.py")) == []


@pytest.mark.parametrize(
    ("line", "is_bare"),
    [
        ("x = 1  # noqa", True),
        ("x = 1  # noqa: S105", True),
        ("x = 1  # noqa: S105, E501 -", True),
        ("x = 1  # noqa: S105 - the name of it", False),
    ],
)
def test_a_silence_without_a_reason_is_found(line: str, is_bare: bool):
    assert list(bare_silences(line)) == ([1] if is_bare else [])


def test_ruff_finds_the_others():
    body = "".join(f"    {line}\n" for line in RUFF)
    source = f"{RUFF_NEEDS}async def any(log, query, name, work):\n{body}"
    words = ("check", "--no-cache", "--output-format", "json", "--stdin-filename", "helpline/actions/any.py", "-")
    ruff = Path(sys.executable).parent / "ruff"
    done = subprocess.run([ruff, *words], input=source, cwd=ROOT, capture_output=True, text=True)
    lines = source.splitlines()
    found = {(lines[it["location"]["row"] - 1].strip(), it["code"]) for it in json.loads(done.stdout)}
    assert [line for line, code in RUFF.items() if (line, code) not in found] == []


PAGES = {
    r"\{@html|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|srcdoc": (set[str](), "a text is shown as text"),
    r"\beval\(|new Function\(": (set[str](), "no text is run"),
    r"\bfetch\(|sendBeacon|XMLHttpRequest|new WebSocket|EventSource\(": (
        {"volunteer_ui/src/net/http.ts", "volunteer_ui/src/net/sip.ts"},
        "only these talk to the network",
    ),
    r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open": (
        {"volunteer_ui/src/shared/storage.ts"},
        "only this keeps anything in the browser, and the exit empties it",
    ),
    r"\bconsole\.": (set[str](), "a console can be read by whoever takes the telephone"),
}
"""What a page must not hold, the files that may, and why."""


@pytest.mark.parametrize("wrong", PAGES)
def test_no_page_holds_what_it_must_not(wrong: str):
    allowed, _ = PAGES[wrong]
    files = [it for it in tracked() if it.startswith("volunteer_ui/src/") and it.endswith((".ts", ".svelte"))]
    files = [it for it in files if not it.endswith(".test.ts")]
    assert len(files) > 100
    assert {file for file in files if re.search(wrong, _without_comments(text_of(file)))} == allowed


def _without_comments(text: str) -> str:
    return re.sub(r"(?m)(?<![:'\"`])//.*$", "", text)


@pytest.mark.parametrize(
    ("wrong", "line"),
    list(
        zip(
            PAGES,
            ["<p>{@html text}</p>", "eval(text)", "await fetch(path)", "localStorage.setItem(a, b)", "console.log(a)"],
            strict=True,
        )
    ),
)
def test_what_a_page_must_not_hold_is_found(wrong: str, line: str):
    assert re.search(wrong, _without_comments(line))
    assert not re.search(wrong, _without_comments(f"text // {line}"))

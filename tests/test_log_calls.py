"""Every log call of the product names its event and only listed fields, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpline import logs

PRODUCT = Path(__file__).parents[1]
DEEDS = {"debug", "info", "warning", "error", "exception", "critical", "fatal", "warn"}
LOGGERS = {"log", "logger", "_log", "_logger"}


def wrong_calls(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_log(node.func):
            problem = _problem(node, skip=1 if node.func.attr == "log" else 0)
            if problem:
                yield f"line {node.lineno}: {problem}"


def _is_log(called: ast.Attribute) -> bool:
    owner = called.value
    name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
    return called.attr in DEEDS | {"log"} and (name.lower() in LOGGERS or name == "logging")


def _problem(call: ast.Call, skip: int) -> str | None:
    args = call.args[skip:]
    if len(args) != 1 or not isinstance(args[0], ast.Constant) or not isinstance(args[0].value, str):
        return "the message is not one literal name of an event"
    for keyword in call.keywords:
        if keyword.arg == "extra":
            fields = keyword.value.keys if isinstance(keyword.value, ast.Dict) else [None]
            names = {field.value if isinstance(field, ast.Constant) else None for field in fields}
            if not names <= logs.NUMBERS | logs.WORDS | {"number"}:
                return "extra holds a field that is not listed in helpline/logs.py"
    return None


def test_every_log_call_of_the_product_names_its_event_and_only_listed_fields():
    files = [path for folder in ("helpline", "knowledgebase") for path in (PRODUCT / folder).rglob("*.py")]
    found = {str(path.relative_to(PRODUCT)): list(wrong_calls(path.read_text())) for path in files}
    assert {name: calls for name, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "call",
    [
        "log.info(text)",
        "_log.warning('said %s', text)",
        "LOG.error(f'said {text}')",
        "self._log.log(20, text)",
        "logging.info(text)",
        "log.info('said', extra={'text': text})",
        "log.info('said', extra={text: 1})",
        "log.info('said', extra=fields)",
    ],
)
def test_a_log_call_that_lets_a_text_in_is_found(call: str):
    assert len(list(wrong_calls(call))) == 1


@pytest.mark.parametrize("call", ["log.info('said')", "log.log(20, 'said', extra={'count': n})", "catalog.info(text)"])
def test_a_log_call_by_the_rules_is_not(call: str):
    assert list(wrong_calls(call)) == []

"""What may be said of an error: its class, the lines of code it passed, and the same of the errors behind it.

Never its message, nor the text of a line of code: both may hold what a person wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from traceback import walk_tb

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.<>]{0,119}")
_MOST_LINES = 12
_MOST_CAUSES = 4


def trace_of(error: BaseException | None) -> dict[str, object]:
    """`{"error": class, "where": [module:line, … innermost last], "because": [{error, where}, …]}`."""
    if error is None:
        return {}
    causes = [_one(cause) for cause in islice(_behind(error, {id(error)}), _MOST_CAUSES)]
    return _one(error) | ({"because": causes} if causes else {})


def _one(error: BaseException) -> dict[str, object]:
    passed = [f"{_name(frame.f_globals.get('__name__'))}:{line}" for frame, line in walk_tb(error.__traceback__)]
    return {"error": _name(type(error).__qualname__), "where": passed[-_MOST_LINES:]}


def _behind(error: BaseException, seen: set[int]) -> Iterator[BaseException]:
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    context = None if error.__suppress_context__ else error.__context__
    for cause in (*inner, error.__cause__ or context):
        if cause is not None and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            yield from _behind(cause, seen)


def _name(value: object) -> str:
    return value if isinstance(value, str) and _NAME.fullmatch(value) else "?"

"""Log lines by allow-list: a line holds what is listed here, and nothing that a person wrote or is known by.

Write `log.info("retention_done", extra={"count": 3})`: the message is a literal name of an event, the fields are those
below. Whatever else a record carries is dropped where the record is made, before any handler sees it, and the line
then says `withheld`. An error is its class and the lines of code it passed, never its message. Of a library's record
only level, logger and error stay.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import threading
from datetime import UTC, datetime
from types import FrameType
from typing import Any, TextIO

from helpline.traces import trace_of

NUMBERS = frozenset({"count", "seconds", "milliseconds", "megabytes", "status", "port", "days"})
WORDS = frozenset({"code", "face", "node", "channel", "state", "outcome", "part", "signal", "setting", "table"})

_OURS = frozenset({"helpline", "knowledgebase"})
_LIBRARIES = frozenset(
    {"aiohttp", "aiosqlite", "alembic", "asyncio", "engineio", "py", "redis", "socketio", "sqlalchemy"}
)
# a library that finds no level set here adds a handler of its own
_NEEDS_LEVEL = ("aiohttp.access", "engineio.client", "engineio.server", "socketio.client", "socketio.server")

_LEVELS = {10: "debug", 20: "info", 30: "warning", 40: "error", 50: "critical"}

_EVENT = re.compile(r"[a-z][a-z0-9_]{1,63}")
_WORD = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
_FAULT_NUMBER = re.compile(r"\d{6}")
_LOGGER = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,79}")
# a larger number might be somebody's telephone or address
_LARGEST = 10_000_000


class ReducedRecord(logging.LogRecord):
    """What may be kept of a log call; made in place of the usual record, so that no handler gets more."""

    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: Any,
        exc_info: Any,
        *more: Any,
        **_: Any,
    ) -> None:
        root = str(name).partition(".")[0]
        ours = root in _OURS
        event = msg if ours and isinstance(msg, str) and _EVENT.fullmatch(msg) and _is_literal(msg) else None
        known = (ours or root in _LIBRARIES) and _LOGGER.fullmatch(name)
        super().__init__(name if known else "other", level, pathname, lineno, event or "-", None, None)
        self._kept: dict[str, object] = {"logger": self.name}
        self._kept |= {"event": event} if event else {"code_at": f"{self.module}:{lineno}"}
        self._kept |= trace_of(exc_info[1]) if exc_info else {}
        self._withheld = ours and (event is None or bool(args))


_USUAL = frozenset(vars(ReducedRecord("", 0, "", 0, "", (), None))) | {"message", "asctime"}


class AllowList(logging.Formatter):
    """One JSON object a line, with the moment, level, logger, event, allowed fields and the trace of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for this record; one that was not made here says nothing but its level."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": _LEVELS.get(record.levelno, "other"),
        }
        if isinstance(record, ReducedRecord):
            extra = {name: value for name, value in vars(record).items() if name not in _USUAL}
            allowed = {name: value for name, value in extra.items() if is_allowed(name, value)}
            line |= record._kept | allowed
            if record._withheld or len(allowed) < len(extra):
                line["withheld"] = True
        return json.dumps(line)


def set_up(level: str = "info", stream: TextIO | None = None) -> None:
    """Send every log line of this process, also of libraries and uncaught errors, to `stream` (standard error).

    Call it before anything else is made, and nothing else may configure logging (`fileConfig`, `basicConfig`).
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(AllowList())
    logging.setLogRecordFactory(ReducedRecord)
    # else a broken handler prints the record that it could not write, with message and arguments
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)
    for ours in _OURS:
        logging.getLogger(ours).setLevel(level.upper())
    for theirs in _NEEDS_LEVEL:
        logging.getLogger(theirs).setLevel(logging.ERROR)
    _catch_the_uncaught()


def report_fault(log: logging.Logger, error: BaseException) -> str:
    """Log an error that nobody foresaw; answers the six-digit number that the person who meets it is shown."""
    number = f"{secrets.randbelow(1_000_000):06d}"
    log.error("fault", exc_info=error, extra={"number": number})
    return number


def is_allowed(name: str, value: object) -> bool:
    """May this field stand in a log line with this value?"""
    if name in NUMBERS:
        return value is None or (isinstance(value, int | float) and abs(value) <= _LARGEST)
    if name in WORDS:
        return value is None or (isinstance(value, str) and bool(_WORD.fullmatch(value)))
    return name == "number" and isinstance(value, str) and bool(_FAULT_NUMBER.fullmatch(value))


def _is_literal(message: str) -> bool:
    """Does the message stand as such in the code that logs? A text that came from outside does not."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_globals.get("__name__") == "logging":
        frame = frame.f_back
    return frame is not None and message in frame.f_code.co_consts


def _catch_the_uncaught() -> None:
    log = logging.getLogger(__name__)
    sys.excepthook = lambda kind, error, trace: log.critical("uncaught", exc_info=error)
    threading.excepthook = lambda args: log.critical("uncaught_in_thread", exc_info=args.exc_value)
    sys.unraisablehook = lambda args: log.error("unraisable", exc_info=args.exc_value)

"""A log line holds what is listed, and nothing of what anybody wrote, however it got into the record."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import socketio

from helpline import logs
from tests.privacy.encodings import find_traces

SECRET = 'ik durf niet naar "huis" & ë → 😢'

LOG = logging.getLogger("helpline.realtime.child")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Logging set up as in a running helpline, writing here; afterwards everything is as it was."""
    stream = io.StringIO()
    root = logging.root
    before = (logging.getLogRecordFactory(), root.handlers[:], root.level, logging.raiseExceptions)
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    logs.set_up(stream=stream)
    try:
        yield stream
    finally:
        logging.captureWarnings(capture=False)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        logging.setLogRecordFactory(before[0])
        root.handlers[:] = before[1]
        root.setLevel(before[2])
        logging.raiseExceptions = before[3]


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def failing(text: str) -> None:
    try:
        int(text)
    except ValueError as error:
        error.add_note(text)
        raise RuntimeError(text) from error


def caught(text: str) -> BaseException:
    try:
        failing(text)
    except RuntimeError as error:
        return ExceptionGroup(text, [error])
    raise AssertionError


async def forgotten_task(text: str) -> None:
    task = asyncio.create_task(asyncio.to_thread(failing, text))
    await asyncio.wait([task])
    del task
    gc.collect()


def in_a_thread(text: str) -> None:
    thread = threading.Thread(target=failing, args=(text,), name=text)
    thread.start()
    thread.join()


class Unraisable:
    def __init__(self, text: str) -> None:
        self.text = text

    def __del__(self) -> None:
        raise RuntimeError(self.text)


def own_handler(text: str) -> None:
    """A library with a handler of its own, which formats as it likes."""
    handler = logging.StreamHandler(logging.root.handlers[0].stream)  # type: ignore[attr-defined]
    logger = logging.getLogger("socketio.own")
    logger.addHandler(handler)
    logger.error("from %s", text, exc_info=caught(text))
    logger.removeHandler(handler)


def own_level(text: str) -> None:
    before = logging.getLevelName(33)
    logging.addLevelName(33, text)
    LOG.log(33, "message_lost")
    logging.addLevelName(33, before)


def say(text: str) -> None:
    LOG.info(text)


WAYS: dict[str, Callable[[str], object]] = {
    "message": say,
    "formatted": lambda text: say(f"said_{text}"),
    "argument": lambda text: LOG.info("said %s", text),
    "argument of an event": lambda text: LOG.info("message_received", text),
    "named argument": lambda text: LOG.info("said %(text)s", {"text": text}),
    "object": lambda text: LOG.info([text]),
    "unknown field": lambda text: LOG.info("message_received", extra={"text": text}),
    "allowed field": lambda text: LOG.info("message_received", extra={"code": text, "count": text, "number": text}),
    "name of a field": lambda text: LOG.info("message_received", extra={text: 1}),
    "error": lambda text: LOG.error("message_lost", exc_info=caught(text)),
    "fault": lambda text: logs.report_fault(LOG, caught(text)),
    "class of an error": lambda text: LOG.error("message_lost", exc_info=type(text, (Exception,), {})(text)),
    "stack": lambda text: LOG.info(text, stack_info=True),
    "logger": lambda text: logging.getLogger(text).error("message_lost"),
    "own logger": lambda text: logging.getLogger(f"helpline.{text}").error("message_lost"),
    "level": own_level,
    "library": lambda text: logging.getLogger("sqlalchemy.pool").error("lost %s", text, exc_info=caught(text)),
    "library with a handler": own_handler,
    "ready-made record": lambda text: LOG.handle(logging.makeLogRecord({"msg": text, "name": text, "levelno": 40})),
    "warning": lambda text: warnings.warn(text, RuntimeWarning, stacklevel=1),
    "uncaught": lambda text: sys.excepthook(RuntimeError, caught(text), None),
    "uncaught in a thread": in_a_thread,
    "unraisable": lambda text: Unraisable(text) and None,
    "forgotten task": lambda text: asyncio.run(forgotten_task(text)),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.filterwarnings("always::RuntimeWarning")
def test_nothing_of_a_text_gets_into_the_log(way: str, stream: io.StringIO, capfd: pytest.CaptureFixture[str]):
    WAYS[way](SECRET)
    printed = capfd.readouterr()
    written = stream.getvalue() + printed.out + printed.err
    assert stream.getvalue(), "a line was written, or nothing was tried"
    assert find_traces(written.encode(), SECRET) == []


def test_an_event_is_written_with_its_fields(stream: io.StringIO):
    LOG.info("retention_done", extra={"count": 3, "seconds": 0.25, "code": "ok", "part": None})
    (line,) = lines(stream)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "helpline.realtime.child",
        "event": "retention_done",
        "count": 3,
        "seconds": 0.25,
        "code": "ok",
        "part": None,
    }


def test_a_text_in_place_of_an_event_is_noticed(stream: io.StringIO):
    for text in (SECRET, "hallo", "message_received"):
        say(text)
    assert [line.get("withheld") for line in lines(stream)] == [True, True, True]
    assert [line.get("event") for line in lines(stream)] == [None, None, None]
    assert all(line["code_at"].startswith("test_logs:") for line in lines(stream))


@pytest.mark.parametrize(
    "extra",
    [
        {"text": "x"},
        {"count": "3"},
        {"count": 31_612_345_678},
        {"seconds": float("nan")},
        {"port": [8080]},
        {"code": "Twee Woorden"},
        {"code": 3},
        {"code": "ok\n"},
        {"number": 123456},
        {"number": "1234567"},
    ],
)
def test_a_field_that_is_not_listed_or_not_of_its_kind_is_left_out_and_noticed(
    stream: io.StringIO, extra: dict[str, Any]
):
    LOG.info("retention_done", extra=extra)
    (line,) = lines(stream)
    assert line["withheld"] is True
    assert not line.keys() & extra.keys()


def test_arguments_beside_an_event_are_left_out_and_noticed(stream: io.StringIO):
    LOG.info("message_received", SECRET)
    (line,) = lines(stream)
    assert (line["event"], line["withheld"]) == ("message_received", True)


def test_an_error_is_its_class_and_its_way_through_the_code(stream: io.StringIO):
    number = logs.report_fault(LOG, caught(SECRET))
    (line,) = lines(stream)
    assert (line["event"], line["number"], line["error"]) == ("fault", number, "ExceptionGroup")
    runtime, value = line["because"]
    assert [runtime["error"], value["error"]] == ["RuntimeError", "ValueError"]
    assert all(step.startswith("tests.test_logs:") for step in runtime["where"])
    assert "withheld" not in line


def test_a_fault_has_six_digits_to_read_out(stream: io.StringIO):
    numbers = {logs.report_fault(LOG, RuntimeError()) for _ in range(20)}
    assert len(numbers) > 1
    assert all(len(number) == 6 and number.isdecimal() for number in numbers)


def test_of_a_library_only_level_logger_and_error_stay(stream: io.StringIO):
    logging.getLogger("aiohttp.server").error("Error handling request from %s", "193.0.14.129", exc_info=KeyError("x"))
    logging.getLogger("some.library").warning("server_started")
    first, second = lines(stream)
    assert first.keys() == {"at", "level", "logger", "code_at", "error", "where"}
    assert (first["level"], first["logger"], first["error"]) == ("error", "aiohttp.server", "KeyError")
    assert (second["logger"], second.get("event")) == ("other", None)


def test_libraries_are_heard_from_a_warning_on_and_we_at_the_level_that_was_asked(stream: io.StringIO):
    logging.getLogger("sqlalchemy.engine").info("SELECT")
    LOG.debug("server_started")
    assert lines(stream) == []
    logs.set_up("debug", stream)
    LOG.debug("server_started")
    assert [line["event"] for line in lines(stream)] == ["server_started"]


def test_socketio_adds_no_handler_of_its_own(stream: io.StringIO):
    socketio.AsyncServer(async_mode="asgi")
    assert logging.getLogger("socketio.server").handlers == []
    assert logging.getLogger("engineio.server").handlers == []


def test_a_stream_that_fails_prints_no_record_elsewhere(stream: io.StringIO, capfd: pytest.CaptureFixture[str]):
    stream.close()
    LOG.info(SECRET)
    assert capfd.readouterr() == ("", "")


def test_a_record_that_was_made_in_another_way_says_only_its_level():
    record = logging.LogRecord("helpline", logging.ERROR, "", 1, SECRET, (SECRET,), None)
    assert json.loads(logs.AllowList().format(record)).keys() == {"at", "level"}

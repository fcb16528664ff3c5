"""What nobody foresaw, gathered from the log with what the log itself would not say."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Faults(logging.Handler):
    """Every error that is logged, with its trace."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        where = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self.seen.append(f"{record.name} {record.getMessage()} {where}")


@contextmanager
def no_faults() -> Iterator[Faults]:
    """Fail at the end when an error was logged."""
    faults = Faults()
    logger = logging.getLogger("helpline")
    logger.addHandler(faults)
    try:
        yield faults
    finally:
        logger.removeHandler(faults)
    assert not faults.seen, "\n".join(faults.seen)

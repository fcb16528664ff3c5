"""What nobody foresaw: a number for the person, and the same number with the place in the code for the technician."""

from __future__ import annotations

import logging
import secrets
from types import TracebackType
from typing import Any

logger = logging.getLogger("helpline.realtime")


def fault_of(error: BaseException) -> dict[str, Any]:
    """Log an unforeseen exception under a new number, and answer with the error that carries it.

    The log has the exception's class and where it arose. Its message may hold what a child wrote, so that stays out.
    """
    number = secrets.randbelow(900_000_000) + 100_000_000
    logger.error("fault %d: %s in %s", number, type(error).__name__, _place(error.__traceback__))
    return {"code": "fault", "number": number}


def _place(traceback: TracebackType | None) -> str:
    """`Desk._accept:41`, the innermost call and its line; read from the frames, for the source is on a disk."""
    if traceback is None:
        return "?"
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    return f"{traceback.tb_frame.f_code.co_qualname}:{traceback.tb_lineno}"

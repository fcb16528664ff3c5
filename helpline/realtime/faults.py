"""What nobody foresaw: a number for the person, and the same number with the place in the code for the technician."""

from __future__ import annotations

import logging
from typing import Any

from helpline.logs import report_fault

logger = logging.getLogger("helpline.realtime")


def fault_of(error: BaseException) -> dict[str, Any]:
    """Log an unforeseen exception under a new number, and answer with the error that carries it."""
    return {"code": "fault", "number": report_fault(logger, error)}

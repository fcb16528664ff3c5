"""Starts the helpline with a leak let in, so that the search for canaries is seen to find it.

`python tests/privacy/leaky.py LEAK,… serve …`; each leak stands where a child's words come by.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from helpline.realtime.child_face import ChildFace

log = logging.getLogger("helpline.realtime.child_face")


def to_the_log(text: str) -> None:
    """What somebody writes who looks for an error late at night."""
    log.info(text)


def to_the_log_as_an_argument(text: str) -> None:
    """The same with more care."""
    log.info("said %s", text)


def to_standard_error(text: str) -> None:
    """Past the log."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - the leak


def to_a_temporary_file(text: str) -> None:
    """As a library might that spools what is large."""
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(text.encode("utf-16-le"))


def as_an_error(text: str) -> None:
    """No leak: an error that nobody foresaw may hold anything, and the log tells its class and place alone.

    Raises:
        ValueError: with the text.
    """
    raise ValueError(text)


LEAKS: dict[str, Callable[[str], None]] = {
    leak.__name__: leak
    for leak in (to_the_log, to_the_log_as_an_argument, to_standard_error, to_a_temporary_file, as_an_error)
}


def let_in(leak: Callable[[str], None]) -> None:
    """From now on a child's words come by there."""
    kept = ChildFace._say

    def say(self: ChildFace, viewer: Any, data: dict[str, Any], ack: int | None) -> None:
        leak(str(data.get("text")))
        kept(self, viewer, data, ack)

    ChildFace._say = say  # type: ignore[method-assign]


if __name__ == "__main__":
    for name in sys.argv.pop(1).split(","):
        let_in(LEAKS[name])
    from helpline.__main__ import main

    main()

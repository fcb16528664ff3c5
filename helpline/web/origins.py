"""Does a request come from a page of ours? Asked of everything that could change something."""

from __future__ import annotations

from collections.abc import Collection

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OPAQUE = "null"


def is_from_us(origin: str | None, fetch_site: str | None, ours: Collection[str]) -> bool:
    """Whether the headers `Origin` and `Sec-Fetch-Site` say that the page is one of ours; with neither it is not.

    ours: `[web] origins`. What both say must agree: an origin of ours that the browser calls another site is another
    host of ours, and one that is not ours is not made better by the second header.

    Under `no-referrer` a browser may give a beacon the origin `null` (Fetch standard, "append a request Origin
    header"), and only the second header can say it; that one a page cannot write, and a sandboxed page is another site.
    """
    if origin is None or origin == OPAQUE:
        return fetch_site == "same-origin"
    return origin in ours and fetch_site in (None, "same-origin")

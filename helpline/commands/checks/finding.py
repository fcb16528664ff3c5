"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """mark: `ok`, `warn` (it runs, and is not as it should be) or `fail` (mend it) · advice: empty where it is well."""

    mark: str
    part: str
    what: str
    advice: str = ""


def ok(part: str, what: str) -> Finding:
    """As it should be."""
    return Finding("ok", part, what)


def warn(part: str, what: str, advice: str) -> Finding:
    """Worth a look."""
    return Finding("warn", part, what, advice)


def fail(part: str, what: str, advice: str) -> Finding:
    """It does not run, or must not run like this."""
    return Finding("fail", part, what, advice)

"""What the values of `helpline.toml` and `rules.toml` may be, beside the plain ones of `core/values.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from ipaddress import ip_network
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from helpline.core.limits import Bucket
from helpline.core.opening_hours import Hours
from helpline.core.peer import Network
from helpline.core.reading import Part
from helpline.core.values import Several, Whole

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:[0-9]{1,5})?")
_SPAN = re.compile(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})")
_PATH = re.compile(r"/([a-z0-9_-][a-z0-9_./-]*)?", re.IGNORECASE)
_HTTPS = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?([/?#][!-~]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page may come from, exactly as a browser says it."""

    allowed: str = 'an origin such as "https://chat.example.org": no path, no slash at the end, no *'

    def read(self, value: Any) -> str:
        if not _ORIGIN.fullmatch(value):
            raise ValueError
        return str(value)


@dataclass(frozen=True, slots=True)
class InNetwork:
    """A network of addresses. everything: may it be the whole internet?"""

    everything: bool = True

    @property
    def allowed(self) -> str:
        more = "" if self.everything else ", never everybody (/0)"
        return f'a network such as "10.0.0.0/8" or one address, with no bits beyond its length{more}'

    def read(self, value: Any) -> Network:
        if not isinstance(value, str):
            raise TypeError
        network = ip_network(value)
        if network.prefixlen == 0 and not self.everything:
            raise ValueError
        return network


@dataclass(frozen=True, slots=True)
class ExitTo:
    """Where the exit button leads: a page of ours, or another site."""

    allowed: str = 'a path of ours such as "/blank", or an address that begins with https://'

    def read(self, value: Any) -> str:
        if not (_PATH.fullmatch(value) or _HTTPS.fullmatch(value)) or len(value) > 500:
            raise ValueError
        return str(value)


@dataclass(frozen=True, slots=True)
class HttpsAddress:
    """An address of another site."""

    allowed: str = "an address that begins with https://"

    def read(self, value: Any) -> str:
        if not _HTTPS.fullmatch(value) or len(value) > 500:
            raise ValueError
        return str(value)


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number as people write it, or none."""

    allowed: str = 'a telephone number such as "0800 0000" or "+31 20 000 0000", or empty for no telephone'

    def read(self, value: Any) -> str:
        if value and not (re.fullmatch(r"\+?[0-9][0-9 ()-]*", value) and 3 <= sum(map(str.isdigit, value)) <= 15):
            raise ValueError
        return str(value)


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code."""

    allowed: str = 'a language of two letters such as "nl"'

    def read(self, value: Any) -> str:
        if not re.fullmatch("[a-z]{2}", value):
            raise ValueError
        return str(value)


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone by its name."""

    allowed: str = 'a time zone such as "Europe/Amsterdam"'

    def read(self, value: Any) -> ZoneInfo:
        try:
            return ZoneInfo(value)
        except (KeyError, OSError):
            raise ValueError from None


@dataclass(frozen=True, slots=True)
class Span:
    """From and until on the wall; past midnight when the end is not after the start."""

    allowed: str = '"11:00-21:00", past midnight "20:00-02:00"'

    def read(self, value: Any) -> tuple[time, time]:
        found = _SPAN.fullmatch(value)
        if found is None:
            raise ValueError
        start, end = found.groups()
        return time.fromisoformat(start), time.fromisoformat("00:00" if end == "24:00" else end)


_HOURS = Several(Span())


@dataclass(frozen=True, slots=True)
class Weekly:
    """Hours by weekday, Monday is 0."""

    allowed: str = f"a table of days ({WEEKDAYS[0]} to {WEEKDAYS[-1]}), each a list of hours; a missing day is closed"

    def read(self, value: Any) -> Mapping[int, Hours]:
        part = Part(value)
        hours = {number: part.take(day, _HOURS, default=()) for number, day in enumerate(WEEKDAYS)}
        part.end()
        return MappingProxyType(hours)


@dataclass(frozen=True, slots=True)
class Dates:
    """Hours of single days."""

    allowed: str = "a table of dates such as 2030-12-25, each a list of hours; an empty list is closed"

    def read(self, value: Any) -> Mapping[date, Hours]:
        part = Part(value)
        return MappingProxyType({date.fromisoformat(day): part.take(day, _HOURS) for day in part.keys})


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit: so many at once, and so many a minute after that."""

    least: int = 1

    @property
    def allowed(self) -> str:
        return f"{{ burst = how many at once, per_minute = how many after that }}, each from {self.least} to 1,000,000"

    def read(self, value: Any) -> Bucket:
        part = Part(value)
        number = Whole(self.least, 1_000_000)
        bucket = Bucket(rate_per_second=part.take("per_minute", number) / 60, burst=part.take("burst", number))
        part.end()
        return bucket

"""What the web layer needs; `app.py` puts it together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from helpline.actions.accounts import Passwords
from helpline.core.staff import Staff
from helpline.ports import Clock, Codes, Passkeys, Pseudonyms, Store
from helpline.ports.library import Library
from helpline.ports.limits import SharedLimits
from helpline.ports.recordings import Recordings
from helpline.settings import Settings
from helpline.web.cookie import HALF, SessionCookie, session_cookie
from helpline.web.log_in_limits import LogInLimits
from helpline.web.metrics import Answered, Figures, new_answers
from helpline.web.pages import Pages
from helpline.web.peer import peer_of
from helpline.web.readiness import Readiness
from helpline.web.sip_lines import Sip

CHILD, DESK = "child", "desk"
BOTH = frozenset({CHILD, DESK})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """pseudonyms: None where only the desk is served, which never holds a key of identifiers · figures: asked at each
    look at the metrics · is_ready: false while starting and while draining · report_fault: logs what nobody foresaw,
    without its message, and answers the number that the person is shown · sip: null where there is no telephone ·
    shared_limits: null where this process serves alone.
    """

    settings: Settings
    store: Store
    clock: Clock
    passwords: Passwords
    codes: Codes
    passkeys: Passkeys
    pseudonyms: Pseudonyms | None
    pages: Pages
    figures: Callable[[], Awaitable[Figures]]
    is_ready: Callable[[], bool]
    report_fault: Callable[[BaseException], str]
    library: Library
    recordings: Recordings
    sip: Sip | None = None
    shared_limits: SharedLimits | None = None
    faces: frozenset[str] = BOTH


@dataclass(frozen=True, slots=True)
class Rooms:
    """The house with what the web layer itself keeps while it runs."""

    house: House
    origins: frozenset[str]
    cookie: SessionCookie
    half_cookie: SessionCookie
    log_ins: LogInLimits
    readiness: Readiness
    answers: Counter[Answered] = field(default_factory=new_answers)

    def origin(self, request: web.Request) -> str:
        """Of the page that asks, which the guard has let through."""
        said = request.headers.get("Origin")
        return said if said in self.origins else self.house.settings.origins[0]

    def peer(self, request: web.Request) -> str | None:
        """The true peer of a request, or None when nobody can say."""
        return peer_of(request, self.house.settings.web.trusted_proxies)


def rooms_of(house: House) -> Rooms:
    """Everything for one start."""
    settings = house.settings
    return Rooms(
        house,
        frozenset(settings.origins),
        session_cookie(settings.origins),
        session_cookie(settings.origins, HALF),
        LogInLimits(settings.limits, house.clock, house.shared_limits),
        Readiness(house.store, house.clock, house.is_ready),
    )


ROOMS = web.AppKey("rooms", Rooms)
WHO = web.RequestKey("who", Staff)
"""Who is logged in, where a route is for staff."""
HALF_TOKEN = web.RequestKey("half_token", str)
"""The token of whoever gave the right password and must set up a second step first, where that is who asks."""

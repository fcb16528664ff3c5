"""Who may do what. What does not stand here is refused; a test walks every event and every route."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

CHILD_FACE = "/child"
DESK_FACE = "/desk"
PRACTICE_FACE = "/practice"


class Who(StrEnum):
    """Who asks, and from whom a thing is accepted. ENTERS: is logged in, or gave the right password and
    must set up a second step first · OPERATOR: a true peer address within `[web] operators` · PRACTISES:
    rings on the practice line, as a child would."""

    ANYONE = "anyone"
    ENTERS = "enters"
    CHILD = "child"
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    OPERATOR = "operator"
    PRACTISES = "practises"


EVENTS: Mapping[tuple[str, str], Who] = MappingProxyType(
    {
        (CHILD_FACE, "enter"): Who.CHILD,
        (CHILD_FACE, "say"): Who.CHILD,
        (CHILD_FACE, "sync"): Who.CHILD,
        (CHILD_FACE, "typing"): Who.CHILD,
        (CHILD_FACE, "leave"): Who.CHILD,
        (CHILD_FACE, "forget"): Who.CHILD,
        (CHILD_FACE, "prefer"): Who.CHILD,
        (CHILD_FACE, "survey"): Who.CHILD,
        (DESK_FACE, "be"): Who.VOLUNTEER,
        (DESK_FACE, "alias"): Who.VOLUNTEER,
        (DESK_FACE, "accept"): Who.VOLUNTEER,
        (DESK_FACE, "decline"): Who.VOLUNTEER,
        (DESK_FACE, "say"): Who.VOLUNTEER,
        (DESK_FACE, "sync"): Who.VOLUNTEER,
        (DESK_FACE, "typing"): Who.VOLUNTEER,
        (DESK_FACE, "phase"): Who.VOLUNTEER,
        (DESK_FACE, "register"): Who.VOLUNTEER,
        (DESK_FACE, "end"): Who.VOLUNTEER,
        (DESK_FACE, "finish"): Who.VOLUNTEER,
        (DESK_FACE, "hand_over"): Who.VOLUNTEER,
        (DESK_FACE, "colleagues"): Who.VOLUNTEER,
        (DESK_FACE, "put_notice"): Who.COORDINATOR,
        (DESK_FACE, "lift_notice"): Who.COORDINATOR,
        (DESK_FACE, "alarm"): Who.VOLUNTEER,
        (DESK_FACE, "danger"): Who.VOLUNTEER,
        (DESK_FACE, "alarm_take"): Who.COORDINATOR,
        (DESK_FACE, "ask_along"): Who.VOLUNTEER,
        (DESK_FACE, "watch"): Who.COORDINATOR,
        (DESK_FACE, "unwatch"): Who.COORDINATOR,
        (DESK_FACE, "whisper"): Who.COORDINATOR,
        (DESK_FACE, "take_over"): Who.COORDINATOR,
        (DESK_FACE, "history"): Who.VOLUNTEER,
        (DESK_FACE, "put_advice_away"): Who.VOLUNTEER,
        (DESK_FACE, "time_out"): Who.VOLUNTEER,
        (DESK_FACE, "sanctions"): Who.VOLUNTEER,
        (DESK_FACE, "lift"): Who.VOLUNTEER,
        (DESK_FACE, "agree"): Who.COORDINATOR,
        (DESK_FACE, "block_preview"): Who.COORDINATOR,
        (DESK_FACE, "block"): Who.COORDINATOR,
        (DESK_FACE, "renew"): Who.COORDINATOR,
        (DESK_FACE, "phone"): Who.VOLUNTEER,
        (DESK_FACE, "call"): Who.VOLUNTEER,
        (DESK_FACE, "consent"): Who.VOLUNTEER,
        (PRACTICE_FACE, "dial"): Who.PRACTISES,
        (PRACTICE_FACE, "press"): Who.PRACTISES,
        (PRACTICE_FACE, "say"): Who.PRACTISES,
        (PRACTICE_FACE, "hang_up"): Who.PRACTISES,
    }
)
"""Namespace and event, with whom it is for. The right to *this* conversation is another question, asked after it."""

ROUTES: Mapping[tuple[str, str], Who] = MappingProxyType(
    {
        ("GET", "/"): Who.ANYONE,
        ("GET", "/desk"): Who.ANYONE,
        ("GET", "/practice"): Who.ANYONE,
        ("GET", "/blank"): Who.ANYONE,
        ("GET", "/assets/{name}"): Who.ANYONE,
        ("POST", "/api/session"): Who.ANYONE,
        ("DELETE", "/api/session"): Who.ANYONE,
        ("GET", "/api/factors"): Who.ENTERS,
        ("POST", "/api/factors/passkey"): Who.ENTERS,
        ("POST", "/api/factors/passkey/made"): Who.ENTERS,
        ("POST", "/api/factors/code"): Who.ENTERS,
        ("POST", "/api/factors/code/{factor}"): Who.ENTERS,
        ("POST", "/api/factors/{factor}/remove"): Who.VOLUNTEER,
        ("GET", "/api/factors/people"): Who.COORDINATOR,
        ("POST", "/api/factors/people/{staff}/reset"): Who.COORDINATOR,
        ("POST", "/child/away"): Who.ANYONE,
        ("GET", "/api/topics"): Who.ANYONE,
        ("GET", "/api/form"): Who.VOLUNTEER,
        ("GET", "/api/help"): Who.ANYONE,
        ("GET", "/api/knowledge"): Who.VOLUNTEER,
        ("GET", "/api/knowledge/complete"): Who.VOLUNTEER,
        ("GET", "/api/knowledge/about"): Who.VOLUNTEER,
        ("POST", "/api/knowledge/missed"): Who.VOLUNTEER,
        ("GET", "/api/knowledge/articles/{slug}"): Who.VOLUNTEER,
        ("GET", "/api/knowledge/shelf"): Who.COORDINATOR,
        ("POST", "/api/knowledge/shelf"): Who.COORDINATOR,
        ("GET", "/api/knowledge/shelf/{slug}"): Who.COORDINATOR,
        ("GET", "/api/knowledge/shelf/{slug}/{number}"): Who.COORDINATOR,
        ("POST", "/api/knowledge/shelf/{slug}/publish"): Who.COORDINATOR,
        ("POST", "/api/knowledge/shelf/{slug}/retire"): Who.COORDINATOR,
        ("POST", "/api/knowledge/shelf/{slug}/approve"): Who.COORDINATOR,
        ("POST", "/api/knowledge/check"): Who.COORDINATOR,
        ("GET", "/api/knowledge/synonyms"): Who.COORDINATOR,
        ("POST", "/api/knowledge/synonyms"): Who.COORDINATOR,
        ("GET", "/api/audit"): Who.COORDINATOR,
        ("GET", "/api/audit/chain"): Who.COORDINATOR,
        ("GET", "/api/audit/mine"): Who.VOLUNTEER,
        ("GET", "/sip"): Who.VOLUNTEER,
        ("GET", "/api/recordings"): Who.COORDINATOR,
        ("GET", "/api/recordings/{language}/{name}"): Who.COORDINATOR,
        ("GET", "/api/recordings/{language}/{name}/draft"): Who.COORDINATOR,
        ("POST", "/api/recordings/{language}/{name}/draft"): Who.COORDINATOR,
        ("POST", "/api/recordings/{language}/{name}/listened"): Who.COORDINATOR,
        ("POST", "/api/recordings/{language}/{name}/discard"): Who.COORDINATOR,
        ("POST", "/api/recordings/{language}/{name}/live"): Who.COORDINATOR,
        ("POST", "/api/recordings/{language}/{name}/placeholder"): Who.COORDINATOR,
        ("GET", "/healthz"): Who.ANYONE,
        ("GET", "/readyz"): Who.ANYONE,
        ("GET", "/metrics"): Who.OPERATOR,
    }
)
"""Method and path as the router writes it, with whom it is for. Socket.IO has its own table above."""


def may(who: str, face: str, event: str) -> bool:
    """May `who` send this event on this face (`/child`, `/desk` or `/practice`)?"""
    return _suffices(who, EVENTS.get((face, event)))


def may_ask(who: str, method: str, route: str) -> bool:
    """May `who` ask this route? `HEAD` is a `GET` without its body."""
    return _suffices(who, ROUTES.get(("GET" if method == "HEAD" else method, route)))


def _suffices(who: str, needed: Who | None) -> bool:
    """A coordinator may do all that a volunteer may; no other role contains another."""
    if needed is None:
        return False
    if needed == Who.ENTERS:
        return who in (Who.ENTERS, Who.VOLUNTEER, Who.COORDINATOR)
    return needed == Who.ANYONE or who == needed or (who == Who.COORDINATOR and needed == Who.VOLUNTEER)

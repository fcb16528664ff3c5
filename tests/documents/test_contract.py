"""`docs/protocol.md` and the programs name the same events, fields, routes and codes."""

from __future__ import annotations

import ast
import re

import msgspec
import pytest

from helpline.core.permissions import CHILD_FACE, DESK_FACE, EVENTS, PRACTICE_FACE, ROUTES, Who
from helpline.core.sanctions import Reason
from helpline.realtime.shapes import CHILD_SHAPES, DESK_SHAPES, PRACTICE_SHAPES
from helpline.web.errors import STATUS
from tests.documents.programs import PACKAGE, calls, nodes, refusals, sources, word
from tests.documents.written import code_in, section, table, tables

PROTOCOL = "docs/protocol.md"
FACES = (CHILD_FACE, DESK_FACE, PRACTICE_FACE)
SHAPES = (CHILD_SHAPES, DESK_SHAPES, PRACTICE_SHAPES)
EVENT = re.compile(r"([a-z_]+)(?: \{(.*)\})?")

WHERE = {
    "child_face": CHILD_FACE,
    "child_view": CHILD_FACE,
    "child_viewer": CHILD_FACE,
    "board": CHILD_FACE,
    "desk_face": DESK_FACE,
    "desk_view": DESK_FACE,
    "desk_viewer": DESK_FACE,
    "practice_viewer": PRACTICE_FACE,
    # what one side does, the other sees
    "child_events": DESK_FACE,
    "talking": CHILD_FACE,
}
"""To which face a file of `realtime/` sends; one that is not here may send nothing."""


def documented(face: str, column: str) -> dict[str, str]:
    """The events of one table, each with what stands between its braces."""
    found = {}
    for row in table(PROTOCOL, f"`{face}`", column):
        for code in code_in(row[0]):
            event = EVENT.fullmatch(code)
            assert event, code
            found[event[1]] = event[2] or ""
    return found


def fields_of(written: str) -> set[str]:
    """The outermost names between braces, with the `?` of those that may be left out."""
    while re.search(r"[{\[(]", written):
        written = re.sub(r":?\s*(\{[^{}\[\]]*\}|\[[^{}\[\]]*\])", "", written)
    return {name for part in written.split(",") if (name := part.strip().partition(":")[0]) and name != "…"}


@pytest.mark.parametrize("face", FACES)
def test_every_event_that_is_taken_is_documented_and_no_other(face):
    assert set(documented(face, "to the server")) == {event for namespace, event in EVENTS if namespace == face}


@pytest.mark.parametrize(
    ("face", "event", "shape"),
    [(face, *it) for face, shapes in zip(FACES, SHAPES, strict=True) for it in shapes.items()],
)
def test_every_field_of_an_event_is_documented_and_no_other(face, event, shape):
    taken = {it.name if it.required else f"{it.name}?" for it in msgspec.structs.fields(shape)}
    assert fields_of(documented(face, "to the server")[event]) == taken


def sent() -> set[tuple[str, str]]:
    """Every event that the server sends: given to `emit` or `encode_event`, or made by a view."""
    found = set()
    for path in sources("realtime"):
        names = [word(call.args[0]) for call in calls(path, "emit")]
        names += [word(call.args[1]) for call in calls(path, "encode_event")]
        if path.stem.endswith("_view"):
            yielded = (it.value for it in nodes(path) if isinstance(it, ast.Yield))
            names += [word(it.elts[0]) for it in yielded if isinstance(it, ast.Tuple)]
        found |= {(WHERE[path.stem], name) for name in names if name is not None}
    return found


@pytest.mark.parametrize("face", FACES)
def test_every_event_that_is_sent_is_documented_and_no_other(face):
    assert set(documented(face, "from the server")) == {event for namespace, event in sent() if namespace == face}


def routes() -> dict[tuple[str, str], str]:
    """The documented routes, each with who may ask it."""
    found = {}
    for row in table(PROTOCOL, "HTTP", "route"):
        names = [tuple(code.split(" ")[:2]) for code in code_in(row[0])]
        who = row[1].split(" · ")
        found |= dict(zip(names, who if len(who) == len(names) else who * len(names), strict=True))
    return found


def test_every_route_is_documented_with_who_may_ask_it_and_no_other():
    called = {
        Who.ANYONE: "anyone",
        Who.ENTERS: "staff or entering",
        Who.VOLUNTEER: "staff",
        Who.COORDINATOR: "coordinators",
        Who.OPERATOR: "`operators`",
    }
    written = {route: who.split(",")[0].split(" by ")[0] for route, who in routes().items()}
    assert written == {route: called[who] for route, who in ROUTES.items()}


def codes() -> dict[str, str]:
    """The documented codes, each with its status over HTTP."""
    return {code: row[1] for row in table(PROTOCOL, "Codes", "code") for code in code_in(row[0])}


def test_every_code_is_documented_with_its_status_and_no_other():
    statuses = {code: {STATUS.get(kind) for kind in kinds} - {None} for code, kinds in refusals().items()}
    assert codes() == {code: str(*found) if found else "–" for code, found in statuses.items()}


def test_every_code_of_a_wrong_field_is_documented_and_no_other():
    path = PACKAGE / "core" / "registration.py"
    found = {word(call.args[0]) for call in calls(path, "_Wrong")}
    for node in nodes(path):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            found.add(word(node.value))
        elif isinstance(node, ast.keyword) and isinstance(node.value, ast.Dict):
            found |= {word(it) for it in node.value.values}
    assert field_codes() == found - {None}


def field_codes() -> set[str]:
    """The documented codes of a wrong field."""
    return {code for row in table(PROTOCOL, "Codes", "of a field") for code in code_in(row[0])}


def refused_at_the_door() -> set[str]:
    """The names of the refusals that are raised before a connection is open."""
    found = set()
    for path in sources("realtime"):
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in ("opened", "_check_door"):
                inner = list(ast.walk(node))
                found |= {it.exc.id for it in inner if isinstance(it, ast.Raise) and isinstance(it.exc, ast.Name)}
                found |= {"TooMany" for it in inner if isinstance(it, ast.Attribute) and it.attr == "rates"}
    return found


def test_every_code_of_a_refused_connect_is_documented():
    told = section(PROTOCOL, "Socket.IO").partition("`connect_error`")[2].partition("\n\n")[0]
    written = {code.split(" ")[0] for code in code_in(told)}
    at_the_door = {code for code, kinds in refusals().items() if {it.__name__ for it in kinds} & refused_at_the_door()}
    assert {"signed_out", "websocket_only", "origin", "too_many"} <= at_the_door <= written
    assert written - {"{code}"} <= set(codes())


STATES = {"available", "away", "break", "last", "home", "office"}
REASONS = {"asked", "coaching", "safety", "complaint", "reason"}
VALUES = STATES | REASONS | {"choice", "wait", "other", "works_from", "interrupted", "role", "danger", "acute"}
VALUES |= {reason.value for reason in Reason} | {"reason", "time_out", "sanction", "pending", "until", "asked_until"}
VALUES |= {"way_back", "open", "used", "advised", "ended_by", "conversation", "note", "agree", "block"}
VALUES |= {"device", "network", "number", "scope", "scopes", "counselling", "waiting", "runs", "end", "ok"}
VALUES |= {"length", "longer", "type", "marks", "suggested_minutes", "suggests_block"}
VALUES |= {"hold", "resume", "hang_up", "recording", "consult", "add", "drop", "to", "leg", "listen", "whisper", "join"}
VALUES |= {"ask", "come", "go", "pass_on", "phone"}
VALUES |= {"watch", "asked", "yes", "no", "withdrawn"}
VALUES |= {"suggest", "nothing", "look", "looks_like_prank", "count"}
"""In the column of acknowledgements, and no code."""


@pytest.mark.parametrize("face", FACES)
def test_an_answer_names_only_codes_that_exist(face):
    named = {code.split(" ")[0] for row in table(PROTOCOL, f"`{face}`", "to the server") for code in code_in(row[1])}
    words = {name for name in named if re.fullmatch("[a-z_]+", name)}
    assert words <= set(codes()) | field_codes() | VALUES


def test_the_tables_of_this_page_are_read():
    """So that a heading that changes cannot empty the tests above."""
    heads = tables(section(PROTOCOL, "The public contract"))
    assert len(documented(CHILD_FACE, "to the server")) >= 7
    assert len(sent()) >= 15
    assert len(heads) >= 4

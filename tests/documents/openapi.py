"""`python -m tests.documents.openapi` writes docs/openapi.json: every HTTP route, in the form that tools read.

It is made from what the program itself goes by: who may ask a route, and the shape of what it takes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from helpline.core.permissions import ROUTES, Who
from helpline.web import editing, factors, knowledge, recordings
from helpline.web.sessions import LogIn
from tests.tooling.tracked import ROOT

PLACE = ROOT / "docs" / "openapi.json"
ONE_RECORDING = "/api/recordings/{language}/{name}"
TAKES: Mapping[str, type[Any]] = {
    "/api/session": LogIn,
    "/api/factors/passkey": factors.Known,
    "/api/factors/passkey/made": factors.Made,
    "/api/factors/code": factors.Known,
    "/api/factors/code/{factor}": factors.Shown,
    "/api/factors/{factor}/remove": factors.Known,
    "/api/factors/people/{staff}/reset": factors.Known,
    "/api/knowledge/missed": knowledge.Missed,
    "/api/knowledge/shelf": editing.Draft,
    "/api/knowledge/shelf/{slug}/publish": editing.OfVersion,
    "/api/knowledge/shelf/{slug}/retire": editing.Asked,
    "/api/knowledge/shelf/{slug}/approve": editing.Approval,
    "/api/knowledge/check": editing.Content,
    "/api/knowledge/synonyms": editing.Synonyms,
    f"{ONE_RECORDING}/listened": recordings.OfDraft,
    f"{ONE_RECORDING}/discard": recordings.OfDraft,
    f"{ONE_RECORDING}/live": recordings.OfDraft,
    f"{ONE_RECORDING}/placeholder": recordings.Nothing,
}
"""What a POST takes as JSON."""
TAKES_BYTES = {"/child/away": "text/plain", f"{ONE_RECORDING}/draft": "audio/wav"}
ASKS: Mapping[str, tuple[str, ...]] = {
    "/api/help": ("topic", "language"),
    "/api/knowledge": ("q", "topic", "limit", "language"),
    "/api/knowledge/complete": ("q",),
    "/api/knowledge/about": ("subtopics", "language"),
    "/api/audit": ("what", "by", "conversation", "since", "until", "before"),
    "/api/audit/mine": ("before",),
}
"""What a GET takes behind its question mark."""
WHO = {
    Who.ANYONE: "anyone",
    Who.ENTERS: "whoever is logged in, or must set up a second step first",
    Who.VOLUNTEER: "staff",
    Who.COORDINATOR: "coordinators",
    Who.OPERATOR: "a true peer address within `[web] operators`",
}


def document() -> dict[str, Any]:
    """All routes, as OpenAPI 3.1."""
    shapes = list(dict.fromkeys(TAKES.values()))
    names, schemas = msgspec.json.schema_components(shapes, ref_template="#/components/schemas/{name}")
    of_shape = dict(zip(shapes, names, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for (method, path), who in ROUTES.items():
        paths.setdefault(path, {})[method.lower()] = _operation(method, path, who, of_shape)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "helpline",
            "version": "1",
            "description": "Every route. What they mean stands in protocol.md; Socket.IO, beside them, too.",
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(method: str, path: str, who: Who, of_shape: Mapping[type[Any], dict[str, Any]]) -> dict[str, Any]:
    asks = [_parameter(name, "path") for name in re.findall(r"\{(\w+)\}", path)]
    asks += [_parameter(name, "query") for name in ASKS.get(path, ()) if method == "GET"]
    error = {"description": 'refused: `{"error": {"code": …}}`'}
    operation: dict[str, Any] = {
        "summary": f"for {WHO[who]}",
        "parameters": asks,
        "responses": {"2XX": {"description": "done, or what was asked for"}, "4XX": error, "503": error},
    }
    if method == "POST":
        content = (
            {TAKES_BYTES[path]: {"schema": {"type": "string"}}}
            if path in TAKES_BYTES
            else {"application/json": {"schema": of_shape[TAKES[path]]}}
        )
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameter(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}


def written() -> str:
    """As it stands in the file."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PLACE.write_text(written(), encoding="utf-8")

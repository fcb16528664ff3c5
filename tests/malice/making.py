"""Things to send: what a schema allows, almost that, and what nobody would think of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

Schema = Mapping[str, Any]
WILD: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=200)
    | st.sampled_from(
        ["", "\x00", "\u202e", "a" * 5_000, "😀" * 2_000, "__proto__", "' OR 1=1 --", "../../etc/passwd"]
    ),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=20), inner, max_size=5),
    max_leaves=10,
)


def as_told(schema: Schema, shapes: Mapping[str, Schema]) -> st.SearchStrategy[Any]:
    """What this JSON schema allows, or nearly: a shape may ask for more than its schema can say."""
    if "$ref" in schema:
        return as_told(shapes[schema["$ref"].rsplit("/", 1)[1]], shapes)
    if "anyOf" in schema:
        return st.one_of([as_told(each, shapes) for each in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(list(schema["enum"]))
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, shapes)
    if kind == "array":
        most = min(schema.get("maxItems", 4), 4)
        return st.lists(as_told(schema.get("items", {}), shapes), min_size=schema.get("minItems", 0), max_size=most)
    if kind == "string":
        return _text(schema)
    if kind == "integer":
        return st.integers(schema.get("minimum", -9), schema.get("maximum", 2**31))
    return {"boolean": st.booleans(), "null": st.none()}.get(str(kind), WILD)


def _object(schema: Schema, shapes: Mapping[str, Schema]) -> st.SearchStrategy[Any]:
    told = {name: as_told(of, shapes) for name, of in schema.get("properties", {}).items()}
    if not told and isinstance(schema.get("additionalProperties"), dict):
        return st.dictionaries(st.text(max_size=8), as_told(schema["additionalProperties"], shapes), max_size=3)
    needed = {name: told.pop(name) for name in schema.get("required", ())}
    return st.fixed_dictionaries(needed, optional=told)


def _text(schema: Schema) -> st.SearchStrategy[str]:
    most = min(schema.get("maxLength", 200), 600)
    if "pattern" in schema:
        return st.from_regex(schema["pattern"]).map(lambda text: text[:most])
    if schema.get("format") in ("date", "date-time"):
        return st.dates().map(str) if schema["format"] == "date" else st.datetimes().map(lambda it: f"{it}Z")
    return st.text(min_size=schema.get("minLength", 0), max_size=most)


@st.composite
def nearly(draw: st.DrawFn, right: st.SearchStrategy[Any]) -> Any:
    """What is allowed, most of the time; else with something else in one place, or something else altogether."""
    how = draw(st.integers(0, 9))
    if how == 0:
        return draw(WILD)
    made = draw(right)
    if how < 4 and isinstance(made, dict):
        key = draw(st.sampled_from([*made, "x"]))
        return {**made, key: draw(WILD)}
    return made


def many(what: st.SearchStrategy[Any], count: int) -> list[Any]:
    """So many of them; the same in every run."""
    made: list[Any] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(what)
    def keep(each: Any) -> None:
        made.append(each)

    keep()
    return made


def as_json(value: Any) -> str:
    """On the wire, half characters and all."""
    return json.dumps(value)

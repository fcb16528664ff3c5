"""The dashboard and the alerts ask for figures that are published, and each figure that matters has an alert."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from helpline.web.metrics import CHANNELS, OUTCOMES, STATES
from tests.documents.test_operations import OPERATIONS, metrics
from tests.documents.written import code_in, table
from tests.tooling.tracked import text_of

BOARD, ALERTS = "config/monitoring/grafana.json", "config/monitoring/alerts.yaml"
CHOSEN = re.compile(r'(\w+)=~?"([a-z_|]+)"')


def alerts() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(text_of(ALERTS))["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text_of(BOARD))["panels"]
    return found


def questions() -> list[str]:
    asked = [rule["expr"] for rule in alerts()]
    return asked + [target["expr"] for panel in panels() for target in panel["targets"]]


def named(question: str) -> set[str]:
    """The metrics that a question asks for, as they are documented."""
    return {name.removesuffix("_bucket") for name in re.findall(r"\bhelpline_\w+", question)}


def test_whatever_is_asked_for_is_published():
    asked = {name for question in questions() for name in named(question)}
    assert len(asked) >= 15
    assert asked <= set(metrics())


def test_whatever_is_chosen_by_a_label_can_be_there():
    known = {"channel": CHANNELS, "state": STATES, "outcome": OUTCOMES, "job": ("helpline",)}
    chosen = [pair for question in questions() for pair in CHOSEN.findall(question)]
    assert len(chosen) >= 5
    assert [pair for pair in chosen if not set(pair[1].split("|")) <= set(known[pair[0]])] == []


def test_every_metric_stands_on_the_board_or_in_an_alert():
    asked = {name for question in questions() for name in named(question)}
    assert set(metrics()) - asked == set()


def test_an_alert_says_what_to_do():
    for rule in alerts():
        assert rule["labels"]["severity"] in ("page", "warn")
        assert {"summary", "do"} == set(rule["annotations"]), rule["alert"]


def test_a_panel_says_what_it_shows_and_stands_beside_the_others():
    places = [tuple(panel["gridPos"][key] for key in "xywh") for panel in panels()]
    assert len({panel["id"] for panel in panels()}) == len(panels())
    assert all(panel["description"] for panel in panels())
    taken = [(x + i, y + j) for x, y, w, h in places for i in range(w) for j in range(h)]
    assert len(taken) == len(set(taken))


def test_every_alert_is_documented_and_no_other():
    rows = table(OPERATIONS, "Health and metrics", "alert")
    assert {code_in(row[0])[0] for row in rows} == {rule["alert"] for rule in alerts()}

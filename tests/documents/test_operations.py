"""`docs/operations.md` names every figure, log line and check; and no document names a setting that nobody reads."""

from __future__ import annotations

import ast
import re
from collections import Counter

from helpline import logs
from helpline.actions.tick import SILENT_NODE
from helpline.commands import users
from helpline.commands.checks import finding
from helpline.keeping import FORGET_EVERY
from helpline.realtime import poll
from helpline.settings.environment import KEYS
from helpline.settings.sections import SECTIONS, rules_of
from helpline.web.metrics import Answered, Figures, exposition
from tests.documents.programs import calls, nodes, sources, word
from tests.documents.written import blocks_in, code_in, documents, section, table
from tests.tooling.tracked import ROOT, text_of, tracked

OPERATIONS = "docs/operations.md"
LEVELS = ("debug", "info", "warning", "error", "critical")


def metrics() -> dict[str, set[str]]:
    """Every metric with its labels, as Prometheus reads them."""
    text = exposition(Figures(), Counter({Answered("GET", "/", 200): 1})).decode()
    found: dict[str, set[str]] = {name: set() for name in re.findall(r"^# TYPE (\S+)", text, re.MULTILINE)}
    for name, labels in re.findall(r"^(\w+)\{(.*)\}", text, re.MULTILINE):
        found[name.removesuffix("_bucket")] |= set(re.findall(r"(\w+)=", labels))
    return found


def test_every_metric_is_documented_with_its_labels_and_no_other():
    rows = table(OPERATIONS, "Health and metrics", "metric")
    assert {code_in(row[0])[0]: set(code_in(row[1])) for row in rows} == metrics()


def test_every_log_line_is_documented_and_no_other():
    said = {word(call.args[0]) for path in sources() for level in LEVELS for call in calls(path, level) if call.args}
    written = {code for row in table(OPERATIONS, "Log lines", "event") for code in code_in(row[0])}
    assert written == {name for name in said if name and re.fullmatch("[a-z_]+", name)}


def test_every_field_of_a_log_line_is_documented_and_no_other():
    made = {"at", "level", "logger", "event", "code_at", "error", "where", "because", "withheld", "number"}
    written = {code for row in table(OPERATIONS, "Log lines", "field") for code in code_in(row[0])}
    assert written == logs.NUMBERS | logs.WORDS | made


def test_every_line_of_the_doctor_is_documented_and_no_other():
    marks = {name for name, it in vars(finding).items() if callable(it) and it is not finding.Finding} - {"dataclass"}
    assert marks == {"ok", "warn", "fail"}
    found: set[str | None] = set()
    for path in sources("commands"):
        if path.parent.name == "checks" or path.stem == "doctor":
            found |= {word(call.args[0]) for name in (*marks, "_folder") for call in calls(path, name)}
            assigned = (it for it in nodes(path) if isinstance(it, ast.Assign))
            found |= {
                word(it.value) for it in assigned if isinstance(it.targets[0], ast.Name) and it.targets[0].id == "part"
            }
    written = {code for row in table(OPERATIONS, "Doctor", "line") for code in code_in(row[0])}
    assert written == found - {None}


VARIABLE = re.compile(r"\bHELPLINE_[A-Z_]+[A-Z]\b")
READ_BY = (".py", ".ts", "Makefile", ".ci/run")


def test_every_variable_is_documented_and_no_other():
    """Whatever the program, its tests or the Makefile read of the environment."""
    read = {
        name
        for file in tracked()
        if file.endswith(READ_BY) and not file.startswith("tests/documents/")
        for name in VARIABLE.findall(text_of(file))
    }
    written = {name for document in documents() for name in VARIABLE.findall(text_of(document))}
    assert set(KEYS) - {"PORT"} <= read
    assert written == read


def test_what_is_said_in_prose_is_so():
    """Figures of the program that a technician builds upon."""
    told = " ".join(text_of(OPERATIONS).split())
    lengths = FORGET_EVERY.total_seconds(), SILENT_NODE.total_seconds(), poll.EVERY_SECONDS
    assert lengths == (3_600, 15, 2)
    assert "Forgetting runs at every start, every hour, and by" in told
    assert "noticed after 15 seconds" in told
    assert "seen on the others within two seconds" in told
    assert f"a password of {users.SHORTEST_PASSWORD} characters or more" in told


def settings() -> set[str]:
    """Every key, as the documents write it."""
    return {
        f"[{section}] {key}"
        for sections in SECTIONS.values()
        for section, kind in sections.items()
        for key in rules_of(kind)
    }


def test_no_document_names_a_setting_that_does_not_exist():
    """A key is written `[section] key`, with or without its value."""
    named = {
        f"[{found[1]}] {found[2]}"
        for document in documents()
        for code in code_in(text_of(document))
        if (found := re.match(r"\[([a-z]+)\] ([a-z_]+)", code))
    }
    assert len(named) >= 30
    assert named <= settings() | {"[opening] hours"}


def test_an_example_of_settings_could_be_used():
    """Each key of an example in TOML is one of ours."""
    known = settings()
    for block in blocks_in(section(OPERATIONS, "Install")):
        if not block.startswith("# helpline.toml"):
            continue
        place = ""
        for line in block.splitlines():
            if line.startswith("["):
                place = line.strip("[]")
            elif "=" in line:
                key = line.partition(" =")[0]
                assert f"[{place}] {key}" in known or f"[{place.replace('.', '] ')}" in known
        return
    raise AssertionError("there is no example")


def test_the_places_of_the_unit_are_those_of_the_environment_file():
    """What the service may write to is where the data and the keys are."""
    blocks = blocks_in(section(OPERATIONS, "Install"))
    unit = next(block for block in blocks if block.startswith("[Unit]"))
    places = dict(re.findall(r"^(HELPLINE_\w+)=(.*)$", "\n".join(blocks), re.MULTILINE))
    (writable,) = re.findall("^ReadWritePaths=(.*)$", unit, re.MULTILINE)
    assert set(writable.split()) == {places["HELPLINE_DATA"], places["HELPLINE_KEYS"]}
    assert set(places) <= set(KEYS)
    assert (ROOT / "Procfile").read_text() == "release: helpline migrate\nweb: helpline serve\n"

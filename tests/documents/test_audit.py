"""What is written down of who did what can be read as a sentence by who may read it."""

from __future__ import annotations

import re

from tests.documents.written import ROOT

DEED = re.compile(r'(?:Deed\(\s*what=|\brecord\()"([a-z_]+)"')
SENTENCE = re.compile(r"^  ([a-z_]+): \(\{", re.MULTILINE)
NAME = re.compile(r"^  ([a-z_]+): m\.desk_audit_name_", re.MULTILINE)


def test_every_deed_has_its_sentence_and_its_name():
    sources = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "helpline").rglob("*.py"))]
    deeds = {deed for source in sources for deed in DEED.findall(source)}
    page = (ROOT / "volunteer_ui/src/desk/audit/sentences.ts").read_text(encoding="utf-8")
    assert {"watch_began", "taken_over", "lift"} <= deeds, "else the search finds nothing"
    assert deeds <= set(SENTENCE.findall(page))
    assert deeds <= set(NAME.findall(page))

"""A coordinator puts a voice in the place of the machine's: only after listening to it, and it stands in the audit."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from helpline.core.prompts import CATALOGUE
from helpline.recordings.shelf import Shelf
from helpline.recordings.sound import for_telephone
from helpline.settings import Settings
from helpline.web import recordings
from tests.recordings.made import as_file, recorded, tone
from tests.recordings.test_sound import played
from tests.web.place import Answer, Place

PATH = "/api/recordings/nl/welcome"
SPOKEN = for_telephone(recorded(1))


@pytest.fixture(autouse=True)
def spoken(settings: Settings, tmp_path: Path) -> Shelf:
    """The machine has said the welcome."""
    shelf = Shelf(tmp_path / "recordings", settings.prompts)
    shelf.keep_spoken("nl", "welcome", SPOKEN)
    shelf.play_what_is_kept("nl", "welcome")
    return shelf


class Cora:
    """A coordinator at that page."""

    def __init__(self, place: Place, token: str) -> None:
        self.place, self.token = place, token

    async def look(self, name: str = "welcome", language: str = "nl") -> dict[str, Any]:
        found = (await self.get("/api/recordings")).json["recordings"]
        return next(it for it in found if (it["name"], it["language"]) == (name, language))

    async def get(self, path: str) -> Answer:
        return await self.place.ask("GET", path, token=self.token)

    async def send(self, path: str, body: dict[str, Any]) -> Answer:
        return await self.place.ask("POST", path, json=body, token=self.token)

    async def upload(self, content: bytes, path: str = PATH) -> Answer:
        return await self.place.ask("POST", f"{path}/draft", data=BytesIO(content), token=self.token)

    async def did(self) -> list[tuple[str, str]]:
        return [(it["what"], it["about"]) for it in (await self.get("/api/audit")).json["entries"]]


@pytest.fixture
async def cora(place: Place) -> Cora:
    return Cora(place, (await place.log_in("cora")).token)


async def test_the_page_tells_every_recording_and_how_it_stands(cora: Cora):
    answer = (await cora.get("/api/recordings")).json
    assert answer["languages"] == ["nl", "en"]
    assert len(answer["recordings"]) == 2 * len(CATALOGUE)
    assert await cora.look() == {
        "name": "welcome",
        "group": "coming",
        "language": "nl",
        "text": "Fijn dat je belt. Je hoeft niet te zeggen wie je bent.",
        "state": "placeholder",
        "seconds": pytest.approx(SPOKEN.seconds),
        "outdated": False,
        "draft": None,
    }
    assert (await cora.look(language="en"))["state"] == "missing"


async def test_from_the_laptop_to_the_ear_of_a_child(cora: Cora):
    draft = (await cora.upload(recorded(2))).json["draft"]
    heard = await cora.get(f"{PATH}/draft")
    assert heard.headers["Content-Type"] == "audio/wav"
    assert len(played(heard.body)) == pytest.approx(2 * 8000, abs=2000)
    assert (await cora.get(PATH)).body == SPOKEN.wav
    assert (await cora.send(f"{PATH}/listened", {"draft": draft["id"]})).status == 204
    assert (await cora.look())["draft"]["heard"] is True
    assert (await cora.send(f"{PATH}/live", {"draft": draft["id"]})).status == 204
    assert (await cora.get(PATH)).body == heard.body
    assert (await cora.look())["state"] == "recording"
    assert await cora.did() == [("recording_put", "welcome nl")]


async def test_what_nobody_listened_to_is_not_put_in_place(cora: Cora):
    draft = (await cora.upload(recorded(2))).json["draft"]["id"]
    refused = await cora.send(f"{PATH}/live", {"draft": draft})
    assert (refused.status, refused.code) == (409, "not_heard")
    assert (await cora.get(PATH)).body == SPOKEN.wav
    assert await cora.did() == []


async def test_another_draft_meanwhile_is_told(cora: Cora):
    first = (await cora.upload(recorded(2))).json["draft"]["id"]
    await cora.upload(recorded(3))
    for deed in ("listened", "discard", "live"):
        assert (await cora.send(f"{PATH}/{deed}", {"draft": first})).code == "draft_gone"
    assert (await cora.look())["draft"]["seconds"] == pytest.approx(3, abs=0.2)


async def test_back_to_the_machine_and_the_recording_is_not_lost(cora: Cora):
    draft = (await cora.upload(recorded(2))).json["draft"]["id"]
    await cora.send(f"{PATH}/listened", {"draft": draft})
    await cora.send(f"{PATH}/live", {"draft": draft})
    assert (await cora.send(f"{PATH}/placeholder", {})).status == 204
    assert (await cora.get(PATH)).body == SPOKEN.wav
    assert (await cora.look())["draft"] == {"id": draft, "seconds": pytest.approx(2, abs=0.2), "heard": True}
    assert [what for what, _ in await cora.did()] == ["recording_taken_away", "recording_put"]


async def test_nothing_is_taken_away_where_a_child_would_hear_silence(cora: Cora):
    refused = await cora.send("/api/recordings/en/welcome/placeholder", {})
    assert (refused.status, refused.code) == (409, "no_placeholder")
    assert await cora.did() == []


async def test_a_draft_is_put_away(cora: Cora):
    draft = (await cora.upload(recorded(2))).json["draft"]["id"]
    assert (await cora.send(f"{PATH}/discard", {"draft": draft})).status == 204
    assert (await cora.look())["draft"] is None
    assert (await cora.get(f"{PATH}/draft")).code == "not_found"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not_sound"),
        (b"<script>", "not_sound"),
        (recorded(61), "too_long"),
        (recorded(0.05), "too_short"),
        (as_file(np.zeros(48_000)), "silent"),
        (as_file(np.clip(tone(loud=4), -1, 1)), "clipped"),
    ],
)
async def test_what_cannot_be_used_is_refused_and_the_draft_before_stays(cora: Cora, content: bytes, why: str):
    before = (await cora.upload(recorded(2))).json["draft"]
    refused = await cora.upload(content)
    assert (refused.status, refused.json["error"]) == (400, {"code": "bad_recording", "why": why})
    assert (await cora.look())["draft"] == before


async def test_too_large_a_file_is_not_even_read(cora: Cora, monkeypatch):
    monkeypatch.setattr(recordings, "MOST_BYTES", 1000)
    assert (await cora.upload(recorded(2))).code == "too_large"


@pytest.mark.parametrize("path", ["nl/welkom", "fr/welcome", "nl/..%2f..%2fkeys", "../nl/welcome", "NL/welcome"])
@pytest.mark.parametrize("rest", ["", "/draft"])
async def test_there_is_nothing_beside_the_catalogue(cora: Cora, path: str, rest: str):
    assert (await cora.get(f"/api/recordings/{path}{rest}")).code == "not_found"
    assert (await cora.upload(recorded(2), f"/api/recordings/{path}")).code in ("not_found", "method_not_allowed")


@pytest.mark.parametrize("body", [{}, {"draft": 3}, {"draft": "../x"}, {"draft": "a" * 32, "more": 1}])
async def test_a_body_of_another_shape_changes_nothing(cora: Cora, body: dict[str, Any]):
    for deed in ("listened", "discard", "live"):
        assert (await cora.send(f"{PATH}/{deed}", body)).code == "invalid"
    if body:
        assert (await cora.send(f"{PATH}/placeholder", body)).code == "invalid"


async def test_a_volunteer_may_neither_listen_nor_upload(place: Place):
    ann = Cora(place, (await place.log_in("ann")).token)
    assert (await ann.get("/api/recordings")).code == "forbidden"
    assert (await ann.get(PATH)).code == "forbidden"
    assert (await ann.upload(recorded(2))).code == "forbidden"


async def test_where_the_audit_cannot_be_kept_nothing_is_put_in_place(cora: Cora, monkeypatch):
    draft = (await cora.upload(recorded(2))).json["draft"]["id"]
    await cora.send(f"{PATH}/listened", {"draft": draft})

    async def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("helpline.db.audit.AuditRows.record", fails)
    assert (await cora.send(f"{PATH}/live", {"draft": draft})).code == "fault"
    assert (await cora.get(PATH)).body == SPOKEN.wav

"""Passkeys as far as they need no device: what is asked, and what is no answer to it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from helpline.actions.carry_out import carry_out
from helpline.core.factors import Factor, Kind
from tests.web.place import OURS, PASSWORD, Place


async def ask_new(place: Place, token: str) -> dict[str, Any]:
    answer = await place.ask("POST", "/api/factors/passkey", json={"password": PASSWORD}, token=token)
    assert answer.status == 200, answer
    return dict(answer.json["options"])


def answer_to(challenge: str, origin: str = OURS) -> dict[str, Any]:
    """What says that it answers this challenge, without a device behind it."""
    said = json.dumps({"type": "webauthn.create", "challenge": challenge, "origin": origin}).encode()
    client_data = base64.urlsafe_b64encode(said).rstrip(b"=").decode()
    response = {"clientDataJSON": client_data, "attestationObject": "o2NmbXRkbm9uZQ"}
    return {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response}


async def test_what_is_asked_is_of_the_host_of_the_page_and_new_each_time(place):
    token = (await place.log_in()).token
    one, other = await ask_new(place, token), await ask_new(place, token)
    assert one["rp"]["id"] == "chat.hulplijn.example"
    assert one["challenge"] != other["challenge"]
    assert len(base64.urlsafe_b64decode(one["challenge"] + "==")) == 32


@pytest.mark.parametrize("credential", [{}, {"response": 1}, {"response": {"clientDataJSON": "é"}}, {"id": None}])
async def test_what_is_no_answer_of_a_device_is_refused(place, credential):
    token = (await place.log_in()).token
    await ask_new(place, token)
    sent = {"name": "sleutel", "credential": credential}
    answer = await place.ask("POST", "/api/factors/passkey/made", json=sent, token=token)
    assert (answer.status, answer.code) == (400, "wrong_code")
    assert place.faults == []
    assert await place.count("factor") == 0


async def test_an_answer_without_a_device_or_to_the_challenge_of_another_is_refused(place):
    ann, ben = (await place.log_in("ann")).token, (await place.log_in("ben")).token
    options = await ask_new(place, ann)
    for token in (ben, ann):
        sent = {"name": "sleutel", "credential": answer_to(options["challenge"])}
        answer = await place.ask("POST", "/api/factors/passkey/made", json=sent, token=token)
        assert (answer.status, answer.code) == (400, "wrong_code")
    assert await place.count("factor") == 0


async def test_a_log_in_is_asked_for_its_own_passkeys_and_a_challenge_ends(place):
    async with place.store.look() as records:
        ann = await records.people.named("ann")
    now = place.clock.now()
    key = Factor(
        id="f1",
        staff=ann.id,
        kind=Kind.PASSKEY,
        name="x",
        secret=b"p",
        credential=b"c",
        created_at=now,
        confirmed_at=now,
    )
    await carry_out(place.store, lambda work: work.factors.add(key))
    asked = (await place.log_in()).json["error"]
    assert asked["ways"] == ["assertion"]
    assert [it["id"] for it in asked["passkey"]["allowCredentials"]] == ["Yw"]
    sent = {"name": "ann", "password": PASSWORD, "assertion": {**answer_to(asked["passkey"]["challenge"]), "id": "Yw"}}
    answer = await place.ask("POST", "/api/session", json=sent)
    assert (answer.status, answer.code) == (401, "wrong_credentials")
    assert await place.count("challenge") == 0
    await place.log_in()
    place.clock.advance(minutes=5, seconds=1)
    await place.log_in()
    assert await place.count("challenge") == 1

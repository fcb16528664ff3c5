"""Who may read what was done, and what they are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from helpline.actions.carry_out import carry_out
from helpline.core.audit import Deed
from tests.web.place import Answer, Place


async def ask(place: Place, path: str, name: str = "cora") -> Answer:
    return await place.ask("GET", path, token=(await place.log_in(name)).token)


async def write(place: Place, *deeds: Deed) -> None:
    for deed in deeds:
        await carry_out(place.store, lambda work, deed=deed: work.audit.record(deed, place.clock.now()))


async def staff_id(place: Place, name: str) -> str:
    async with place.store.look() as records:
        return str((await records.people.named(name)).id)


async def test_coordinators_filter_and_leaf_through_it(place: Place):
    ann, cora = await staff_id(place, "ann"), await staff_id(place, "cora")
    await write(place, Deed(what="watch_began", by=cora, whom=ann, conversation="talk", reason="asked"))
    await write(place, *[Deed(what="notice_put", by=cora, about=str(number)) for number in range(60)])
    first = (await ask(place, "/api/audit")).json
    assert len(first["entries"]) == 50
    rest = (await ask(place, f"/api/audit?before={first['more']}")).json
    assert (len(rest["entries"]), rest["more"]) == (11, None)
    (found,) = (await ask(place, "/api/audit?conversation=talk")).json["entries"]
    assert (found["what"], found["reason"], found["conversation"]) == ("watch_began", "asked", "talk")
    assert found["by"]["id"] == cora
    assert found["whom"] not in (None, ann, "ann")
    assert (await ask(place, f"/api/audit?by={ann}")).json["entries"] == []
    assert len((await ask(place, f"/api/audit?what=watch_began&by={cora}")).json["entries"]) == 1


async def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(place: Place):
    cora = await staff_id(place, "cora")
    for number in range(3):
        await write(place, Deed(what="notice_put", by=cora, about=str(number)))
        place.clock.advance(hours=1)
    last = place.clock.now() - timedelta(hours=1)

    async def found(query: str) -> list[str]:
        return [it["about"] for it in (await ask(place, f"/api/audit?{query}")).json["entries"]]

    assert await found(f"since={last:%Y-%m-%dT%H:%M:%SZ}") == ["2"]
    assert await found(f"until={last:%Y-%m-%dT%H:%M:%SZ}") == ["1", "0"]


async def test_who_ever_did_something_is_named_whatever_is_looked_for(place: Place):
    cora = await staff_id(place, "cora")
    await write(place, Deed(what="notice_put", by=cora), Deed(what="alarm_over", by=None))
    answer = (await ask(place, "/api/audit?what=nothing")).json
    assert [it["id"] for it in answer["people"]] == [cora]
    assert (answer["entries"], answer["people"][0]["alias"] in ("", "cora")) == ([], False)


async def test_coordinators_see_whether_the_chain_is_whole_and_where_it_ends(place: Place):
    assert (await ask(place, "/api/audit/chain")).json == {"head": None, "broken": []}
    cora = await staff_id(place, "cora")
    await write(place, *[Deed(what="notice_put", by=cora, about=str(number)) for number in range(3)])
    whole = (await ask(place, "/api/audit/chain")).json
    assert (whole["head"].split()[1], whole["broken"]) == ("3", [])
    async with place.store.begin() as work:
        await work.connection.execute(text("UPDATE audit SET about = 'anders' WHERE number = 2"))
        await work.commit()
    (broken,) = (await ask(place, "/api/audit/chain")).json["broken"]
    assert (broken["number"], broken["what"]) == (2, "changed")
    assert (await ask(place, "/api/audit/chain", "ann")).code == "forbidden"


async def test_a_volunteer_reads_what_was_done_with_their_own_and_nothing_else(place: Place):
    ann, cora = await staff_id(place, "ann"), await staff_id(place, "cora")
    await write(
        place,
        Deed(what="watch_began", by=cora, whom=ann, conversation="mine", reason="coaching"),
        Deed(what="watch_began", by=cora, whom=cora, conversation="another", reason="safety"),
        Deed(what="notice_put", by=cora),
    )
    mine = (await ask(place, "/api/audit/mine", "ann")).json["entries"]
    assert [(it["conversation"], it["reason"]) for it in mine] == [("mine", "coaching")]
    assert (await ask(place, "/api/audit", "ann")).code == "forbidden"
    for path in ("/api/audit", "/api/audit/mine"):
        assert (await place.ask("GET", path)).code == "signed_out"


@pytest.mark.parametrize(
    "query",
    [
        "before=x",
        "before=2030-05",
        "before=2030-05/x",
        "whom=ann",
        "since=gisteren",
        "until=2030-05-01T20:00:00",
        f"what={'a' * 65}",
    ],
)
async def test_what_cannot_be_looked_for_is_refused(place: Place, query: str):
    assert (await ask(place, f"/api/audit?{query}")).code == "invalid"
    assert (await ask(place, "/api/audit/mine?by=cora", "ann")).code == "invalid"

"""A code of an app beside the password: asked, set up first, accepted once, and set back by a second coordinator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from helpline.actions.accounts import reset_factors
from helpline.actions.carry_out import carry_out
from helpline.core.limits import Bucket
from helpline.core.permissions import ROUTES, Who
from helpline.core.staff import Role
from helpline.settings.sections import StaffLogIns
from tests.web.conftest import Open
from tests.web.place import PASSWORD, Place
from tests.web.second_factor import HALF, NEXT_CODE, App, begin, enter, half_of, set_up
from tests.web.test_routes import ANY


@pytest.fixture
async def strict(open_house: Open, house) -> AsyncIterator[Place]:
    """As a helpline is without being told otherwise: coordinators need a second step."""
    place = await open_house(replace(house, settings=replace(house.settings, staff=StaffLogIns())))
    await place.add("ann")
    await place.add("cora", Role.COORDINATOR)
    await place.add("dirk", Role.COORDINATOR)
    return place


async def audit(place: Place) -> list[tuple[str, str | None, str | None]]:
    async with place.store.look() as records:
        rows = await records.connection.exec_driver_sql("SELECT what, by, whom FROM audit ORDER BY month, number")
        return [tuple(row) for row in rows]


async def staff_id(place: Place, name: str) -> str:
    async with place.store.look() as records:
        found = await records.people.named(name)
    assert found is not None
    return found.id


async def test_a_coordinator_without_one_gets_no_log_in_but_may_set_one_up(strict):
    answer = await strict.log_in("cora")
    assert (answer.status, answer.json) == (401, {"error": {"code": "second_factor", "ways": []}})
    (cookie,) = answer.cookies
    name, *flags = cookie.split("; ")
    assert name.startswith(f"{HALF}=")
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]
    assert await strict.count("session") == 0


async def test_half_a_log_in_opens_nothing_but_setting_one_up(strict):
    headers = half_of(await strict.log_in("cora"))
    token = headers["Cookie"].partition("=")[2]
    for (method, path), needed in ROUTES.items():
        if needed in (Who.VOLUNTEER, Who.COORDINATOR):
            for sent in (headers, {"Cookie": f"__Host-helpline={token}"}):
                answer = await strict.ask(method, path.format(**ANY), headers=sent)
                assert (answer.status, answer.code) == (401, "signed_out"), path


async def test_who_sets_it_up_is_logged_in_and_asked_for_a_code_from_then_on(strict):
    app, token = await set_up(strict)
    assert await strict.is_signed_in(token)
    asked = await strict.log_in("cora")
    assert (asked.status, asked.json) == (401, {"error": {"code": "second_factor", "ways": ["code"]}})
    assert not asked.cookies
    answer = await enter(strict, "cora", app.code)
    assert answer.status == 204
    assert await strict.is_signed_in(answer.token)


async def test_a_wrong_password_with_a_right_code_is_a_wrong_password(strict):
    app, _ = await set_up(strict)
    sent = {"name": "cora", "password": "not hers", "code": app.code}
    answer = await strict.ask("POST", "/api/session", json=sent)
    assert (answer.status, answer.json) == (401, {"error": {"code": "wrong_credentials"}})
    assert (await enter(strict, "cora", app.code)).status == 204


async def test_a_code_opens_once(strict):
    app, _ = await set_up(strict)
    assert (await enter(strict, "cora", app.code)).status == 204
    again = await enter(strict, "cora", app.code)
    assert (again.status, again.code) == (401, "wrong_credentials")
    strict.clock.advance(seconds=NEXT_CODE)
    assert (await enter(strict, "cora", app.code)).status == 204


async def test_of_two_who_send_one_code_at_once_one_is_in(strict):
    app, _ = await set_up(strict)
    answers = await asyncio.gather(*(enter(strict, "cora", app.code) for _ in range(4)))
    assert sorted(it.status for it in answers) == [204, 401, 401, 401]


async def test_the_code_that_set_it_up_does_not_log_in(strict):
    headers = half_of(await strict.log_in("cora"))
    app, factor = await begin(strict, headers)
    await strict.ask("POST", f"/api/factors/code/{factor}", json={"code": app.code}, headers=headers)
    assert (await enter(strict, "cora", app.code)).code == "wrong_credentials"


@pytest.mark.parametrize("seconds", [-30, 30])
async def test_a_telephone_whose_clock_is_off_by_one_code_is_believed(strict, seconds):
    app, _ = await set_up(strict)
    strict.clock.advance(seconds=60)
    assert (await enter(strict, "cora", app.code_at(seconds))).status == 204


async def test_an_older_code_than_the_last_one_is_refused_though_nobody_used_it(strict):
    app, _ = await set_up(strict)
    strict.clock.advance(seconds=60)
    unused = app.code
    strict.clock.advance(seconds=NEXT_CODE)
    assert (await enter(strict, "cora", app.code)).status == 204
    assert (await enter(strict, "cora", unused)).code == "wrong_credentials"


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "123456\n", 123456, ["123456"]])
async def test_what_is_no_code_is_invalid(strict, code):
    app, _ = await set_up(strict)
    answer = await enter(strict, "cora", code)
    assert (answer.status, answer.code) == (400, "invalid")
    assert app.code


async def test_codes_are_limited_by_name_for_who_knows_the_password_and_for_nobody_else(strict):
    app, _ = await set_up(strict)
    for _ in range(5):
        assert (await enter(strict, "cora", app.wrong)).code == "wrong_credentials"
    refused = await enter(strict, "cora", app.code)
    assert (refused.status, refused.code) == (429, "too_many")
    strict.clock.advance(seconds=refused.json["error"]["retry_seconds"])
    assert (await enter(strict, "cora", app.code)).status == 204


async def test_a_wrong_password_uses_up_no_codes(strict):
    app, _ = await set_up(strict)
    for _ in range(8):
        sent = {"name": "cora", "password": "not hers", "code": app.wrong}
        await strict.ask("POST", "/api/session", json=sent)
    assert (await enter(strict, "cora", app.code)).status == 204


async def test_who_asks_for_a_code_again_and_again_does_not_make_the_name_free(open_house, house):
    """The right password alone is not a log-in, so the tries that came before go on counting."""
    settings = replace(house.settings, staff=StaffLogIns())
    settings = replace(settings, limits=replace(settings.limits, log_ins_name=Bucket(0.1, 4)))
    place = await open_house(replace(house, settings=settings))
    await place.add("cora", Role.COORDINATOR)
    for _ in range(4):
        assert (await place.log_in("cora")).code == "second_factor"
    assert (await place.log_in("cora")).code == "too_many"


async def test_a_volunteer_needs_none_and_may_have_one(strict):
    token = (await strict.log_in("ann")).token
    shown = await strict.ask("GET", "/api/factors", token=token)
    assert shown.json == {"factors": [], "required": False}
    begun = await strict.ask("POST", "/api/factors/code", json={"password": PASSWORD}, token=token)
    app = App(strict, begun.json["secret"])
    path = f"/api/factors/code/{begun.json['factor']}"
    assert (await strict.ask("POST", path, json={"code": app.wrong}, token=token)).code == "wrong_code"
    assert (await strict.log_in("ann")).status == 204
    assert (await strict.ask("POST", path, json={"code": app.code}, token=token)).status == 204
    assert (await strict.log_in("ann")).code == "second_factor"
    (factor,) = (await strict.ask("GET", "/api/factors", token=token)).json["factors"]
    assert factor["kind"] == "code"
    gone = await strict.ask("POST", f"/api/factors/{factor['factor']}/remove", json={"password": PASSWORD}, token=token)
    assert gone.status == 204
    assert (await strict.log_in("ann")).status == 204


async def test_a_desk_that_was_left_open_changes_nothing_without_the_password(strict):
    app, token = await set_up(strict)
    for sent, code in (({}, "invalid"), ({"password": "not hers"}, "wrong_credentials")):
        answer = await strict.ask("POST", "/api/factors/code", json=sent, token=token)
        assert answer.code == code
        (factor,) = (await strict.ask("GET", "/api/factors", token=token)).json["factors"]
        path = f"/api/factors/{factor['factor']}/remove"
        assert (await strict.ask("POST", path, json=sent, token=token)).code == code
    assert (await enter(strict, "cora", app.code)).status == 204


async def test_the_last_one_of_a_coordinator_stays(strict):
    _, token = await set_up(strict)
    (factor,) = (await strict.ask("GET", "/api/factors", token=token)).json["factors"]
    path = f"/api/factors/{factor['factor']}/remove"
    answer = await strict.ask("POST", path, json={"password": PASSWORD}, token=token)
    assert (answer.status, answer.code) == (409, "last_factor")
    assert (await strict.log_in("cora")).json["error"]["ways"] == ["code"]


async def test_one_person_removes_nothing_of_another(strict):
    _, of_cora = await set_up(strict)
    _, of_dirk = await set_up(strict, "dirk")
    (factor,) = (await strict.ask("GET", "/api/factors", token=of_cora)).json["factors"]
    path = f"/api/factors/{factor['factor']}/remove"
    assert (await strict.ask("POST", path, json={"password": PASSWORD}, token=of_dirk)).status == 204
    assert (await strict.log_in("cora")).json["error"]["ways"] == ["code"]


async def test_half_a_log_in_ends_after_ten_minutes_and_with_the_first_step_that_works(strict):
    headers = half_of(await strict.log_in("cora"))
    strict.clock.advance(minutes=10, seconds=1)
    assert (await strict.ask("GET", "/api/factors", headers=headers)).code == "signed_out"
    one, other = half_of(await strict.log_in("cora")), half_of(await strict.log_in("cora"))
    app, factor = await begin(strict, one)
    await strict.ask("POST", f"/api/factors/code/{factor}", json={"code": app.code}, headers=one)
    for spent in (one, other):
        assert (await strict.ask("POST", "/api/factors/code", json={}, headers=spent)).code == "signed_out"


async def test_half_a_log_in_ends_with_logging_out_and_with_the_account(strict):
    headers = half_of(await strict.log_in("cora"))
    gone = await strict.ask("DELETE", "/api/session", headers=headers)
    assert [it.partition("=")[0] for it in gone.cookies] == ["__Host-helpline", HALF]
    assert (await strict.ask("GET", "/api/factors", headers=headers)).code == "signed_out"
    headers = half_of(await strict.log_in("cora"))
    await strict.disable("cora")
    assert (await strict.ask("GET", "/api/factors", headers=headers)).code == "signed_out"


async def test_what_was_planted_before_does_not_become_the_log_in(strict):
    planted = (await strict.log_in("ann")).token
    headers = half_of(await strict.log_in("cora"))
    app, factor = await begin(strict, headers)
    both = {"Cookie": f"{headers['Cookie']}; __Host-helpline={planted}"}
    answer = await strict.ask("POST", f"/api/factors/code/{factor}", json={"code": app.code}, headers=both)
    fresh = next(it for it in answer.cookies if it.startswith("__Host-helpline=")).partition(";")[0].partition("=")[2]
    assert fresh not in (planted, headers["Cookie"].partition("=")[2])
    assert not await strict.is_signed_in(planted)
    assert await strict.is_signed_in(fresh)


async def test_a_second_coordinator_sets_it_back_and_it_stands_in_the_audit(strict):
    _, of_cora = await set_up(strict)
    _, of_dirk = await set_up(strict, "dirk")
    cora, dirk = await staff_id(strict, "cora"), await staff_id(strict, "dirk")
    people = (await strict.ask("GET", "/api/factors/people", token=of_dirk)).json["people"]
    assert {(it["id"], it["factors"], it["mine"]) for it in people if it["role"] == "coordinator"} == {
        (cora, 1, False),
        (dirk, 1, True),
    }
    path = f"/api/factors/people/{cora}/reset"
    assert (await strict.ask("POST", path, json={"password": PASSWORD}, token=of_dirk)).status == 204
    assert not await strict.is_signed_in(of_cora)
    assert (await strict.log_in("cora")).json["error"]["ways"] == []
    assert (await audit(strict))[-1] == ("factor_reset", dirk, cora)


async def test_nobody_sets_back_their_own_and_no_volunteer_anybodys(strict):
    _, token = await set_up(strict)
    cora = await staff_id(strict, "cora")
    own = await strict.ask("POST", f"/api/factors/people/{cora}/reset", json={"password": PASSWORD}, token=token)
    assert (own.status, own.code) == (403, "forbidden")
    assert await strict.is_signed_in(token)
    ann = (await strict.log_in("ann")).token
    answer = await strict.ask("POST", f"/api/factors/people/{cora}/reset", json={"password": PASSWORD}, token=ann)
    assert answer.code == "forbidden"
    assert (await strict.log_in("cora")).json["error"]["ways"] == ["code"]


async def test_the_technician_sets_it_back_without_a_name_in_the_audit(strict):
    await set_up(strict)
    cora = await staff_id(strict, "cora")
    await carry_out(strict.store, lambda work: reset_factors(cora, None, work=work, now=strict.clock.now()))
    assert (await audit(strict))[-1] == ("factor_reset", None, cora)


async def test_the_database_does_not_hold_the_secret(strict):
    app, _ = await set_up(strict)
    async with strict.store.look() as records:
        kept = (await records.connection.exec_driver_sql("SELECT secret FROM factor")).scalars().all()
    assert kept
    assert not any(app.secret.encode() in it for it in kept)


async def test_configured_off_who_has_one_is_still_asked(strict, open_house, house):
    app, _ = await set_up(strict)
    off = await open_house(replace(house, store=strict.store, clock=strict.clock, codes=strict.house.codes))
    assert (await off.log_in("dirk")).status == 204
    assert (await off.log_in("cora")).code == "second_factor"
    assert (await enter(off, "cora", app.code)).status == 204


async def test_configured_for_everybody_a_volunteer_needs_one_too(open_house, house):
    settings = replace(house.settings, staff=StaffLogIns(second_factor="everybody"))
    place = await open_house(replace(house, settings=settings))
    await place.add("ann")
    assert (await place.log_in("ann")).json["error"] == {"code": "second_factor", "ways": []}


async def test_of_two_nodes_that_read_before_either_wrote_one_takes_the_code(strict):
    """What each read says that the code is new; the row says who was first."""
    await set_up(strict)
    cora, now = await staff_id(strict, "cora"), strict.clock.now()
    async with strict.store.look() as records:
        (factor,) = await records.factors.of(cora)
    step = factor.counter + 1
    taken = [await carry_out(strict.store, lambda work: work.factors.use(factor.id, step, now)) for _ in range(2)]
    assert taken == [True, False]

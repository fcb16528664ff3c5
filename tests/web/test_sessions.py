"""Logging in and out, and what a log-in's cookie is worth."""

from __future__ import annotations

from dataclasses import replace

from helpline.actions.accounts import enable_staff, set_password
from helpline.actions.carry_out import carry_out
from helpline.core.staff import Duty, Role, Status, token_hash
from tests.web.place import COOKIE, PASSWORD, with_web


async def test_the_right_password_gives_a_cookie_and_nothing_else(place):
    answer = await place.log_in()
    assert (answer.status, answer.body) == (204, b"")
    assert await place.is_signed_in(answer.token)


async def test_on_https_the_cookie_is_for_this_host_alone_and_for_no_script(place):
    (cookie,) = (await place.log_in()).cookies
    name, *flags = cookie.split("; ")
    assert name.startswith(COOKIE + "=")
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]


async def test_on_http_the_cookie_has_a_name_without_the_promise(open_house, house):
    origins = ("http://localhost:8080", "http://127.0.0.1:8080")
    plain = await open_house(replace(house, settings=with_web(house.settings, origins=origins)))
    await plain.add("ann")
    answer = await plain.log_in(origin=origins[0])
    name, *flags = answer.cookies[0].split("; ")
    assert name.startswith("helpline=")
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=Strict"]
    form = await plain.ask("GET", "/api/form", headers={"Cookie": f"helpline={answer.token}"})
    assert form.status == 200


async def test_on_https_a_cookie_without_the_promise_is_nobody(place):
    token = (await place.log_in()).token
    answer = await place.ask("GET", "/api/form", headers={"Cookie": f"helpline={token}"})
    assert (answer.status, answer.code) == (401, "signed_out")


async def test_a_wrong_password_and_an_unknown_name_are_answered_alike(place):
    wrong = await place.log_in("ann", "not hers")
    unknown = await place.log_in("zoe", "not hers")
    assert (wrong.status, wrong.json) == (401, {"error": {"code": "wrong_credentials"}})
    assert (unknown.status, unknown.json) == (wrong.status, wrong.json)
    assert wrong.headers.keys() == unknown.headers.keys()
    assert not wrong.cookies


async def test_a_wrong_password_an_unknown_name_and_a_closed_account_cost_the_same(place):
    await place.disable("ben")
    for name in ("ann", "zoe", "ben"):
        place.passwords.compared.clear()
        await place.log_in(name, "not theirs")
        assert [password for _, password in place.passwords.compared] == ["not theirs"]


async def test_only_the_hash_of_the_token_is_kept(place):
    token = (await place.log_in()).token
    async with place.store.look() as records:
        rows = (await records.connection.exec_driver_sql("SELECT token_hash FROM session")).scalars().all()
    assert rows == [token_hash(token)]


async def test_a_token_is_worth_nothing_after_logging_out(place):
    token = (await place.log_in()).token
    gone = await place.ask("DELETE", "/api/session", token=token)
    assert gone.status == 204
    assert gone.cookies == [f'{COOKIE}=""; HttpOnly; Max-Age=0; Path=/; SameSite=Strict; Secure']
    assert not await place.is_signed_in(token)
    assert (await place.ask("DELETE", "/api/session", token=token)).status == 204
    assert not await place.is_signed_in(token)


async def test_logging_out_ends_one_log_in_and_not_the_others(place):
    one, other = (await place.log_in()).token, (await place.log_in()).token
    await place.ask("DELETE", "/api/session", token=one)
    assert await place.is_signed_in(other)


async def test_a_disabled_person_is_out_at_once_and_stays_out(place):
    token = (await place.log_in("ben")).token
    await place.disable("ben")
    assert not await place.is_signed_in(token)
    assert (await place.log_in("ben")).code == "wrong_credentials"


async def test_an_account_that_is_opened_again_does_not_revive_the_log_in_of_before(place):
    token = (await place.log_in("ben")).token
    await place.disable("ben")
    await carry_out(place.store, lambda work: enable_staff("ben", work=work))
    assert not await place.is_signed_in(token)
    assert await place.is_signed_in((await place.log_in("ben")).token)


async def test_a_new_password_ends_every_log_in_of_that_person_and_no_other(place):
    mine, other = (await place.log_in("ben")).token, (await place.log_in("ann")).token
    hashed = await place.passwords.hash("een ander wachtwoord")
    now = place.clock.now()
    await carry_out(place.store, lambda work: set_password("ben", hashed, work=work, now=now))
    assert [await place.is_signed_in(token) for token in (mine, other)] == [False, True]


async def test_each_log_in_counts_as_who_its_person_is_now(place):
    token = (await place.log_in("cora")).token
    assert (await place.ask("GET", "/api/audit", token=token)).status == 200
    async with place.store.begin() as work:
        cora = await work.people.named("cora")
        await work.people.save(replace(cora, role=Role.VOLUNTEER))
        await work.commit()
    assert (await place.ask("GET", "/api/audit", token=token)).code == "forbidden"


async def test_a_token_means_something_in_its_own_cookie_alone(place):
    token = (await place.log_in()).token
    for headers in (
        {"Authorization": f"Bearer {token}"},
        {"X-Session": token},
        {"Cookie": f"__Host-helpline-half={token}"},
        {"Cookie": f"__Secure-helpline={token}; helpline={token}"},
        {"Cookie": f"{COOKIE}={token}A"},
        {"Cookie": f"{COOKIE}={token.swapcase()}"},
    ):
        assert (await place.ask("GET", "/api/form", headers=headers)).code == "signed_out"
    assert (await place.ask("GET", f"/api/form?{COOKIE}={token}")).code == "signed_out"


async def test_no_answer_but_that_of_logging_in_sets_a_cookie(place):
    token = (await place.log_in()).token
    for path in ("/", "/desk", "/api/form", "/api/topics", "/nothing"):
        assert not (await place.ask("GET", path, token=token)).cookies
    assert not (await place.log_in("ann", "wrong", token=token)).cookies


async def test_logging_in_ends_what_the_browser_held_before(place):
    planted = (await place.log_in("ben")).token
    fresh = (await place.log_in("ann", token=planted)).token
    assert fresh != planted
    assert not await place.is_signed_in(planted)
    assert await place.is_signed_in(fresh)


async def test_a_token_that_somebody_made_up_does_not_become_a_log_in(place):
    made_up = "A" * 43
    fresh = (await place.log_in("ann", token=made_up)).token
    assert fresh != made_up
    assert not await place.is_signed_in(made_up)


async def test_a_failed_log_in_leaves_the_one_before_as_it_is(place):
    token = (await place.log_in()).token
    await place.log_in("ann", "wrong", token=token)
    assert await place.is_signed_in(token)


async def test_a_log_in_ends_after_half_an_hour_of_nothing(place):
    token = (await place.log_in()).token
    place.clock.advance(minutes=29)
    assert await place.is_signed_in(token)
    place.clock.advance(minutes=30, seconds=1)
    assert not await place.is_signed_in(token)


async def test_a_log_in_ends_after_twelve_hours_of_work(place):
    token = (await place.log_in()).token
    for _ in range(36):
        place.clock.advance(minutes=20)
        assert await place.is_signed_in(token)
    place.clock.advance(minutes=1)
    assert not await place.is_signed_in(token)


async def test_logging_out_steps_away_from_the_desk(place):
    ann = await place.add("anna")
    token = (await place.log_in("anna")).token
    async with place.store.begin() as work:
        now = place.clock.now()
        await work.people.put_duty(Duty(staff=ann.id, status=Status.AVAILABLE, idle_since=now, node="here"))
        await work.commit()
    await place.ask("DELETE", "/api/session", token=token)
    async with place.store.look() as records:
        duty = await records.people.duty(ann.id)
    assert duty is not None
    assert duty.status is Status.AWAY


async def test_a_made_up_cookie_writes_nothing(place):
    woken = []
    place.store._wakeups.subscribe(woken.append)
    for token in ("A" * 43, "x", "é", "A" * 5_000, ""):
        assert (await place.ask("DELETE", "/api/session", token=token)).status == 204
    assert woken == []


async def test_a_coordinator_may_see_the_form_too(place):
    token = (await place.log_in("cora", PASSWORD)).token
    assert (await place.ask("GET", "/api/form", token=token)).json["fields"]
    assert (await place.ask("HEAD", "/api/form", token=token)).status == 200
    assert (await place.ask("HEAD", "/api/form")).status == 401


async def test_who_unlocks_their_own_desk_stays_as_they_stand(place):
    """With a window open, the same person's next log-in ends the session before it and nothing else."""
    before = (await place.log_in("ann")).token
    store, now = place.house.store, place.house.clock.now()
    async with store.look() as records:
        ann = await records.people.named("ann")
    assert ann is not None

    async def stand(work):
        await work.people.put_duty(Duty(staff=ann.id, status=Status.AVAILABLE, idle_since=now, node="here"))

    await carry_out(store, stand)
    after = await place.log_in("ann", headers={"Cookie": f"{COOKIE}={before}"})
    assert after.status == 204
    assert not await place.is_signed_in(before)
    async with store.look() as records:
        duty = await records.people.duty(ann.id)
    assert duty is not None
    assert duty.status is Status.AVAILABLE

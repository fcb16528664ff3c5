"""An app on somebody's telephone that shows codes, and a coordinator who has one."""

from __future__ import annotations

from dataclasses import dataclass

from pyotp import TOTP

from tests.web.place import Answer, Place

HALF = "__Host-helpline-half"
NEXT_CODE = 30
"""Seconds."""


@dataclass
class App:
    """What somebody holds beside their password."""

    place: Place
    secret: str

    @property
    def code(self) -> str:
        return self.code_at(0)

    def code_at(self, seconds: int) -> str:
        """What a telephone shows whose clock is so far ahead."""
        return TOTP(self.secret).at(int(self.place.clock.now().timestamp()) + seconds)

    @property
    def wrong(self) -> str:
        """No code of about now."""
        now = int(self.place.clock.now().timestamp())
        shown = {TOTP(self.secret).at(now + NEXT_CODE * step) for step in range(-3, 4)}
        return next(code for code in ("000000", "111111", "222222", "333333", "444444") if code not in shown)


def half_of(answer: Answer) -> dict[str, str]:
    """The cookie of whoever must set up a second step first."""
    (cookie,) = (it for it in answer.cookies if it.startswith(HALF))
    return {"Cookie": cookie.partition(";")[0]}


async def begin(place: Place, headers: dict[str, str]) -> tuple[App, str]:
    """An app is given its secret; answers with what it is called as well."""
    answer = await place.ask("POST", "/api/factors/code", json={}, headers=headers)
    assert answer.status == 200, answer
    return App(place, answer.json["secret"]), answer.json["factor"]


async def set_up(place: Place, name: str = "cora") -> tuple[App, str]:
    """Somebody who must have one sets it up at the first log-in; answers with the token of that log-in as well."""
    headers = half_of(await place.log_in(name))
    app, factor = await begin(place, headers)
    answer = await place.ask("POST", f"/api/factors/code/{factor}", json={"code": app.code}, headers=headers)
    assert answer.status == 204, answer
    token = next(it for it in answer.cookies if it.startswith("__Host-helpline="))
    place.clock.advance(seconds=NEXT_CODE)
    return app, token.partition(";")[0].partition("=")[2]


async def enter(place: Place, name: str, code: str) -> Answer:
    """Log in with a code."""
    return await place.ask("POST", "/api/session", json={"name": name, "password": PASSWORD_OF_ALL, "code": code})


PASSWORD_OF_ALL = "paard-batterij-nietje"

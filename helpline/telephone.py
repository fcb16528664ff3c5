"""The telephone of a node: the line that the settings name, who attends to it, and how a browser becomes a phone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from aiohttp import ClientSession

from helpline.core.prompts import CATALOGUE
from helpline.ports import Clock, Line, Pseudonyms, Receiver, Store
from helpline.realtime.house import House, Telephone
from helpline.settings import Settings
from helpline.telephony.ari import Ari, always
from helpline.telephony.ari_wishes import Ways
from helpline.telephony.asterisk import AsteriskLine
from helpline.telephony.booth import Booth
from helpline.telephony.ice import servers
from helpline.telephony.passwords import PhonePasswords
from helpline.telephony.phones import BROWSER, TELEPHONE
from helpline.telephony.practice import PracticeLine
from helpline.telephony.secret_files import ARI, TURN, read_secret
from helpline.telephony.switchboard import Switchboard

PHONE = "phone"
"""What a process serves that attends to the telephone, and to nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """run: attends to it, in one process at a time · heed: told of every wake-up · practice, receiver: its other side,
    where it has one · is_up: whether the PBX answers; null where the line has none."""

    line: Line
    telephone: Telephone
    run: Callable[[], Awaitable[None]]
    heed: Callable[[Collection[str]], None] = lambda topics: None
    practice: PracticeLine | None = None
    receiver: Receiver | None = None
    is_up: Callable[[], bool] | None = None


@asynccontextmanager
async def open_line(
    settings: Settings, store: Store, clock: Clock, may: Callable[[], bool] = always
) -> AsyncIterator[OpenLine | None]:
    """The line that the settings name; null for none. may: is it our turn to attend to it?

    Raises:
        KeyProblem: the password for Asterisk is missing or damaged.
    """
    if settings.telephone.line == "practice":
        yield _practice(store, clock, may)
    elif settings.telephone.line == "asterisk":
        password = await asyncio.to_thread(read_secret, settings.places.keys, ARI)
        turn = await asyncio.to_thread(_turn_secret, settings)
        passwords = await asyncio.to_thread(PhonePasswords, settings.places.keys)
        async with ClientSession() as session:
            yield _asterisk(settings, session, password, passwords, turn, may)
    else:
        yield None


def attends(settings: Settings, faces: Collection[str]) -> bool:
    """Does a process with these faces attend to the telephone, when it is its turn?"""
    by_itself = settings.places.is_sqlite or settings.telephone.attended_by == "serve"
    return PHONE in faces or (by_itself and "child" in faces)


async def attend(opened: OpenLine, board: Switchboard) -> None:
    """The line and who attends to it, until one of them fails; then what stands is found anew.

    Raises:
        TryAgain: the database is away.
    """
    board.forget_what_was_told()
    parts = [asyncio.ensure_future(part) for part in (board.run(), opened.run())]
    try:
        done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for part in parts:
            part.cancel()
        await asyncio.wait(parts)
    for part in done:
        part.result()


def _turn_secret(settings: Settings) -> str:
    """Empty where no TURN server is named."""
    if any(url.startswith("turn") for url in settings.telephone.ice_servers):
        return read_secret(settings.places.keys, TURN)
    return ""


def _practice(store: Store, clock: Clock, may: Callable[[], bool]) -> OpenLine:
    line = PracticeLine(CATALOGUE)
    booth = Booth(line, store, clock, may)
    telephone = Telephone(lend=booth.lend, is_practice=True)
    return OpenLine(line=line, telephone=telephone, run=booth.run, heed=booth.heed, practice=line, receiver=booth)


def _asterisk(
    settings: Settings,
    session: ClientSession,
    password: str,
    passwords: PhonePasswords,
    turn: str,
    may: Callable[[], bool],
) -> OpenLine:
    it = settings.telephone
    ari = Ari(session, it.ari_url, it.ari_app, it.ari_user, password, may)
    kind = BROWSER if it.phones == "browser" else TELEPHONE
    line = AsteriskLine(ari, Ways(name=settings.helpline.name), kind, passwords.of)
    telephone = Telephone(lend=line.credentials, is_practice=False, ice_servers=partial(servers, it.ice_servers, turn))
    return OpenLine(line=line, telephone=telephone, run=line.run, is_up=lambda: line.is_up)


def switchboard_of(
    house: House,
    opened: OpenLine,
    pseudonyms: Pseudonyms,
    pressed: Callable[[str, str], None],
    follow: Callable[[str, bool], None],
    may: Callable[[], bool] = always,
) -> Switchboard:
    """Who attends to the line. pressed: who is told of a key, by conversation · follow: so that other nodes wake it ·
    may: is it still our turn?"""
    return Switchboard(
        opened.line,
        store=house.store,
        vault=house.vault,
        rules=house.rules,
        clock=house.clock,
        pseudonyms=pseudonyms,
        service=lambda: house.line.service,
        dials=house.settings.dials,
        pressed=pressed,
        follow=follow,
        may=may,
        is_practice=opened.practice is not None,
    )

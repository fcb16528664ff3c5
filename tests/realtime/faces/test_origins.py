"""Which pages may open a socket to either face: ours, whatever a proxy says, and what is no browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_network

import pytest

from helpline.settings import Settings
from tests.realtime.faces.clients import ChildClient, DeskClient, Refused
from tests.realtime.faces.conftest import Open
from tests.realtime.faces.evening import OURS, Evening
from tests.web.place import FORWARDED, origins_beside

ORIGINS = origins_beside(OURS)


def trusting(is_trusted: bool) -> Callable[[Settings], Settings]:
    """Whether whoever asks from this machine is our proxy."""
    trusted = (ip_network("127.0.0.1/32"),) if is_trusted else ()
    return lambda settings: replace(settings, web=replace(settings.web, trusted_proxies=trusted))


async def heard(evening: Evening, face: type[ChildClient | DeskClient], headers: dict[str, str]) -> str:
    """What whoever connects is told."""
    try:
        client = await face.open(evening.http, headers=headers)
    except Refused as refused:
        return refused.code
    await client.close()
    return "welcome"


@pytest.mark.parametrize("is_trusted", [False, True], ids=["no proxy is trusted", "the proxy is trusted"])
async def test_whatever_a_proxy_says_no_other_page_opens_a_socket(open_line: Open, is_trusted: bool):
    async with open_line(trusting(is_trusted)) as evening:
        cookie = {"Cookie": await evening.log_in("ann")}
        answers = {
            (called, said, face.namespace): await heard(
                evening, face, ({} if origin is None else {"Origin": origin}) | forwarded | cookie
            )
            for called, origin in ORIGINS.items()
            for said, forwarded in FORWARDED.items()
            for face in (ChildClient, DeskClient)
        }
    assert len(answers) == 60
    # no browser leaves it out of a handshake, so that what does is none, and has no cookie of anybody else's browser
    assert answers == {it: "welcome" if it[0] in ("own", "absent") else "origin" for it in answers}

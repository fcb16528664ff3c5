"""The phones of volunteers at Asterisk: told over ARI, kept in memory there, told again after it restarted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from helpline.core.line import OWN_ID
from helpline.ports import Credentials
from helpline.telephony.ari import Ari

Kind = Mapping[str, str]
"""Fields of an endpoint, as `pjsip.conf` knows them."""

_EVERY = {
    "context": "helpline-phone",
    "disallow": "all",
    "direct_media": "no",
    "trust_id_outbound": "no",
    "send_pai": "no",
    "send_rpid": "no",
    "send_connected_line": "no",
    "send_diversion": "no",
    "callerid_privacy": "prohib",
    "rtp_timeout": "10",
}

_MARK = "accountcode"
"""Holds the name of our application, so that we know a phone of ours again; Asterisk keeps no accounts for us."""

BROWSER: Kind = MappingProxyType(
    {
        "transport": "transport-ws",
        "webrtc": "yes",
        "dtls_auto_generate_cert": "yes",
        "allow": "alaw,ulaw",
    }
)
TELEPHONE: Kind = MappingProxyType({"transport": "transport-sip", "allow": "alaw,ulaw"})
"""One that speaks SIP by itself, on the network of the helpline."""


class Phones:
    """Which phones can be rung once they register, and which did. password: of a phone, the same in every process."""

    def __init__(self, ari: Ari, kind: Kind, password: Callable[[str], str]) -> None:
        self._ari = ari
        self._kind = {**_EVERY, _MARK: ari.app, **kind}
        self._password = password
        self._admitted: set[str] = set()
        self.online: set[str] = set()

    async def lend(self, phone: str) -> Credentials:
        """It may register from now on, and a registration that there is stays."""
        if not OWN_ID.fullmatch(phone):
            raise ValueError("no name of a phone")
        it = Credentials(phone, self._password(phone))
        await self._put("auth", phone, {"auth_type": "userpass", "username": phone, "password": it.password})
        if not await self._is_known(phone):
            await self._put("aor", phone, {"max_contacts": "1", "remove_existing": "yes", "qualify_frequency": "0"})
            await self._put("endpoint", phone, {**self._kind, "auth": phone, "aors": phone})
        return it

    async def admit(self, phone: str) -> bool:
        """Hear of it from now on; true when it is online and nobody knew."""
        if phone in self._admitted:
            return False
        self._admitted.add(phone)
        await self.lend(phone)
        return await self._is_found_online(phone)

    async def forbid(self, phone: str) -> bool:
        """It may register no more; true when it was online."""
        self._admitted.discard(phone)
        await self._take_away(phone)
        was_online = phone in self.online
        self.online.discard(phone)
        return was_online

    def but(self, phones: Collection[str]) -> list[str]:
        """Those admitted beside these."""
        return sorted(self._admitted.difference(phones))

    def changed(self, phone: str, *, is_online: bool) -> bool:
        """Asterisk says so; true when it is news."""
        if phone not in self._admitted or is_online == (phone in self.online):
            return False
        (self.online.add if is_online else self.online.discard)(phone)
        return True

    async def find(self) -> None:
        """What there is, also of an earlier process of ours: who is registered stays so, and who talks talks on."""
        self.online.clear()
        status, found = await self._ari.send("GET /endpoints/PJSIP")
        names = [it["resource"] for it in found] if status == HTTPStatus.OK and isinstance(found, list) else []
        for phone in names:
            if OWN_ID.fullmatch(phone) and (phone in self._admitted or await self._is_ours(phone)):
                self._admitted.add(phone)
        for phone in tuple(self._admitted):
            await self.lend(phone)
            await self._is_found_online(phone)

    async def _is_ours(self, phone: str) -> bool:
        _, fields = await self._ari.send("GET /asterisk/config/dynamic/res_pjsip/endpoint/{}", phone)
        mark = {"attribute": _MARK, "value": self._ari.app}
        return isinstance(fields, list) and mark in fields

    async def _is_found_online(self, phone: str) -> bool:
        """True when that is news. Who registers from this moment on is told of."""
        await self._hear_no_more_of(phone)
        await self._hear_of(phone)
        if phone in self.online or not await self._is_known(phone, state="online"):
            return False
        self.online.add(phone)
        return True

    async def _is_known(self, phone: str, state: str | None = None) -> bool:
        status, found = await self._ari.send("GET /endpoints/PJSIP/{}", phone)
        if status != HTTPStatus.OK or not isinstance(found, dict):
            return False
        return state is None or found["state"] == state

    async def _hear_of(self, phone: str) -> None:
        """Of this phone alone: with all of them would come the calls from outside, before their number is hidden."""
        source = f"endpoint:PJSIP/{phone}"
        await self._ari.send("POST /applications/{}/subscription", self._ari.app, eventSource=source)

    async def _hear_no_more_of(self, phone: str) -> None:
        """Asterisk counts how often it was asked; what is left it keeps for this phone, and not for the next of that
        name."""
        source = f"endpoint:PJSIP/{phone}"
        await self._ari.send("DELETE /applications/{}/subscription", self._ari.app, eventSource=source)

    async def _put(self, kind: str, name: str, fields: dict[str, str]) -> None:
        body: dict[str, Any] = {"fields": [{"attribute": key, "value": value} for key, value in fields.items()]}
        await self._ari.send("PUT /asterisk/config/dynamic/res_pjsip/{}/{}", kind, name, body=body)

    async def _take_away(self, phone: str) -> None:
        await self._hear_no_more_of(phone)
        for kind in ("endpoint", "aor", "auth"):
            await self._ari.send("DELETE /asterisk/config/dynamic/res_pjsip/{}/{}", kind, phone)

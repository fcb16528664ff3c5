"""The phones of volunteers at Asterisk: told over ARI, kept in memory there, told again after it restarted."""

from __future__ import annotations

from collections.abc import Mapping
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
    """Which phones may register, and which did."""

    def __init__(self, ari: Ari, kind: Kind) -> None:
        self._ari = ari
        self._kind = {**_EVERY, _MARK: ari.app, **kind}
        self._allowed: dict[str, Credentials] = {}
        self.online: set[str] = set()

    async def allow(self, it: Credentials) -> None:
        """From now on, with these alone."""
        if not OWN_ID.fullmatch(it.phone):
            raise ValueError("no name of a phone")
        if it.phone in self._allowed:
            await self._take_away(it.phone)
        self._allowed[it.phone] = it
        await self._tell(it)

    async def forbid(self, phone: str) -> bool:
        """Not any more, also when an earlier process allowed it; true when it was online."""
        self._allowed.pop(phone, None)
        await self._take_away(phone)
        was_online = phone in self.online
        self.online.discard(phone)
        return was_online

    def changed(self, phone: str, *, is_online: bool) -> bool:
        """Asterisk says so; true when it is news."""
        if phone not in self._allowed or is_online == (phone in self.online):
            return False
        (self.online.add if is_online else self.online.discard)(phone)
        return True

    async def forbid_unknown(self) -> None:
        """Whom an earlier process of ours allowed may not register any more: nobody knows whose phone it was."""
        status, found = await self._ari.send("GET /endpoints/PJSIP")
        for endpoint in found if status == HTTPStatus.OK and isinstance(found, list) else ():
            phone = endpoint["resource"]
            if OWN_ID.fullmatch(phone) and phone not in self._allowed and await self._is_ours(phone):
                await self._take_away(phone)

    async def _is_ours(self, phone: str) -> bool:
        _, fields = await self._ari.send("GET /asterisk/config/dynamic/res_pjsip/endpoint/{}", phone)
        mark = {"attribute": _MARK, "value": self._ari.app}
        return isinstance(fields, list) and mark in fields

    async def tell_again(self) -> None:
        """Asterisk may have forgotten: tell what it does not know, and find out who is online."""
        self.online.clear()
        for phone, it in tuple(self._allowed.items()):
            if not await self._is_known(phone):
                await self._tell(it)
                continue
            await self._hear_no_more_of(phone)
            await self._hear_of(phone)
            if await self._is_known(phone, state="online"):
                self.online.add(phone)

    async def _is_known(self, phone: str, state: str | None = None) -> bool:
        status, found = await self._ari.send("GET /endpoints/PJSIP/{}", phone)
        if status != HTTPStatus.OK or not isinstance(found, dict):
            return False
        return state is None or found["state"] == state

    async def _tell(self, it: Credentials) -> None:
        name = it.phone
        await self._put("auth", name, {"auth_type": "userpass", "username": name, "password": it.password})
        await self._put("aor", name, {"max_contacts": "1", "remove_existing": "yes", "qualify_frequency": "0"})
        await self._put("endpoint", name, {**self._kind, "auth": name, "aors": name})
        await self._hear_of(name)

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

"""What a volunteer's browser may say to the PBX: that it is its own phone, and what belongs to the calls that reach it.

It rings nobody: who is rung is decided elsewhere. Read as strictly as SIP allows (RFC 3261, 7 and 20), so that the PBX
cannot read anything else in it than was read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KEEP_ALIVE = "\r\n\r\n"
"""What keeps a connection open, and no message (RFC 5626, 3.5.1)."""

IN_A_CALL = frozenset({"ACK", "BYE", "CANCEL", "INFO", "INVITE", "OPTIONS", "PRACK", "UPDATE"})
_CREDENTIALS = ("authorization", "proxy-authorization")
_SHORT = {"f": "from", "t": "to", "l": "content-length"}
_REQUEST = re.compile(r"([A-Z]+) \S+ SIP/2\.0")
_ANSWER = re.compile(r"SIP/2\.0 [1-6][0-9]{2} [^\r\n]*")
_HEADER = re.compile(r"([A-Za-z0-9.-]+)[ \t]*:[ \t]*([^\r\n]*)")
_WHO = re.compile(r'(?:"[^"\\]*"|[A-Za-z0-9 ]*)[ ]*<sips?:([^@<>;:]+)@[^<>]*>(;.*)?')
_USERNAME = re.compile(r'username\s*=\s*"?([^",]*)"?', re.IGNORECASE)
_TAG = re.compile(r";\s*tag\s*=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Message:
    method: str | None
    headers: dict[str, list[str]]


def names_a_phone(said: str) -> bool:
    """Does it register, or log in to ask something else?"""
    return said.startswith("REGISTER ") or "authorization" in said.lower()


def may_pass(said: str, phone: str | None) -> bool:
    """May a browser with this phone say it? Without a phone it may not register."""
    if said == KEEP_ALIVE:
        return True
    message = _read(said)
    if message is None:
        return False
    given = [it for of in _CREDENTIALS for it in message.headers.get(of, ())]
    names = {name for it in given for name in _USERNAME.findall(it)}
    if names - {phone}:
        return False
    if message.method == "REGISTER":
        return phone is not None and _who(message, "from") == _who(message, "to") == phone
    if message.method == "INVITE":
        return bool(_TAG.search(message.headers["to"][0]))
    return message.method is None or message.method in IN_A_CALL


def _read(said: str) -> _Message | None:
    """One whole message with nothing behind it, or null."""
    head, found, body = said.partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    request = _REQUEST.fullmatch(first)
    if not found or not (request or _ANSWER.fullmatch(first)):
        return None
    headers: dict[str, list[str]] = {}
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header is None:  # also a header that goes on in the next line
            return None
        name = header[1].lower()
        headers.setdefault(_SHORT.get(name, name), []).append(header[2].strip())
    once = all(len(headers.get(name, ())) == 1 for name in ("from", "to", "content-length"))
    if not once or headers["content-length"] != [str(len(body.encode()))]:
        return None
    return _Message(request[1] if request else None, headers)


def _who(message: _Message, header: str) -> str | None:
    found = _WHO.fullmatch(message.headers[header][0])
    return found[1] if found else None

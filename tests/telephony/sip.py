"""Reads and writes what SIP needs of a telephone, and no more."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

MULTIPLE = ("via", "record-route")


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer. first: its first line · headers: names in small letters."""

    first: str
    headers: list[tuple[str, str]]
    body: str

    @property
    def method(self) -> str:
        """Of a request; of an answer, the request that it answers."""
        return self["cseq"].split()[1] if self.status else self.first.split()[0]

    @property
    def status(self) -> int:
        """Of an answer; 0 of a request."""
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0 ") else 0

    def __getitem__(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")


def parse(data: bytes) -> Message | None:
    """A message, or null for what keeps a connection open."""
    head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    if not lines:
        return None
    pairs = (line.partition(":") for line in lines)
    return Message(first, [(name.strip().lower(), value.strip()) for name, _, value in pairs], body)


def written(first: str, headers: list[tuple[str, str]], body: str = "") -> bytes:
    """As it goes over the wire."""
    content = [("Content-Type", "application/sdp")] if body else []
    lines = [f"{name}: {value}" for name, value in [*headers, *content, ("Content-Length", str(len(body.encode())))]]
    return "\r\n".join([first, *lines, "", body]).encode("utf-8", "surrogateescape")


def offered(address: str, port: int) -> str:
    """A-law and keys."""
    lines = [
        *("v=0", f"o=- 1 1 IN IP4 {address}", "s=-", f"c=IN IP4 {address}", "t=0 0", f"m=audio {port} RTP/AVP 8 101"),
        *("a=rtpmap:8 PCMA/8000", "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15", "a=ptime:20", "a=sendrecv"),
    ]
    return "\r\n".join(lines) + "\r\n"


def media_of(body: str) -> tuple[str, int]:
    """Where the other side wants the sound."""
    address, port = re.search(r"^c=IN IP4 (\S+)", body, re.M), re.search(r"^m=audio (\d+)", body, re.M)
    assert address
    assert port
    return address[1], int(port[1])


def authorization(challenge: str, method: str, uri: str, name: str, password: str) -> str:
    """The answer to a digest challenge."""
    asked = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))

    def md5(*parts: str) -> str:
        return hashlib.md5(":".join(parts).encode()).hexdigest()

    secret, what = md5(name, asked["realm"], password), md5(method, uri)
    digest = md5(secret, asked["nonce"], "00000001", "0a4f113b", "auth", what)
    said = {"username": name, "realm": asked["realm"], "nonce": asked["nonce"], "uri": uri, "response": digest}
    said |= {"opaque": asked["opaque"]} if "opaque" in asked else {}
    quoted = ", ".join(f'{key}="{value}"' for key, value in said.items())
    return f'Digest {quoted}, algorithm=MD5, qop=auth, nc=00000001, cnonce="0a4f113b"'

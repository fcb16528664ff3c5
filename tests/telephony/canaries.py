"""Numbers that must be found nowhere, as operators spell them, and a search for them in whatever was left behind."""

from __future__ import annotations

import base64
import hashlib
import html
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from tests.privacy.encodings import ENCODINGS, find_traces

Headers = list[tuple[str, str]]
LETTERS = str.maketrans("0123456789", "bdfghkmprz")


@dataclass(frozen=True, slots=True)
class Canary:
    """One child. own: its number without the code of its country · diverted: through whom it came."""

    own: str
    diverted: str

    @property
    def name(self) -> str:
        """What its telephone calls itself."""
        return f"Kanarie-{self.own.translate(LETTERS)}"

    def invites(self) -> list[tuple[str, Headers]]:
        """Every way in which an operator may say who rings: the header From, and what more it sends."""
        own, name = self.own, self.name
        anonymous = '"Anonymous" <sip:anonymous@anonymous.invalid>'
        withheld = [("Privacy", "id"), ("P-Asserted-Identity", f'"{name}" <sip:+31{own}@operator.example>')]
        asserted = [("P-Asserted-Identity", f"<tel:+31{own}>"), ("P-Preferred-Identity", f"<sip:0{own}@x.example>")]
        party = f'"{name}" <sip:0{own}@operator.example>;party=calling;privacy='
        diversion = f'"{name}" <sip:+31{self.diverted}@operator.example>;reason=unconditional'
        return [
            (f'"{name}" <sip:0{own}@operator.example>', []),
            (f"<sip:+31{own}@operator.example;user=phone>", []),
            (f'"0031{own}" <sip:0031{own}@operator.example>', []),
            (f"<sip:31{own}@operator.example>", asserted),
            (f"<tel:+31{own}>", []),
            (f"<sip:+31-{own[0]}-{own[1:]}@operator.example>", [("Diversion", diversion)]),
            (f'"{name}" <sip:0{own[0]}%20{own[1:5]}%20{own[5:]}@operator.example>', []),
            (f'"+31{own}" <sip:{name}@operator.example>', [("Remote-Party-ID", f"{party}off")]),
            (f"<sip:0{own};phone-context=+31@operator.example>", [("Remote-Party-ID", f"{party}full")]),
            (anonymous, withheld),
            (anonymous, [*withheld, ("Remote-Party-ID", f"{party}full"), ("Diversion", diversion)]),
            (f'"{name}" <sip:restricted@operator.example>', [("History-Info", f"<sip:+31{self.diverted}@x>;index=1")]),
        ]

    def secrets(self) -> Iterator[str]:
        """What nobody may find: all spellings have one of these."""
        yield from (self.own, self.diverted, self.name)

    def spelled(self) -> Iterator[bytes]:
        """With what people put between the digits, and as a digest that anybody could make again."""
        own = self.own
        for mark in (" ", "-"):
            yield f"{own[0]}{mark}{own[1:]}".encode()
            yield f"{own[:1]}{mark}{own[1:5]}{mark}{own[5:]}".encode()
            yield mark.join((own[0], *(own[at : at + 2] for at in range(1, 9, 2)))).encode()
        for whole in (f"0{own}", f"31{own}", f"+31{own}"):
            for digest in (hashlib.sha1, hashlib.sha256, hashlib.md5):
                yield digest(whole.encode()).hexdigest().encode()


def some(count: int, seed: int) -> list[Canary]:
    """So many, all different."""
    dice = random.Random(seed)
    taken = dice.sample(range(10_000_000, 99_999_999), 2 * count)
    return [Canary(f"6{own}", f"6{diverted}") for own, diverted in zip(taken[::2], taken[1::2], strict=True)]


def found(left: dict[str, bytes], canaries: list[Canary]) -> list[str]:
    """Where what was found, and how it is written there."""
    traces = []
    for place, content in left.items():
        forms = _forms(content)
        for canary in canaries:
            for secret in canary.secrets():
                if any(secret.encode() in form for form in forms) or _is_encoded(content, secret):
                    named = find_traces(content, secret) or ENCODINGS
                    traces.append(f"{secret} in {place} as {', '.join(named)}")
            traces += [f"{it!r} in {place}" for it in canary.spelled() if it in content]
    return traces


def _forms(content: bytes) -> tuple[bytes, ...]:
    """It, and what it says to who reads it as URL, JSON or HTML; once for all numbers, for that takes time."""
    text = content.decode("utf-8", "replace")
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda it: chr(int(it[1], 16)), text)
    return content, unquote_to_bytes(content), unescaped.encode("utf-8", "replace"), html.unescape(text).encode()


def _is_encoded(content: bytes, secret: str) -> bool:
    plain = secret.encode()
    wide = (secret.encode("utf-16-le"), secret.encode("utf-16-be"), plain.hex().encode(), plain.hex().upper().encode())
    cores = (base64.b64encode(bytes(before) + plain + bytes(3))[4 if before else 0 : -6] for before in range(3))
    return any(it in content for it in (*wide, *cores))

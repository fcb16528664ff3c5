"""Finds a secret in bytes (a database, a log, a temporary file) in whatever ordinary spelling it lies there."""

from __future__ import annotations

import base64
import html
import re
from urllib.parse import unquote_to_bytes

_SHORTEST = 6
_JSON_ESCAPES = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_JSON_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "base64", "url", "hex", "json", "html")


def find_traces(data: bytes, secret: str) -> list[str]:
    """The names of the encodings in which `secret` stands in `data`, in the order of `ENCODINGS`.

    base64 is found at all three alignments, in both alphabets and over line ends; the escapes of URL, JSON and HTML in
    any mixture with plain characters. A secret that an encoding does not change is only called `utf-8`.

    Raises:
        ValueError: a secret so short that it would be found by chance.
    """
    if len(secret) < _SHORTEST:
        raise ValueError(f"a secret needs {_SHORTEST} characters to be told from chance")
    plain = secret.encode()
    text = data.decode("utf-8", "replace")
    decoded = {
        "url": (unquote_to_bytes(data), unquote_to_bytes(data.replace(b"+", b" "))),
        "json": (_unescape_json(text).encode("utf-8", "replace"),),
        "html": (html.unescape(text).encode("utf-8", "replace"),),
    }
    stands = {
        "utf-8": plain in data,
        "utf-16-le": secret.encode("utf-16-le") in data,
        "utf-16-be": secret.encode("utf-16-be") in data,
        "base64": _in_base64(data, plain),
        "hex": plain.hex().encode() in data.lower(),
        # a spelling that has as many plain occurrences as the data itself was not escaped
        **{name: any(form.count(plain) > data.count(plain) for form in forms) for name, forms in decoded.items()},
    }
    return [name for name in ENCODINGS if stands[name]]


def _in_base64(data: bytes, plain: bytes) -> bool:
    joined = data.translate(bytes.maketrans(b"-_", b"+/"), delete=b"\r\n")
    return any(_core_of_base64(plain, before) in joined for before in range(3))


def _core_of_base64(plain: bytes, before: int) -> bytes:
    """The characters that depend on `plain` alone when so many other bytes stand before it in its group of three."""
    first = -(-before * 8 // 6)
    after = (before + len(plain)) * 8 // 6
    return base64.b64encode(bytes(before) + plain)[first:after]


def _unescape_json(text: str) -> str:
    units = _JSON_ESCAPES.sub(lambda m: chr(int(m[1], 16)) if m[1] else _JSON_LETTERS.get(m[2], m[2]), text)
    # two escaped halves are one character
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

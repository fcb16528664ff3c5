"""The search for traces finds what it looks for, or a silent test of privacy would prove nothing."""

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy.encodings import ENCODINGS, find_traces

SECRET = 'ik durf niet naar "huis" & ë → 😢'

SPELLINGS = {
    "utf-8": [SECRET.encode()],
    "utf-16-le": [SECRET.encode("utf-16-le")],
    "utf-16-be": [SECRET.encode("utf-16-be")],
    "base64": [base64.b64encode(SECRET.encode()), base64.urlsafe_b64encode(SECRET.encode())],
    "url": [
        quote(SECRET).encode(),
        quote(SECRET, safe="").lower().encode(),
        quote_plus(SECRET).encode(),
        "".join(f"%{byte:02x}" for byte in SECRET.encode()).encode(),
    ],
    "hex": [SECRET.encode().hex().encode(), SECRET.encode().hex().upper().encode()],
    "json": [json.dumps(SECRET).encode(), json.dumps(SECRET, ensure_ascii=False).encode()],
    "html": [
        html.escape(SECRET).encode(),
        html.escape(SECRET).encode("ascii", "xmlcharrefreplace"),
        "".join(f"&#x{ord(letter):x};" for letter in SECRET).encode(),
    ],
}


def test_there_are_eight_encodings():
    assert len(ENCODINGS) == 8
    assert set(SPELLINGS) == set(ENCODINGS)


@pytest.mark.parametrize(("name", "spelled"), [(name, one) for name, many in SPELLINGS.items() for one in many])
def test_each_spelling_is_found_between_other_bytes(name: str, spelled: bytes):
    assert find_traces(b"\xffbefore\x00" + spelled + b"\x00after\xc3", SECRET) == [name]


@given(st.binary(max_size=8), st.binary(max_size=8))
def test_base64_is_found_wherever_it_begins(before: bytes, after: bytes):
    assert "base64" in find_traces(base64.b64encode(before + SECRET.encode() + after), SECRET)


def test_base64_in_lines_is_found():
    assert find_traces(base64.encodebytes(b"x" * 50 + SECRET.encode() * 2), SECRET) == ["base64"]


@given(st.binary(max_size=200))
def test_nothing_is_found_where_nothing_is(data: bytes):
    assert find_traces(data, SECRET) == []


def test_every_encoding_is_named_when_several_stand_there():
    everything = b" ".join(one for many in SPELLINGS.values() for one in many)
    assert find_traces(everything, SECRET) == list(ENCODINGS)


def test_a_secret_that_chance_could_spell_is_refused():
    with pytest.raises(ValueError, match="chance"):
        find_traces(b"", "kort")

"""What a volunteer's browser may say to the PBX."""

from __future__ import annotations

import pytest

from helpline.core.sip import may_pass

OWN, OTHER = "a1", "b2"


def said(first: str, *headers: str, body: str = "", of: str = OWN, to: str | None = None) -> str:
    """A message with what every message has."""
    always = (f"From: <sip:{of}@helpline>;tag=x", f"To: <sip:{to or of}@helpline>", f"Content-Length: {len(body)}")
    return "\r\n".join((first, *always, *headers, "", body))


REGISTER = "REGISTER sip:helpline SIP/2.0"


@pytest.mark.parametrize(
    "message",
    [
        said(REGISTER),
        said(REGISTER, 'Authorization: Digest algorithm=MD5, username="a1", realm="asterisk"'),
        said(REGISTER).replace("From: <", 'f: "Nora" <').replace("To:", "t :"),
        said("SIP/2.0 180 Ringing", of="outside"),
        said("SIP/2.0 200 OK", of="outside", body="v=0"),
        said("BYE sip:pbx SIP/2.0", of="x7y8"),
        said("ACK sip:pbx SIP/2.0"),
        said("INVITE sip:pbx SIP/2.0", to="x").replace("To: <sip:x@helpline>", "To: <sip:x@helpline>;tag=1"),
        "\r\n\r\n",
    ],
)
def test_it_is_its_own_phone_and_speaks_within_its_calls(message: str):
    assert may_pass(message, OWN)


@pytest.mark.parametrize(
    "message",
    [
        said(REGISTER, of=OTHER),
        said(REGISTER, to=OTHER),
        said(REGISTER, of=OTHER, to=OWN),
        said(REGISTER, 'Authorization: Digest username="b2"'),
        said(REGISTER, 'Authorization: Digest username="a1"', 'Authorization: Digest username="b2"'),
        said(REGISTER, 'Authorization: Digest username="a1", username="b2"'),
        said("ACK sip:pbx SIP/2.0", 'Proxy-Authorization: Digest username="b2"'),
        said(REGISTER).replace("From: <sip:a1@", "From: a1 <sip:b2@"),
        said(REGISTER, "t: <sip:b2@helpline>"),
        said(REGISTER, "From: <sip:b2@helpline>"),
        said(REGISTER, " folded"),
        said(REGISTER) + said(REGISTER, of=OTHER),
        said(REGISTER).replace("Content-Length: 0", f"Content-Length: 0\nTo: <sip:{OTHER}@helpline>"),
        said(REGISTER).replace("Content-Length: 0\r\n", ""),
        said("INVITE sip:0612345678@helpline SIP/2.0", to="0612345678"),
        said("INVITE sip:1@helpline SIP/2.0", "X: ;tag=1", to="1"),
        said("MESSAGE sip:b2@helpline SIP/2.0", body="hello"),
        said("SUBSCRIBE sip:b2@helpline SIP/2.0"),
        said("REFER sip:b2@helpline SIP/2.0"),
        said("register sip:helpline SIP/2.0", of=OTHER),
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "REGISTER sip:helpline SIP/2.0",
        "",
        "\x00",
    ],
)
def test_it_is_no_other_phone_and_rings_nobody(message: str):
    assert not may_pass(message, OWN)


def test_without_a_phone_it_does_not_register():
    assert not may_pass(said(REGISTER), None)
    assert may_pass(said("BYE sip:pbx SIP/2.0"), None)

"""What anybody may send to a PBX by SIP, beside what telephones send."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from urllib.parse import quote, unquote

from tests.telephony.phone import Phone, Talk, new_branch
from tests.telephony.sip import offered

PIECES = (
    *("${", "}", "$[", "]", "(", ")", ",", ";", "|", "&", "'", "\\", "=>", "same => n,", "\t", "${SHA1(a)}", "$[7*7]"),
    *(
        "${SET(CHANNEL(language)=xx)}",
        "${CHANNEL(name)}",
        ")},1)",
        "h",
        "System(id)",
        "Zoë ☎",
        "\u202e",
        "\x7f",
        "%n%s",
    ),
    *("a" * 1000, "\udcff\udcfe", "\x00", "\r\nX-Also: 1", "\r\n\r\n", "<sip:x>", '\\"', '"', "@", "tel:", "?a=b"),
)
SPELLED = ("${SHA1(a)}", ",1)", ";", "|", "$[7*7]", "a" * 300, "9" * 1000, "\x00", "\r\n", "Zoë", "&SIP/x", "#", "%s")
METHODS = (
    "REFER",
    "MESSAGE",
    "SUBSCRIBE",
    "NOTIFY",
    "PUBLISH",
    "UPDATE",
    "PRACK",
    "OPTIONS",
    "REGISTER",
    "ÄÖ",
    "X" * 99,
)
BODIES = (
    *("", "v=0", "\x00" * 500, "v=0\r\n" * 300, "m=audio 99999999 RTP/AVP 8\r\n", "c=IN IP4 ${SHA1(a)}\r\n"),
    *("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 0 RTP/AVP 8\r\n", "%n" * 99),
)
INFOS = ("Signal=5\r\nDuration=160", "Signal=${SHA1(a)}\r\nDuration=-1", "Signal=", "Signal=" + "5" * 5000, "\x00", "5")
MOST_DIALLED = 79
MALFORMED = (
    *(b"\0" * 400, b"INVITE sip:1234@x SIP/2.0\r\n\r\n", b"BYE " + b"9" * 4000, b"\r\n\r\n", b"\xff" * 60_000),
    b"INVITE sip:1234@x SIP/2.0\r\nContent-Length: -1\r\nCSeq: 99999999999 INVITE\r\n\r\nv=0",
    b"INVITE sip:${SHELL(id)} SIP/9.9\r\nVia: \xff\xfe\r\nFrom: <sip:\r\n\r\n",
    b"SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\nCall-ID: nobody\r\n\r\n",
)


def name(dice: Random) -> str:
    """What somebody calls itself, as it may stand between quotes, or not."""
    return "".join(dice.choices(PIECES, k=dice.randint(1, 4)))


def who(dice: Random) -> str:
    """A header From, of a number that is none."""
    number = quote("".join(dice.choices(SPELLED, k=2)), safe="")
    return f'"{name(dice)}" <sip:{number}@operator.example>'


def dialled(dice: Random) -> str:
    """What it dials: a digit, and anything."""
    return "1" + quote(dice.choice(SPELLED), safe="")


def digits(of: str) -> str:
    """Those in what was dialled: an extension has room for 79 characters."""
    return re.sub(r"[^0-9]", "", unquote(of)[:MOST_DIALLED])


# What is done to a call that is there, whatever it is at.


def keys(talk: Talk, dice: Random) -> None:
    """All there are, and some that there are not; of some the end never comes, and of some not even the whole."""
    for key in dice.sample("0123456789*#ABCD", 16):
        talk.press(key)
    for payload in (b"", b"\x05", b"\x05\x8a", bytes((dice.randrange(16, 256), 0x8A, 0xFF, 0xFF)), b"\x01\x0a\x00\xa0"):
        talk.sound.send(101, payload)
    for kind in (0, 8, 101, 127):
        talk.sound.send(kind, dice.randbytes(dice.choice((0, 1, 159, 1400))))


def keys_by_info(talk: Talk, dice: Random) -> None:
    for body in INFOS:
        asked = _inside(talk, "INFO", body=body)
        talk.phone.send(
            asked.replace(b"application/sdp", dice.choice((b"application/dtmf-relay", b"application/dtmf")))
        )


def invites_again(talk: Talk, dice: Random) -> None:
    """With another place for the sound, with none, with nonsense: several before the first is answered."""
    if talk.status == 200:
        for body in (*dice.sample(BODIES, 4), offered(talk.phone.address, talk.port)):
            talk.phone.send(_inside(talk, "INVITE", body=body))


def asks_for_anything(talk: Talk, dice: Random) -> None:
    """To be put through to somebody else, most of all."""
    to = f"<sip:08002000@{talk.phone.pbx[0]}:{talk.phone.pbx[1]}>"
    for method in METHODS:
        talk.phone.send(_inside(talk, method, [("Refer-To", to), ("Event", "refer"), ("Referred-By", name(dice))]))


def speaks_for_others(talk: Talk, dice: Random) -> None:
    """Ends it, or stops it ringing, by names that are not its own."""
    for theirs in (f"{talk.theirs.partition(';')[0]};tag=nobody", "<sip:x>"):
        talk.phone.send(_inside(talk, "BYE", theirs=theirs))
    talk.phone.send(_inside(talk, "CANCEL"))


def sends_nonsense(talk: Talk, dice: Random) -> None:
    for data in MALFORMED:
        talk.phone.send(data)
    talk.phone.send(dice.randbytes(900))
    whole = _inside(talk, "INFO", body="Signal=1")
    talk.phone.send(whole[: dice.randrange(len(whole))])


def ends_twice(talk: Talk, dice: Random) -> None:
    """The last of all."""
    talk.hang_up()
    for method in dice.sample(("BYE", "BYE", "CANCEL", "INFO", "INVITE"), 5):
        if method != "INVITE" or talk.is_over:
            talk.phone.send(_inside(talk, method, theirs=talk.theirs if ";tag=" in talk.theirs else "<sip:x>;tag=x"))


def _inside(
    talk: Talk, method: str, more: list[tuple[str, str]] | None = None, theirs: str = "", body: str = ""
) -> bytes:
    """A request of this dialogue."""
    talk.cseq += 1
    phone: Phone = talk.phone
    return phone.request(
        method, talk.target, talk.ours, theirs or talk.theirs, talk.id, new_branch(), talk.cseq, more, body
    )


Malice = Callable[[Talk, Random], None]
MALICES: tuple[Malice, ...] = (
    *(keys, keys_by_info, invites_again, asks_for_anything, speaks_for_others, sends_nonsense),
)

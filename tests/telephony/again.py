"""What a telephone asks of a talk that it is in already: the same once more, other sound, none at all, two at once."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.telephony.phone import Phone, Talk, new_branch
from tests.telephony.sip import offered

NONSENSE = (
    *("v=0", "\x00" * 500, "m=audio 99999999 RTP/AVP 8\r\n", "c=IN IP4 ${SHA1(a)}\r\n", "v=0\r\n" * 300),
    "v=0\r\no=- 9 9 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n",
    "v=0\r\no=- 9 9 IN IP4 ::1\r\ns=-\r\nc=IN IP4 999.1.1.1\r\nt=0 0\r\nm=video 9 RTP/AVP 99\r\n",
)


def other_codec(talk: Talk, dice: Random) -> None:
    """One that nobody here speaks."""
    body = _own(talk).replace("RTP/AVP 8 101", "RTP/AVP 18").replace("a=rtpmap:8 PCMA/8000", "a=rtpmap:18 G729/8000")
    invites(talk, body)


def holds(talk: Talk, dice: Random) -> None:
    """It goes on sending, and would rather not hear."""
    invites(talk, _own(talk).replace("a=sendrecv", "a=sendonly"))


def holds_both(talk: Talk, dice: Random) -> None:
    """Nobody hears anything."""
    invites(talk, _own(talk).replace("a=sendrecv", "a=inactive"))


def holds_as_of_old(talk: Talk, dice: Random) -> None:
    """With an address that is none."""
    invites(talk, _own(talk).replace(f"c=IN IP4 {talk.phone.address}", "c=IN IP4 0.0.0.0"))


def holds_and_not(talk: Talk, dice: Random) -> None:
    """All of it at once."""
    for way in dice.sample((holds, holds_both, holds_as_of_old, holds), 4):
        way(talk, dice)


def sends_no_sound(talk: Talk, dice: Random) -> None:
    """A stream that is switched off."""
    invites(talk, _own(talk).replace(f"m=audio {talk.port} ", "m=audio 0 "))


def breaks_the_words(talk: Talk, dice: Random) -> None:
    """A description of sound that is none, or breaks off."""
    for body in dice.sample(NONSENSE, 3):
        invites(talk, body)
    whole = _own(talk)
    invites(talk, whole[: dice.randrange(10, len(whole))])


def two_at_once(talk: Talk, dice: Random) -> None:
    """The second before the first is answered, and one of before both."""
    talk.cseq += 2
    for cseq in (talk.cseq, talk.cseq, talk.cseq - 1):
        _send(talk, _own(talk), cseq)


def the_same_again(talk: Talk, dice: Random) -> None:
    """The first INVITE of all: as it was, as lost on the way; and from another branch."""
    for _ in range(3):
        talk.phone.send(talk.first)
    talk.phone.send(talk.first.replace(talk.branch.encode(), new_branch().encode()))


def the_same_as_new(talk: Talk, dice: Random) -> None:
    """The first INVITE of all under a new number and branch: as if there were no talk."""
    it = talk.first.replace(talk.branch.encode(), new_branch().encode())
    talk.phone.send(it.replace(b"CSeq: 1 INVITE", b"CSeq: %d INVITE" % (talk.cseq + 1)))


def says_nothing(talk: Talk, dice: Random) -> None:
    """No description at all, and none in the ACK either, where it would be owed."""
    invites(talk, "")


def invites(talk: Talk, body: str = "") -> int:
    """Once more, within the dialogue; answers its number."""
    talk.cseq += 1
    _send(talk, body, talk.cseq)
    return talk.cseq


def resumes(talk: Talk) -> int:
    """The sound as it was; answers the number of what asks for it."""
    return invites(talk, _own(talk))


def _own(talk: Talk) -> str:
    """Its own sound; each time another version of it."""
    return offered(talk.phone.address, talk.port).replace("o=- 1 1 ", f"o=- 1 {talk.cseq + 1} ")


def _send(talk: Talk, body: str, cseq: int) -> None:
    phone: Phone = talk.phone
    phone.send(phone.request("INVITE", talk.target, talk.ours, talk.theirs, talk.id, new_branch(), cseq, None, body))


Again = Callable[[Talk, Random], None]
AGAINS: tuple[Again, ...] = (
    *(other_codec, holds, holds_both, holds_as_of_old, holds_and_not, sends_no_sound),
    *(breaks_the_words, two_at_once, the_same_again, the_same_as_new),
)
"""All that leaves the talk as it was, once it is resumed."""

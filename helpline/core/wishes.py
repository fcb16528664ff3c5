"""What a telephone line is asked to do, in the words of `core/line.py`: plain values, the same for every line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ring:
    """Let the child hear that it rings here."""

    call: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Pick up; only then the child can hear anything, and pays whatever its operator asks."""

    call: str


@dataclass(frozen=True, slots=True)
class Play:
    """Let the child, and nobody else, hear recordings, one behind the other; music goes on when they are over.

    prompt: a new id · recordings: their names, such as `welcome` · language: which recording of that name.
    """

    call: str
    prompt: str
    recordings: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class StopPlay:
    """No more of this prompt."""

    call: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Hold:
    """The child hears music, and is not in the talk; whoever is in it goes on without the child."""

    call: str


@dataclass(frozen=True, slots=True)
class Unhold:
    """No more music; the child is in the talk of its call, if there is one."""

    call: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Ring the phone of a volunteer for this call, so long. leg: a new id · phone: as in `Device`."""

    call: str
    leg: str
    phone: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring somebody outside for this call, so long. leg: a new id · number: as the referral directory has it.

    They see the number of the helpline, and nothing of the child.
    """

    call: str
    leg: str
    number: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Connect:
    """The child and this leg talk, with whoever is already in the talk; the child's music and prompts stop."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class Consult:
    """This leg joins the talk, and the child, on hold, hears nothing of it."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class Listen:
    """This leg hears what the leg `along` hears and says; nobody hears this leg."""

    call: str
    leg: str
    along: str


@dataclass(frozen=True, slots=True)
class Whisper:
    """As `Listen`, and the leg `along` alone hears this leg."""

    call: str
    leg: str
    along: str


@dataclass(frozen=True, slots=True)
class StopListen:
    """This leg hears nothing any more; it is still there, and may be connected."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Hang up this leg, or stop ringing it; the call and its other legs stay."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """Hang up the child and every leg; nothing of this call is left."""

    call: str


Wish = (
    Ring
    | Answer
    | Play
    | StopPlay
    | Hold
    | Unhold
    | Offer
    | Dial
    | Connect
    | Consult
    | Listen
    | Whisper
    | StopListen
    | Drop
    | HangUp
)

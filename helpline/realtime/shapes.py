"""The shapes of the events, checked strictly: wrong types, missing and extra fields are `invalid`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from helpline.core.alias import is_alias
from helpline.core.errors import Invalid
from helpline.core.notice import LONGEST
from helpline.core.sanctions import MOST_HOURS, MOST_MINUTES, Reason, Scope

MOST_TEXT = 4_000
MOST_NOTE = 500
MOST_NICKNAME = 40
MOST_WHY = 200
MOST_SEQ = 2**31 - 1
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")
_NO_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NO_ID = re.compile(r"[\x00-\x1f]")  # opaque, but no database takes a NUL

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"\A[^\x00-\x1f]*\Z")]
Seq = Annotated[int, Meta(ge=0, le=MOST_SEQ)]
Face = Annotated[int, Meta(ge=1, le=5)]
Shape = TypeVar("Shape")


class Strict(msgspec.Struct, forbid_unknown_fields=True):
    """Every shape of ours."""


class Nothing(Strict):
    """`{}`"""


class Colleagues(Strict):
    """`{conversation?}`: who may have this one."""

    conversation: Id | None = None


class Enter(Strict):
    nickname: Annotated[str, Meta(max_length=MOST_NICKNAME)] | None = None
    topic: Annotated[str, Meta(max_length=32)] | None = None
    language: Annotated[str, Meta(max_length=16)] | None = None
    way_back: bool | None = None

    def __post_init__(self) -> None:
        # one line; joined emoji and letters of any script may stand in it
        if self.nickname is not None and _NO_NAME.search(self.nickname):
            raise ValueError


class Sync(Strict):
    after: Seq


class Prefer(Strict):
    choice: Literal["wait", "other"]


class Survey(Strict):
    moment: Literal["before", "after"]
    feeling: Face | None
    size: Face | None


class Be(Strict):
    status: Literal["available", "away", "break", "last"]
    channels: Annotated[list[Literal["chat", "phone"]], Meta(min_length=1, max_length=2)] | UnsetType = UNSET
    chats: Literal[1, 2] | UnsetType = UNSET
    works_from: Literal["home", "office"] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if isinstance(self.channels, list) and len(set(self.channels)) != len(self.channels):
            raise ValueError


class GoBy(Strict):
    alias: str | None

    def __post_init__(self) -> None:
        if self.alias is not None and not is_alias(self.alias.strip()):
            raise ValueError


class OfOffer(Strict):
    offer: Id


class OfConversation(Strict):
    conversation: Id


class SyncConversation(Strict):
    conversation: Id
    after: Seq


class ToPhase(Strict):
    conversation: Id
    phase: Annotated[int, Meta(ge=1, le=5)]


class Register(Strict):
    conversation: Id
    fields: dict[str, Any]


class Danger(Strict):
    conversation: Id
    asked: Annotated[str, Meta(max_length=MOST_NOTE)] | None
    answer: Annotated[str, Meta(max_length=MOST_NOTE)] | None
    action: Annotated[str, Meta(max_length=MOST_NOTE)] | None

    def __post_init__(self) -> None:
        texts = [text for text in (self.asked, self.answer, self.action) if text is not None and text.strip()]
        if not texts or not all(plain(text) for text in texts):
            raise ValueError


class TimeOut(Strict):
    conversation: Id
    minutes: Annotated[int, Meta(ge=1, le=MOST_MINUTES)]
    reason: Reason
    note: Annotated[str, Meta(max_length=MOST_NOTE)] | None = None

    def __post_init__(self) -> None:
        said = (self.note or "").strip()
        if not plain(said) or (self.reason is Reason.OTHER and not said):
            raise ValueError


class Block(Strict):
    conversation: Id
    hours: Annotated[int, Meta(ge=1, le=MOST_HOURS)]
    reason: Reason
    scope: Scope
    note: Annotated[str, Meta(max_length=MOST_NOTE)] | None = None
    end: bool | None = None

    def __post_init__(self) -> None:
        said = (self.note or "").strip()
        if not plain(said) or (self.reason is Reason.OTHER and not said):
            raise ValueError


class Renew(Strict):
    sanction: Id
    hours: Annotated[int, Meta(ge=1, le=MOST_HOURS)]
    reason: Reason


class OfSanction(Strict):
    sanction: Id


class Lift(Strict):
    sanction: Id
    reason: Annotated[str, Meta(max_length=MOST_WHY)]

    def __post_init__(self) -> None:
        if not self.reason.strip() or not plain(self.reason):
            raise ValueError


class HandOver(Strict):
    conversation: Id
    note: Annotated[str, Meta(max_length=MOST_NOTE)]
    to: Id | None = None

    def __post_init__(self) -> None:
        if not plain(self.note):
            raise ValueError


class WithReason(Strict):
    conversation: Id
    reason: Literal["asked", "coaching", "safety", "complaint"]


class Whisper(Strict):
    conversation: Id
    text: Annotated[str, Meta(min_length=1, max_length=MOST_NOTE)]

    def __post_init__(self) -> None:
        if self.text.isspace() or not plain(self.text):
            raise ValueError


class CallDo(Strict):
    conversation: Id
    do: Literal[
        "hold", "resume", "hang_up", "recording", "consult", "add", "drop", "ask", "come", "go", "pass_on",
        "listen", "whisper", "join",
    ]  # fmt: skip
    to: Id | None = None


class Consent(Strict):
    conversation: Id
    asked: Annotated[str, Meta(pattern=r"\A[a-z0-9]([a-z0-9_-]{0,30}[a-z0-9])?\Z")]
    answer: Literal["yes", "no", "withdrawn"]


class Dial(Strict):
    number: Annotated[str, Meta(pattern=r"\A[0-9+() .-]{1,32}\Z")] | None


class Press(Strict):
    key: Annotated[str, Meta(pattern=r"\A[0-9*#]\Z")]


class PutNotice(Strict):
    texts: dict[Annotated[str, Meta(max_length=16)], Annotated[str, Meta(max_length=LONGEST)]]
    until: Annotated[datetime, Meta(tz=True)]

    def __post_init__(self) -> None:
        if not all(plain(text) for text in self.texts.values()):
            raise ValueError


CHILD_SHAPES: dict[str, type[Strict]] = {
    "enter": Enter,
    "sync": Sync,
    "typing": Nothing,
    "leave": Nothing,
    "forget": Nothing,
    "prefer": Prefer,
    "survey": Survey,
}
DESK_SHAPES: dict[str, type[Strict]] = {
    "be": Be,
    "alias": GoBy,
    "accept": OfOffer,
    "decline": OfOffer,
    "sync": SyncConversation,
    "typing": OfConversation,
    "phase": ToPhase,
    "register": Register,
    "end": OfConversation,
    "finish": OfConversation,
    "hand_over": HandOver,
    "colleagues": Colleagues,
    "put_notice": PutNotice,
    "lift_notice": Nothing,
    "alarm": OfConversation,
    "danger": Danger,
    "alarm_take": OfConversation,
    "ask_along": OfConversation,
    "watch": WithReason,
    "unwatch": OfConversation,
    "whisper": Whisper,
    "take_over": WithReason,
    "history": OfConversation,
    "put_advice_away": OfConversation,
    "time_out": TimeOut,
    "sanctions": Nothing,
    "lift": Lift,
    "agree": OfSanction,
    "block_preview": OfConversation,
    "block": Block,
    "renew": Renew,
    "phone": Nothing,
    "call": CallDo,
    "consent": Consent,
}
PRACTICE_SHAPES: dict[str, type[Strict]] = {
    "dial": Dial,
    "press": Press,
    "hang_up": Nothing,
}
"""`say` is on the hot path and has `check_words` instead."""


def read(shape: type[Shape], data: dict[str, Any]) -> Shape:
    """The event's data in its shape.

    Raises:
        Invalid: it has another.
    """
    try:
        return msgspec.convert(data, shape, strict=True)
    except (msgspec.ValidationError, RecursionError):
        raise Invalid from None


def plain(text: str) -> bool:
    """No NUL and no control characters but tab and newline. Bidirectional characters stay: the page isolates them."""
    return _CONTROLS.search(text) is None


def check_id(conversation: Any) -> None:
    """As `Id`; written by hand because it is on the hot path.

    Raises:
        Invalid: it is not.
    """
    if not (type(conversation) is str and 0 < len(conversation) <= 64 and _NO_ID.search(conversation) is None):
        raise Invalid


def check_words(client_id: Any, text: Any) -> None:
    """What somebody says: 1 to 4,000 code points, not only space; a `client_id` of 1 to 64 printable ASCII characters.

    Written by hand because it is on the hot path.

    Raises:
        Invalid: it is not.
    """
    if not (type(client_id) is str and 0 < len(client_id) <= 64 and client_id.isascii() and client_id.isprintable()):
        raise Invalid
    if not (type(text) is str and 0 < len(text) <= MOST_TEXT and not text.isspace() and plain(text)):
        raise Invalid

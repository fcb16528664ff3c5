"""What can be refused, and why.

Every refusal is a class with a stable `code` and the fields that a page needs to make a sentence of it.
It is raised where the rule lives and translated once at each edge (HTTP, Socket.IO, command line).
"""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """Something the helpline does not do, with the code that the contract in `docs/protocol.md` gives it."""

    code: ClassVar[str]

    def __init__(self, **fields: Any) -> None:
        super().__init__(self.code)
        self.fields = fields

    def as_error(self) -> dict[str, Any]:
        """The body of an answer: `{"error": {"code": …, …fields}}`."""
        return {"error": {"code": self.code, **self.fields}}


class SignedOut(Refusal):
    """Nobody is logged in on this connection, or the session has ended."""

    code = "signed_out"


class Forbidden(Refusal):
    """The role does not allow this."""

    code = "forbidden"


class Invalid(Refusal):
    """The shape or the values are not what the contract says; `fields` names the wrong ones where that helps."""

    code = "invalid"


class TooMany(Refusal):
    """A limit was reached; `retry_seconds` says when to come back."""

    code = "too_many"


class NotYours(Refusal):
    """An unknown id and somebody else's conversation look the same."""

    code = "not_yours"


class TryAgain(Refusal):
    """The database is away or busy; nothing was kept, and the same call may be sent again."""

    code = "try_again"


class Closed(Refusal):
    """The line is closed; `opens_at` says when it opens, or null."""

    code = "closed"


class Full(Refusal):
    """More children wait than can be helped in time; `try_at` says when to try again."""

    code = "full"


class TimedOut(Refusal):
    """A time-out keeps this device out; `until` says till when, `way_back` whether it may come in once all the same."""

    code = "timed_out"


class Blocked(Refusal):
    """A block does; as `timed_out`."""

    code = "blocked"


class NoPseudonym(Refusal):
    """Nothing is known by which this child could be told from another one, so that nothing can keep it out."""

    code = "no_pseudonym"


class Spared(Refusal):
    """This network or number asked to be spared: it belongs to a school or group home, and nothing keeps it out."""

    code = "spared"


class NotTalking(Refusal):
    """There is no volunteer yet to say something to."""

    code = "not_talking"


class Ended(Refusal):
    """The conversation is over for who asks."""

    code = "ended"


class IdConflict(Refusal):
    """The `client_id` was used before for another text."""

    code = "id_conflict"


class OfferGone(Refusal):
    """The offer lapsed, was withdrawn, or was never this volunteer's."""

    code = "offer_gone"


class Incomplete(Refusal):
    """The registration cannot be finished yet; `missing` names the fields."""

    code = "incomplete"


class NotFree(Refusal):
    """The colleague cannot take a conversation now."""

    code = "not_free"


class NoConsent(Refusal):
    """The child did not agree to it, or does not any more."""

    code = "no_consent"


class PracticeElsewhere(Refusal):
    """Another process attends to the practice line, and only its own pages ring there."""

    code = "practice_elsewhere"


class NoPhone(Refusal):
    """There is no telephone here, or this browser is none that can be rung now."""

    code = "no_phone"


class AliasTaken(Refusal):
    """It is somebody else's alias, or logs somebody in; nobody is told which."""

    code = "alias_taken"


class NotAsked(Refusal):
    """Nobody asks that now, or not of this child."""

    code = "not_asked"


class Taken(Refusal):
    """Another coordinator has taken this alarm; `by` is the alias."""

    code = "taken"


class WrongCredentials(Refusal):
    """The name or the password is wrong; nobody is told which."""

    code = "wrong_credentials"


class SecondFactor(Refusal):
    """The password is right, and a second step is asked; `ways` names what to send with it, and is empty for who must
    set one up first."""

    code = "second_factor"


class WrongCode(Refusal):
    """What was sent to show that a new second step works does not show it."""

    code = "wrong_code"


class LastFactor(Refusal):
    """It is the last second step of somebody who must have one."""

    code = "last_factor"


class Changed(Exception):
    """A row was changed by somebody else since it was read; the deed is decided again from fresh rows."""


class Forgotten(Exception):
    """The key that would open this was deleted when its term ended."""

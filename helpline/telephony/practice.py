"""A line without a PBX, in memory: for the demo, for training and for tests. Nothing in it takes time.

Besides the port it has the other side: what a child, a volunteer or a worker does with a telephone.
"""

from __future__ import annotations

import hmac
import secrets
from collections import deque
from collections.abc import Callable, Collection
from itertools import count

from helpline.core.line import (
    CallerGone,
    Device,
    Digit,
    Down,
    Fact,
    Failure,
    Incoming,
    LegAnswered,
    LegFailed,
    Up,
)
from helpline.core.wishes import (
    Wish,
)
from helpline.ports import Credentials
from helpline.telephony.practice_call import PracticeCall
from helpline.telephony.practice_deeds import PracticeDeeds

_PASSWORD_BYTES = 24


class PracticeLine:
    """The port `Line`. recordings: the names of those that there are; any other prompt is over at once, unheard."""

    def __init__(self, recordings: Collection[str] = ()) -> None:
        self._calls: dict[str, PracticeCall] = {}
        self._passwords: dict[str, str] = {}
        self._admitted: set[str] = set()
        self._online: set[str] = set()
        self._told: Callable[[Fact], None] = lambda fact: None
        self._changed: Callable[[str], None] = lambda call: None
        self._untold: deque[Fact] = deque()
        self._is_telling = False
        self._is_up = False
        self._numbers = count(1)
        self._deeds = PracticeDeeds(recordings, self._calls, self._online, self._tell)

    # The port.

    def heed(self, told: Callable[[Fact], None]) -> None:
        """Call `told` with each fact; the first comes with `come_up`."""
        self._told = told

    def wish(self, it: Wish) -> None:
        """Carry it out."""
        call = self._calls.get(it.call)
        if self._is_up and call is not None:
            self._deeds.carry_out(it, call)
            self._changed(it.call)

    async def credentials(self, phone: str) -> Credentials:
        """A password that `register` asks for."""
        self._unregister(phone)
        self._passwords[phone] = secrets.token_urlsafe(_PASSWORD_BYTES)
        return Credentials(phone, self._passwords[phone])

    async def admit(self, phones: Collection[str]) -> None:
        """Forget the passwords of the others, and that they registered."""
        for phone in self._admitted.difference(phones):
            self._passwords.pop(phone, None)
            self._unregister(phone)
        self._admitted = set(phones)

    # The other side.

    def come_up(self) -> None:
        """The line is there, also again; whoever is left of a child that is gone is hung up."""
        self._is_up = True
        for gone in [name for name, call in self._calls.items() if not call.is_child_there]:
            del self._calls[gone]
        self._tell(Up(tuple(it.standing() for it in self._calls.values()), frozenset(self._online)))
        for call in tuple(self._calls.values()):
            call.has_sound = False
            self._deeds.listen_for_sound(call)

    def go_down(self) -> None:
        """The line cannot be reached; talks go on."""
        if self._is_up:
            self._tell(Down())
            self._is_up = False

    def ring_up(self, dialled: str, caller_key: str | None, *, is_mute: bool = False) -> str:
        """A child dials; answers the id of the call. is_mute: nothing comes from its telephone until `speak`."""
        call = PracticeCall(f"practice-{next(self._numbers)}", dialled, caller_key, is_mute=is_mute)
        self._calls[call.call] = call
        self._tell(Incoming(call.call, dialled, caller_key))
        return call.call

    def hang_up(self, call: str, leg: str | None = None) -> None:
        """The child puts the receiver down, or whoever is at this leg."""
        if leg is None:
            self._tell(CallerGone(call))
            self._calls[call].child_is_gone()
        else:
            self._deeds.let_go(self._calls[call], leg)
        self._deeds.tidy(call)
        self._changed(call)

    def press(self, call: str, digit: str) -> None:
        """The child presses a key."""
        self._tell(Digit(call, digit))

    def speak(self, call: str) -> None:
        """Something comes from a telephone that was mute."""
        self._calls[call].is_mute = False
        self._deeds.listen_for_sound(self._calls[call])

    def pick_up(self, call: str, leg: str) -> None:
        """Whoever is rung answers."""
        self._calls[call].legs[leg].is_answered = True
        self._tell(LegAnswered(call, leg))
        self._changed(call)

    def let_go(self, call: str, leg: str, why: Failure) -> None:
        """Whoever is rung does not answer."""
        del self._calls[call].legs[leg]
        self._tell(LegFailed(call, leg, why))

    def hear_out(self, call: str) -> None:
        """What the child is listening to comes to its end."""
        self._deeds.end_prompt(self._calls[call], heard=True)
        self._changed(call)

    def register(self, it: Credentials) -> bool:
        """A browser becomes a phone, if it may."""
        password = self._passwords.get(it.phone)
        may = password is not None and hmac.compare_digest(password.encode(), it.password.encode())
        if may and it.phone not in self._online:
            self._online.add(it.phone)
            self._tell(Device(it.phone, is_online=True))
        return may

    def unregister(self, phone: str) -> None:
        """The browser is closed, or its network is lost."""
        self._unregister(phone)

    def watch(self, changed: Callable[[str], None]) -> None:
        """Call `changed` with the id of each call in which something changed."""
        self._changed = changed

    @property
    def is_up(self) -> bool:
        """Can it be rung?"""
        return self._is_up

    def calls(self) -> dict[str, PracticeCall]:
        """What there is, to look at."""
        return self._calls

    def _unregister(self, phone: str) -> None:
        if phone in self._online:
            self._online.remove(phone)
            self._tell(Device(phone, is_online=False))

    def _tell(self, fact: Fact) -> None:
        """In order, also when what is told leads to the next wish at once."""
        if not self._is_up:
            return
        self._untold.append(fact)
        if self._is_telling:
            return
        self._is_telling = True
        try:
            while self._untold:
                self._told(self._untold.popleft())
        finally:
            self._is_telling = False

"""What is committed becomes wishes: of each call what should be is compared with what stands, and the line is asked for
the difference."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from helpline.actions.ids import new_name
from helpline.core.call import Child, wanted
from helpline.core.errors import TryAgain
from helpline.core.rules import Rules
from helpline.core.switching import Place, asked, wishes
from helpline.core.wishes import HangUp, Wish
from helpline.logs import report_fault
from helpline.ports import Clock, Line, Store
from helpline.telephony.attended import LEAVES_WITHIN, Attended
from helpline.telephony.queue_now import QueueNow
from helpline.telephony.said import Said

log = logging.getLogger(__name__)


class Looking:
    """Of one switchboard. calls: those it attends to, by their name on the line · stale: those to be looked at ·
    dials: where a referral is rung."""

    def __init__(
        self,
        line: Line,
        calls: Mapping[str, Attended],
        stale: set[str],
        *,
        store: Store,
        rules: Rules,
        clock: Clock,
        queue: QueueNow,
        said: Said,
        dials: Mapping[str, str],
    ) -> None:
        self._line = line
        self._calls = calls
        self._stale = stale
        self._store = store
        self._rules = rules
        self._clock = clock
        self._queue = queue
        self._said = said
        self._dials = dials

    async def around(self) -> None:
        """Once a second: which calls are to be looked at, because time has passed or nobody told us (another node). A
        few questions for all of them, so that many who wait cost no more than one."""
        now = self._clock.now()
        live = {call: it for call, it in self._calls.items() if not it.here.is_over}
        self._stale.update(call for call, it in live.items() if it.is_due(now))
        kept = {call: it.conversation for call, it in live.items() if it.conversation is not None}
        if not kept:
            return
        waiting = [call for call in kept if live[call].may_hear_its_place(now)]
        async with self._store.look() as records:
            marks = await records.conversations.marks(list(kept.values()))
            if waiting:
                await self._queue.read(records)
        for call, conversation in kept.items():
            if marks.get(conversation, (None,))[0] != live[call].version:
                self._stale.add(call)
        for call in waiting:
            if live[call].has_news(self._queue.known_place(kept[call]), self._queue.nobody):
                self._stale.add(call)

    async def again(self, call: str) -> None:
        """What cannot be looked at is reported once, and the call goes on as it is: not for ever where nobody talks."""
        self._stale.discard(call)
        it = self._calls.get(call)
        if it is None:
            return
        try:
            await self._look(call)
            it.blind_since = None
        except TryAgain:
            self._stale.add(call)
            raise
        except Exception as error:  # noqa: BLE001 - the other calls go on
            if it.blind_since is None:
                it.blind_since = self._clock.now()
                report_fault(log, error)
            if it.here.child is not Place.TALK and self._clock.now() - it.blind_since > LEAVES_WITHIN:
                self.wish_all(it, [HangUp(call)])

    async def _look(self, call: str) -> None:
        it = self._calls.get(call)
        if it is None:
            return
        if it.conversation is None:
            self._send_away(it)
            return
        async with self._store.look() as records:
            conversation = await records.conversations.get(it.conversation)
            kept = await records.calls.of(it.conversation)
            rung = await records.calls.legs(it.conversation)
            if conversation is None or kept is None:
                self.wish_all(it, [HangUp(call)])
                return
            want = wanted(conversation, kept, rung)
            it.version, it.child = conversation.version, want.child
            if want.child is Child.LEAVES and it.has_left(self._clock.now()):
                self.wish_all(it, [HangUp(call)])
                return
            # whoever is rung does not wait until it is known what the child should hear meanwhile
            self.wish_all(it, wishes(want, it.here, None, self._dials))
            words = await self._said.next(it, conversation, kept, rung, records, self._clock.now())
        self.wish_all(it, wishes(want, it.here, words, self._dials))

    def _send_away(self, it: Attended) -> None:
        words = it.words(it.refused, self._rules.languages[0], new_name())
        done = words.prompt in it.here.heard or it.has_left(self._clock.now())
        self.wish_all(it, [HangUp(it.here.call)] if done else self._said.leaving(it.here, words))

    def wish_all(self, it: Attended, wished: Sequence[Wish]) -> None:
        for wish in wished:
            if not it.here.is_over:
                it.here = asked(it.here, wish)
                self._line.wish(wish)

"""What each event of a child does."""

from __future__ import annotations

from collections.abc import Callable

from helpline.actions import end
from helpline.actions.carry_out import carry_out
from helpline.actions.enter import Entered, Wish, enter
from helpline.actions.read import read_messages
from helpline.actions.survey import answer_survey
from helpline.core.conversation import Conversation
from helpline.core.definitions import CHOSEN_TOPICS
from helpline.core.errors import Blocked, Ended, Invalid, NotTalking, Refusal, TimedOut, TryAgain
from helpline.core.survey import Moment
from helpline.ports import Pseudonyms
from helpline.realtime import child_view, shapes
from helpline.realtime.child_viewer import ChildViewer
from helpline.realtime.forms import Form, message_form
from helpline.realtime.house import OK, House
from helpline.realtime.hub import DESK
from helpline.realtime.line import refusal_form


class ChildEvents:
    """`enter`, `sync`, `typing`, `leave`, `forget`, `prefer` and `survey`; each answers with its acknowledgement."""

    def __init__(
        self,
        house: House,
        pseudonyms: Pseudonyms,
        known_as: Callable[[ChildViewer, str], None],
        new_token: Callable[[], str],
    ) -> None:
        self._house = house
        self._pseudonyms = pseudonyms
        self._known_as = known_as
        self._new_token = new_token
        self.is_draining = False

    async def enter(self, viewer: ChildViewer, asked: shapes.Enter) -> Form:
        wish = self._wish(asked)
        house = self._house
        await house.rates.check_everywhere(
            ("enters_device", viewer.device[:1] or None), ("enters_network", viewer.network[:1] or None),
            ("enters_all", "all"),
        )  # fmt: skip
        is_new = viewer.token is None
        running = None if is_new else await self._running(viewer)
        if running is not None:
            return await self._as_before(viewer, running)
        if self.is_draining:
            raise TryAgain(retry_seconds=5)
        now = house.clock.now()
        token = viewer.token or self._new_token()
        device = self._pseudonyms.of_device(token, now)
        lasting = (*self._pseudonyms.lasting_device(token), *viewer.lasting_network)
        result = await carry_out(
            house.store,
            lambda work: enter(
                wish, device, viewer.network, lasting, work=work, vault=house.vault, rules=house.rules,
                service=house.line.service, node=house.node, now=now, is_new=is_new,
            ),
            self._show_offers,
        )  # fmt: skip
        if isinstance(result, Refusal):
            told = refusal_form(result)
            if isinstance(result, (TimedOut, Blocked)):
                viewer.sent_away(told["error"], lasting)
            return told
        viewer.let_in()
        viewer.token, viewer.device = token, device
        self._known_as(viewer, token)
        viewer.follow(result.conversation.id)
        viewer.newest = 0
        return self._waits(viewer, result.conversation.id, house.line.place(result.place))

    def _show_offers(self, result: Entered | Refusal) -> None:
        """Whoever is asked sees it at once; what else there is to see they are woken for, as everybody is."""
        for offer in result.offers if isinstance(result, Entered) else ():
            self._house.hub.offer(offer)

    def _wish(self, asked: shapes.Enter) -> Wish:
        language = self._house.settings.helpline.language if asked.language is None else asked.language
        if asked.topic not in (None, *CHOSEN_TOPICS) or language not in self._house.rules.languages:
            raise Invalid
        nickname = (asked.nickname or "").strip() or None
        return Wish(nickname, asked.topic, language, way_back=bool(asked.way_back))

    def _waits(self, viewer: ChildViewer, conversation: str, place: Form) -> Form:
        told = {
            "conversation": conversation,
            "resume": viewer.token,
            "position": place["position"],
            "estimate_seconds": place["estimate_seconds"],
        }
        viewer.entered(told)
        return OK | told

    async def _running(self, viewer: ChildViewer) -> Conversation | None:
        async with self._house.store.look() as records:
            if viewer.conversation is not None:
                it = await records.conversations.get(viewer.conversation)
                if it is not None and it.ended_at is None:
                    return it
            if not viewer.device:
                return None
            return await records.conversations.of_device(viewer.device, ended_after=self._house.clock.now())

    async def _as_before(self, viewer: ChildViewer, it: Conversation) -> Form:
        viewer.follow(it.id)
        async with self._house.store.look() as records:
            seen = await child_view.look(it, viewer.token, records, self._house.line)
        if seen["state"] == "waiting" and viewer.seen["state"] != "talking":
            return self._waits(viewer, it.id, seen)
        viewer.look_again()
        return OK | {"conversation": it.id, "resume": viewer.token, "position": None, "estimate_seconds": None}

    async def sync(self, viewer: ChildViewer, asked: shapes.Sync) -> Form:
        house = self._house
        if viewer.conversation is None:
            return OK | {"messages": [], "state": "idle"}
        async with house.store.look() as records:
            it = await records.conversations.get(viewer.conversation)
            if it is None or not child_view.may_read(it, house.clock.now()):
                return OK | {"messages": [], "state": "idle"}
            seen = await child_view.look(it, viewer.token, records, house.line)
            messages = await read_messages(it, asked.after, records=records, vault=house.vault)
        return OK | {"messages": [message_form(message) for message in messages], "state": seen["state"]}

    async def typing(self, viewer: ChildViewer, _: shapes.Nothing) -> Form:
        if viewer.seen["state"] == "ended":
            raise Ended
        if viewer.seen["state"] != "talking":
            raise NotTalking
        for other in self._house.hub.viewers(f"conversation:{viewer.conversation}"):
            if other.connection.face.namespace == DESK:
                other.connection.emit("typing", {"conversation": viewer.conversation})
        return OK

    async def leave(self, viewer: ChildViewer, _: shapes.Nothing) -> Form:
        now = self._house.clock.now()
        if viewer.device:
            await carry_out(self._house.store, lambda work: end.leave(viewer.device, work=work, now=now))
        return OK

    async def forget(self, viewer: ChildViewer, _: shapes.Nothing) -> Form:
        house = self._house
        now = house.clock.now()
        if viewer.device:
            await carry_out(house.store, lambda work: end.forget(viewer.device, work=work, rules=house.rules, now=now))
        viewer.unfollow()
        return OK

    async def prefer(self, viewer: ChildViewer, asked: shapes.Prefer) -> Form:
        house = self._house
        conversation = viewer.conversation
        if conversation is None:
            raise NotTalking
        now = house.clock.now()
        await carry_out(
            house.store, lambda work: end.prefer(conversation, asked.choice, work=work, rules=house.rules, now=now)
        )
        return OK

    async def survey(self, viewer: ChildViewer, asked: shapes.Survey) -> Form:
        house, now, conversation = self._house, self._house.clock.now(), viewer.conversation
        if conversation is None:
            raise NotTalking
        await carry_out(
            house.store,
            lambda work: answer_survey(
                conversation, Moment(asked.moment), asked.feeling, asked.size, work=work, rules=house.rules, now=now
            ),
        )
        return OK

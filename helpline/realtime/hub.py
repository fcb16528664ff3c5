"""Who looks at what on this node, and who is to look again.

Everything but a new message reaches a page the same way: a wake-up says "look again at this", the viewer reads what is
committed, and sends what differs from what it sent before. So a snapshot and the events after it always make the
snapshot of now, whichever node did the change. Only new messages take a shorter way: they are handed on as they are.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence

import orjson

from helpline.core.conversation import Message
from helpline.core.errors import TryAgain
from helpline.core.offers import Offer
from helpline.realtime.faults import fault_of
from helpline.realtime.forms import message_form
from helpline.realtime.insist import insist
from helpline.realtime.transport.connection import Connection

CHILD, DESK, PRACTICE = "/child", "/desk", "/practice"
LOOK_AGAIN_SECONDS = 1.0
"""After the database was away."""


class Viewer(ABC):
    """What one connection was shown. `turn` is held while that changes, so that answers and events keep their order."""

    __slots__ = (
        "_all_said", "_is_stale", "_saying", "connection", "insisting", "looking", "topics", "turn", "was_shown",
    )  # fmt: skip

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.turn = asyncio.Lock()
        self.topics: set[str] = set()
        self.was_shown = False  # its first snapshot; nothing is sent before that
        self.looking: asyncio.Task[None] | None = None
        self.insisting: asyncio.Future[None] | None = None
        self._is_stale = False
        self._saying = 0
        self._all_said: asyncio.Event | None = None

    @abstractmethod
    async def refresh(self) -> None:
        """Look again, and send what differs."""

    @abstractmethod
    def last_seq(self, conversation: str) -> int:
        """The newest message that was sent; -1 while it is not known."""

    @abstractmethod
    def sent(self, conversation: str, seq: int) -> None:
        """This message was sent."""

    def offered(self, offer: Offer) -> None:
        """Somebody was asked a moment ago, which is committed."""
        self.look_again()

    def look_again(self) -> None:
        """Soon, and once however often it is asked."""
        self._is_stale = True
        if self.looking is None and self.connection.is_open:
            self.looking = asyncio.get_running_loop().create_task(self._look())

    def looks(self) -> None:
        """All that follows is read from now on: whatever woke it before is seen with it."""
        self._is_stale = False

    async def _look(self) -> None:
        try:
            while self._is_stale and self.connection.is_open:
                await self._look_once()
        except Exception as error:  # noqa: BLE001 - the page stays as it is, and the technician reads the number
            fault_of(error)
        finally:
            self.looking = None

    async def _look_once(self) -> None:
        try:
            async with self.turn:
                if self._is_stale:  # else it was shown everything meanwhile
                    self.looks()
                    await self.refresh()
        except TryAgain:
            # what there was to see is still unseen when the database is back
            self._is_stale = True
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    def deliver(self, message: Message, encoded: str) -> None:
        """Hand on a new message where it is the next one; else look for what is missing."""
        newest = self.last_seq(message.conversation)
        if message.seq == newest + 1:
            self.connection.send(encoded)
            self.sent(message.conversation, message.seq)
        elif message.seq > newest:
            self.look_again()

    def says(self) -> None:
        """Words of this connection went to the journal."""
        self._saying += 1

    def said(self) -> None:
        """They were answered."""
        self._saying -= 1
        if self._all_said is not None and not self._saying:
            self._all_said.set()
            self._all_said = None

    async def all_said(self) -> None:
        """Wait until the words before this moment were answered, so that no deed that follows them overtakes them."""
        if self._saying:
            self._all_said = self._all_said or asyncio.Event()
            await self._all_said.wait()

    async def write(self, deed: Callable[[], Awaitable[None]], is_so: Callable[[], bool]) -> None:
        """Carry it out; where nothing can be written, as soon as something can, and nobody waits for that. is_so:
        whether it is still to be written then."""
        try:
            await deed()
        except TryAgain:
            self.insisting = asyncio.ensure_future(insist(deed, is_so))

    async def rest(self) -> None:
        """The connection has gone. A look under way comes to its end, so that no read is torn from the database."""
        self._is_stale = False
        if self.looking is not None:
            await asyncio.wait([self.looking])


Follow = Callable[[str, bool], None]


def unfollowed(topic: str, is_followed: bool) -> None:
    """Nobody else needs to know."""


class Hub:
    """The viewers of this node, by what they look at."""

    def __init__(self, follow: Follow = unfollowed) -> None:
        """follow: told what is looked at here, and what is not any more."""
        self._by_topic: dict[str, set[Viewer]] = {}
        self._follow = follow

    def look(self, viewer: Viewer, topic: str) -> None:
        """Wake this viewer whenever there is something to see at `topic`."""
        viewer.topics.add(topic)
        if topic not in self._by_topic:
            self._by_topic[topic] = set()
            self._follow(topic, True)
        self._by_topic[topic].add(viewer)

    def look_away(self, viewer: Viewer, topics: Iterable[str] | None = None) -> None:
        """From these topics, or from all."""
        for topic in list(viewer.topics if topics is None else topics):
            viewer.topics.discard(topic)
            viewers = self._by_topic.get(topic)
            if viewers is not None:
                viewers.discard(viewer)
                if not viewers:
                    del self._by_topic[topic]
                    self._follow(topic, False)

    def viewers(self, topic: str) -> Collection[Viewer]:
        """Who looks at this."""
        return self._by_topic.get(topic, ())

    def topics(self) -> Collection[str]:
        """Everything that somebody looks at on this node."""
        return tuple(self._by_topic)

    def heed(self, topics: Collection[str]) -> None:
        """Wake who looks at one of these."""
        for topic in topics:
            for viewer in self._by_topic.get(topic, ()):
                viewer.look_again()

    def offer(self, it: Offer) -> None:
        """An offer was made and committed: show it to whoever is asked, before they look."""
        for viewer in self.viewers(f"staff:{it.staff}"):
            viewer.offered(it)

    def deliver(self, messages: Sequence[Message]) -> None:
        """New messages were kept: encode each once for every face, and hand it on."""
        for message in messages:
            viewers = self._by_topic.get(f"conversation:{message.conversation}")
            if not viewers:
                continue
            encoded = encode_message(message)
            for viewer in viewers:
                viewer.deliver(message, encoded[viewer.connection.face.namespace])


def encode_message(message: Message) -> dict[str, str]:
    """The event `message` for every face, encoded once: the desk's says which conversation it belongs to."""
    form = orjson.dumps(message_form(message)).decode()
    return {
        CHILD: f'42{CHILD},["message",{form}]',
        PRACTICE: f'42{PRACTICE},["message",{form}]',
        DESK: f'42{DESK},["message",{{"conversation":"{message.conversation}",{form[1:]}]',
    }

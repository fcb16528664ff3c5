"""Who looks at what on this node, and who is to look again.

Everything but a new message reaches a page the same way: a wake-up says "look again at this", the viewer reads what is
committed, and sends what differs from what it sent before. So a snapshot and the events after it always make the
snapshot of now, whichever node did the change. Only new messages take a shorter way: they are handed on as they are.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence

import orjson

from helpline.core.conversation import Message
from helpline.realtime.connection import Connection
from helpline.realtime.forms import message_form

CHILD, DESK = "/child", "/desk"


class Viewer(ABC):
    """What one connection was shown. `turn` is held while that changes, so that answers and events keep their order."""

    __slots__ = ("_is_stale", "_task", "connection", "topics", "turn")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.turn = asyncio.Lock()
        self.topics: set[str] = set()
        self._is_stale = False
        self._task: asyncio.Task[None] | None = None

    @abstractmethod
    async def refresh(self) -> None:
        """Look again, and send what differs."""

    @abstractmethod
    def last_seq(self, conversation: str) -> int:
        """The newest message that was sent; -1 while it is not known."""

    @abstractmethod
    def sent(self, conversation: str, seq: int) -> None:
        """This message was sent."""

    def look_again(self) -> None:
        """Soon, and once however often it is asked."""
        self._is_stale = True
        if self._task is None and self.connection.is_open:
            self._task = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        try:
            while self._is_stale and self.connection.is_open:
                self._is_stale = False
                async with self.turn:
                    await self.refresh()
        finally:
            self._task = None

    def deliver(self, message: Message, encoded: str) -> None:
        """Hand on a new message where it is the next one; else look for what is missing."""
        newest = self.last_seq(message.conversation)
        if message.seq == newest + 1:
            self.connection.send(encoded)
            self.sent(message.conversation, message.seq)
        elif message.seq > newest:
            self.look_again()

    def rest(self) -> None:
        """The connection has gone."""
        if self._task is not None:
            self._task.cancel()


class Hub:
    """The viewers of this node, by what they look at."""

    def __init__(self) -> None:
        self._by_topic: dict[str, set[Viewer]] = {}

    def look(self, viewer: Viewer, topic: str) -> None:
        """Wake this viewer whenever there is something to see at `topic`."""
        viewer.topics.add(topic)
        self._by_topic.setdefault(topic, set()).add(viewer)

    def look_away(self, viewer: Viewer, topics: Iterable[str] | None = None) -> None:
        """From these topics, or from all."""
        for topic in list(viewer.topics if topics is None else topics):
            viewer.topics.discard(topic)
            viewers = self._by_topic.get(topic)
            if viewers is not None:
                viewers.discard(viewer)
                if not viewers:
                    del self._by_topic[topic]

    def viewers(self, topic: str) -> Collection[Viewer]:
        """Who looks at this."""
        return self._by_topic.get(topic, ())

    def heed(self, topics: Collection[str]) -> None:
        """Wake who looks at one of these."""
        for topic in topics:
            for viewer in self._by_topic.get(topic, ()):
                viewer.look_again()

    def deliver(self, messages: Sequence[Message]) -> None:
        """New messages were kept: encode each once for either face, and hand it on."""
        for message in messages:
            viewers = self._by_topic.get(f"conversation:{message.conversation}")
            if not viewers:
                continue
            encoded = encode_message(message)
            for viewer in viewers:
                viewer.deliver(message, encoded[viewer.connection.face.namespace])


def encode_message(message: Message) -> dict[str, str]:
    """The event `message` for either face, encoded once: the desk's says which conversation it belongs to."""
    form = orjson.dumps(message_form(message)).decode()
    return {
        CHILD: f'42{CHILD},["message",{form}]',
        DESK: f'42{DESK},["message",{{"conversation":"{message.conversation}",{form[1:]}]',
    }

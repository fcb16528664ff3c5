"""A lean XMPP client for the benches, with what `bench/pairs.py` asks of a client: `emit`, and events that come in.

A message is acknowledged by stream management (XEP-0198). It looks for the few stanzas that it knows, and parses
nothing else; a password goes in the clear, as everything stays on the loopback.
"""

from __future__ import annotations

import asyncio
import base64
import re
from collections import deque
from collections.abc import Callable
from typing import Any

HOST, PASSWORD = "localhost", "bench"
STANZA = re.compile(rb"<message\b.*?</message>|<presence\b[^>]*?(?:/>|>.*?</presence>)|<[ar]\b[^>]*?/>", re.DOTALL)
ID = re.compile(rb"<message\b[^>]*?\bid=['\"]([^'\"]*)['\"]")
HANDLED = re.compile(rb"\bh=['\"](\d+)['\"]")
OPEN = (
    f"<stream:stream to='{HOST}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
)
REGISTER = "<iq type='set' id='reg'><query xmlns='jabber:iq:register'>{}</query></iq>"
BIND = "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
SAY = "<message type='chat' to='{to}@" + HOST + "' id='{id}'><body>{text}</body></message><r xmlns='urn:xmpp:sm:3'/>"


class XmppClient(asyncio.Protocol):
    """One person. `on_event("message", {"client_id": …})` is called for each message that comes."""

    def __init__(self, name: str, to: str, on_event: Callable[[str, Any], None]) -> None:
        self._name = name
        self._to = to
        self._on_event = on_event
        self._buffer = b""
        self._is_talking = False
        self._more = asyncio.Event()
        self._acks: deque[Callable[[Any], None]] = deque()
        self._handled = self._got = 0

    async def connect(self, port: int) -> XmppClient:
        """Register, log in, and be there."""
        transport, _ = await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", port)
        self._transport: asyncio.WriteTransport = transport
        await self._ask(OPEN, rb"</stream:features>")
        fields = f"<username>{self._name}</username><password>{PASSWORD}</password>"
        await self._ask(REGISTER.format(fields), rb"<iq\b[^>]*type=['\"]result['\"]")
        secret = base64.b64encode(f"\0{self._name}\0{PASSWORD}".encode()).decode()
        await self._ask(
            f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{secret}</auth>", rb"<success"
        )
        await self._ask(OPEN, rb"</stream:features>")
        await self._ask(BIND, rb"</iq>")
        await self._ask("<enable xmlns='urn:xmpp:sm:3'/>", rb"<enabled[^>]*>")
        self._is_talking = True
        self.emit_raw("<presence/>")
        self._handled = -1  # the presence is counted too
        return self

    async def _ask(self, words: str, answer: bytes) -> None:
        self._buffer = b""
        self.emit_raw(words)
        async with asyncio.timeout(30):
            while re.search(answer, self._buffer) is None:
                if re.search(rb"<failure|type=['\"]error|<stream:error", self._buffer):
                    raise ConnectionError(self._buffer.decode())
                self._more.clear()
                await self._more.wait()
        self._buffer = b""

    def emit_raw(self, words: str) -> None:
        """As it is."""
        self._transport.write(words.encode())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._is_talking:
            self._more.set()
            return
        end = 0
        for found in STANZA.finditer(self._buffer):
            end = found.end()
            self._take(found.group())
        self._buffer = self._buffer[end:]

    def _take(self, stanza: bytes) -> None:
        if stanza.startswith(b"<a"):
            handled = HANDLED.search(stanza)
            while handled and self._acks and self._handled < int(handled.group(1)) - 1:
                self._handled += 1
                self._acks.popleft()({"ok": True})
        elif stanza.startswith(b"<r"):
            self.emit_raw(f"<a xmlns='urn:xmpp:sm:3' h='{self._got}'/>")
        else:
            self._got += 1
            found = ID.match(stanza)
            if found:
                self._on_event("message", {"client_id": found.group(1).decode()})

    def emit(self, event: str, data: dict[str, str], done: Callable[[Any], None]) -> None:
        """Send a message; `done` is called when the server says that it has it."""
        self._acks.append(done)
        self.emit_raw(SAY.format(to=self._to, id=data["client_id"], text=data["text"]))

    def close(self) -> None:
        """Let go."""
        self._transport.close()

"""A telephone of the tests: rings and is rung over SIP, says one tone, and hears which tones others say."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.telephony.sip import Message, authorization, media_of, offered, parse, written
from tests.telephony.sound import Sound

DEADLINE_SECONDS = 30
Place = tuple[str, int]


@dataclass(slots=True)
class Talk:
    """A dialogue of two telephones. theirs: whom we speak with, as a header; ours: as they know us."""

    phone: Phone
    id: str
    ours: str
    theirs: str
    sound: Sound
    port: int
    target: str
    invite: Message | None = None
    first: bytes = b""
    branch: str = ""
    cseq: int = 1
    status: int = 0
    last_answer: bytes = b""
    is_over: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, is_so: object) -> None:
        """Wait for a state: `ringing`, `up` or `over`."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while not self._is(str(is_so)):
                self.changed.clear()
                await self.changed.wait()

    def _is(self, state: str) -> bool:
        return {"ringing": self.status >= 180, "up": self.status == 200, "over": self.is_over}[state]

    def answer(self) -> None:
        """Pick up."""
        assert self.invite
        self._reply(200, "OK", offered(self.phone.address, self.port))
        self.sound.speak_to(media_of(self.invite.body))

    def refuse(self, status: int) -> None:
        """486: busy · 603: declined."""
        self._reply(status, "No")
        self.end()

    def hang_up(self) -> None:
        """Put the receiver down, or stop ringing."""
        if self.is_over:
            return
        if self.invite is None and self.status < 200:
            self.phone.send(self._request("CANCEL", self.branch, self.cseq))
            return
        self.cseq += 1
        self.phone.send(self._request("BYE", new_branch(), self.cseq))
        self.end()

    def press(self, digit: str) -> None:
        """A key."""
        self.sound.press(digit)

    async def heard(self, tones: Iterable[int]) -> set[int]:
        """Which of these tones are heard."""
        return await self.sound.heard(tones)

    def end(self) -> None:
        """It is over."""
        self.is_over = True
        self.sound.close()
        self.changed.set()

    def answered(self, it: Message) -> None:
        """The other side says how it goes."""
        if it.method != "INVITE":
            return
        if it.status >= 200:
            self._acknowledge(it)
        if self.is_over or self.status == 200:
            # to another INVITE: of the same talk, or of a second one that it made, which nobody wants
            if it.status == 200 and (self.is_over or it["to"] != self.theirs):
                self._refuse_other(it)
            return
        self.status = max(self.status, it.status)
        self.theirs = it["to"]
        if it.status == 200:
            self.target = it["contact"].split("<")[-1].split(">")[0]
        if it.status in (183, 200) and it.body:
            self.sound.speak_to(media_of(it.body))
        if it.status >= 300:
            self.end()
        self.changed.set()

    def asked(self, it: Message) -> None:
        """The other side wants something."""
        if it.method == "INVITE":
            if self.last_answer and self.status != 200:
                self.phone.send(self.last_answer)
                return
            self.invite = it
            if self.status == 200:
                self._reply(200, "OK", offered(self.phone.address, self.port))
        elif it.method in ("BYE", "CANCEL"):
            self.phone.send(reply(it, 200, "OK", self.ours))
            if it.method == "CANCEL" and self.status < 200:
                self._reply(487, "Cancelled")
            self.end()
        elif it.method != "ACK":
            self.phone.send(reply(it, 200, "OK", self.ours))

    def ring(self) -> None:
        """Say that it rings."""
        self._reply(180, "Ringing")

    def _reply(self, status: int, reason: str, body: str = "") -> None:
        assert self.invite
        self.status = status
        self.last_answer = reply(self.invite, status, reason, self.ours, self.phone.contact, body)
        self.phone.send(self.last_answer)

    def _acknowledge(self, it: Message) -> None:
        target = it["contact"].split("<")[-1].split(">")[0] if it.status == 200 else self.target
        branch = new_branch() if it.status == 200 else it["via"].partition("branch=")[2].partition(";")[0]
        cseq = int(it["cseq"].split()[0])
        self.phone.send(self.phone.request("ACK", target, self.ours, it["to"], self.id, branch, cseq))

    def _refuse_other(self, it: Message) -> None:
        target, cseq = it["contact"].split("<")[-1].split(">")[0], int(it["cseq"].split()[0]) + 1
        self.phone.send(self.phone.request("BYE", target, self.ours, it["to"], self.id, new_branch(), cseq))

    def _request(self, method: str, branch: str, cseq: int) -> bytes:
        return self.phone.request(method, self.target, self.ours, self.theirs, self.id, branch, cseq)


class Phone(asyncio.DatagramProtocol):
    """A telephone. name: its account · hertz: what it says."""

    def __init__(self, name: str, address: str, pbx: Place, hertz: int) -> None:
        self.name, self.address, self.pbx, self.hertz = name, address, pbx, hertz
        self.port = 0
        self.talks: dict[str, Talk] = {}
        self.rung: asyncio.Queue[Talk] = asyncio.Queue()
        self.received: list[bytes] = []
        self._transport: asyncio.DatagramTransport | None = None
        self._answers: dict[str, asyncio.Future[Message]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def contact(self) -> str:
        """Where it is reached."""
        return f"<sip:{self.name}@{self.address}:{self.port}>"

    async def start(self, port: int = 0) -> None:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(self.address, port))
        self.port = self._transport.get_extra_info("sockname")[1]

    def close(self) -> None:
        """Be gone, saying nothing."""
        for talk in self.talks.values():
            talk.sound.close()
        if self._transport is not None:
            self._transport.close()

    async def register(self, password: str, seconds: int = 300) -> int:
        """Log in, or out with 0 seconds; answers the status."""
        uri, own = f"sip:{self.pbx[0]}:{self.pbx[1]}", f"<sip:{self.name}@{self.pbx[0]}>"
        call, tag, more = secrets.token_hex(8), secrets.token_hex(4), [("Expires", str(seconds))]
        for cseq in (1, 2):
            said = self._answers[call] = asyncio.get_running_loop().create_future()
            self.send(self.request("REGISTER", uri, f"{own};tag={tag}", own, call, new_branch(), cseq, more))
            async with asyncio.timeout(DEADLINE_SECONDS):
                answer = await said
            if answer.status != 401:
                return answer.status
            given = authorization(answer["www-authenticate"], "REGISTER", uri, self.name, password)
            more = [("Expires", str(seconds)), ("Authorization", given)]
        return answer.status

    async def invite(self, dialled: str, ours: str, more: list[tuple[str, str]] | None = None) -> Talk:
        """Ring somebody. ours: the From header, without a tag · more: further headers."""
        uri = f"sip:{dialled}@{self.pbx[0]}:{self.pbx[1]}"
        sound, port = await self._sound()
        talk = Talk(self, secrets.token_hex(8), f"{ours};tag={secrets.token_hex(4)}", f"<{uri}>", sound, port, uri)
        talk.branch = new_branch()
        self.talks[talk.id] = talk
        body = offered(self.address, port)
        talk.first = self.request("INVITE", uri, talk.ours, talk.theirs, talk.id, talk.branch, 1, more, body)
        self.send(talk.first)
        return talk

    def request(
        self,
        method: str,
        uri: str,
        ours: str,
        theirs: str,
        call: str,
        branch: str,
        cseq: int,
        more: list[tuple[str, str]] | None = None,
        body: str = "",
    ) -> bytes:
        headers = [
            ("Via", f"SIP/2.0/UDP {self.address}:{self.port};branch={branch};rport"),
            *(("Max-Forwards", "70"), ("From", ours), ("To", theirs), ("Call-ID", call)),
            *(("CSeq", f"{cseq} {method}"), ("Contact", self.contact), *(more or [])),
        ]
        return written(f"{method} {uri} SIP/2.0", headers, body)

    def send(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(data, self.pbx)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        pass

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.received.append(data)
        it = parse(data)
        if it is None:
            return
        call = it["call-id"]
        if it.status and call in self._answers:
            if it.status >= 200 and not self._answers[call].done():
                self._answers[call].set_result(it)
        elif call in self.talks:
            (self.talks[call].answered if it.status else self.talks[call].asked)(it)
        elif it.method == "INVITE":
            task = asyncio.create_task(self._rung(it))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif not it.status and it.method != "ACK":
            self.send(reply(it, 200 if it.method == "OPTIONS" else 481, "-", it["to"]))

    async def _rung(self, it: Message) -> None:
        sound, port = await self._sound()
        if it["call-id"] in self.talks:
            sound.close()
            return
        target = it["contact"].split("<")[-1].split(">")[0]
        ours = f"{it['to']};tag={secrets.token_hex(4)}"
        talk = Talk(self, it["call-id"], ours, it["from"], sound, port, target, invite=it, cseq=100)
        self.talks[talk.id] = talk
        talk.ring()
        self.rung.put_nowait(talk)

    async def _sound(self) -> tuple[Sound, int]:
        loop = asyncio.get_running_loop()
        transport, sound = await loop.create_datagram_endpoint(lambda: Sound(self.hertz), local_addr=(self.address, 0))
        return sound, transport.get_extra_info("sockname")[1]


def new_branch() -> str:
    """A new transaction."""
    return f"z9hG4bK{secrets.token_hex(8)}"


def reply(it: Message, status: int, reason: str, ours: str, contact: str = "", body: str = "") -> bytes:
    """An answer to a request."""
    same = [("Via", value) for name, value in it.headers if name == "via"]
    same += [("From", it["from"]), ("To", ours), ("Call-ID", it["call-id"]), ("CSeq", it["cseq"])]
    return written(f"SIP/2.0 {status} {reason}", same + ([("Contact", contact)] if contact else []), body)

"""An Asterisk of the tests' own: on free ports of the loopback, in a folder that goes with it.

`scripts/get-asterisk` unpacked it into a folder that stays between runs: `HELPLINE_ASTERISK`, or `asterisk-22` in the
cache of this user.
"""

from __future__ import annotations

import base64
import math
import os
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from helpline.settings.telephone import TelephoneLine
from helpline.telephony import pbx_files
from tests.servers.ports import free_port
from tests.tooling.tracked import ROOT

SIP_ADDRESS, TRUNK_ADDRESS = "127.0.0.1", "127.0.0.10"
TEMPLATES = pbx_files.templates(ROOT / "config")
# Below those that a system gives to whoever asks for any port.
MEDIA_PORTS, MARK_ADDRESS = 1000, "127.0.0.11"
DEADLINE_SECONDS, PAUSE_SECONDS = 60, 0.05
RATE = 8000
# A-law carries these without one looking like a multiple of another.
MUSIC_HZ, PROMPT_HZ, CONNECTING_HZ = 2150, 2650, 1550
TONES = {
    **dict.fromkeys(("nl/helpline/welcome", "nl/helpline/waiting", "nl/helpline/fault"), PROMPT_HZ),
    "nl/helpline/connecting": CONNECTING_HZ,
}
TONE_SECONDS = 20


@dataclass(slots=True)
class Asterisk:
    """A server that may be stopped and started again.

    run: its folder · pepper, password: its secrets · trunk_port: where it rings for calls to outside.
    """

    program: Path
    run: Path
    trunk_port: int
    sip_port: int = field(default_factory=lambda: free_datagram_port(SIP_ADDRESS))
    http_port: int = field(default_factory=free_port)
    pepper: str = "pepper-of-the-tests"
    password: str = "password-of-the-tests"
    replaced: dict[str, str] = field(default_factory=dict)
    mark: socket.socket | None = None
    user: int | None = None
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where ARI answers."""
        return f"http://127.0.0.1:{self.http_port}/ari"

    def settings(self) -> TelephoneLine:
        """As a technician would write them."""
        self.mark = self.mark or hold_media_ports()
        first = self.mark.getsockname()[1]
        return TelephoneLine(
            line="asterisk",
            ari_url=self.url,
            sip_url=f"ws://127.0.0.1:{self.http_port}/ws",
            sip_address=f"{SIP_ADDRESS}:{self.sip_port}",
            trunk=f"{TRUNK_ADDRESS}:{self.trunk_port}",
            media_address=SIP_ADDRESS,
            media_ports=(first, first + MEDIA_PORTS - 1),
        )

    def configure(self) -> None:
        """Fill in the packaged files."""
        for folder in (*pbx_files.FOLDERS, "data/sounds/nl/helpline"):
            (self.run / folder).mkdir(parents=True, exist_ok=True)
        secrets = {"ARI_PASSWORD": self.password, "PEPPER": self.pepper}
        values = pbx_files.values_of(self.settings(), "nl", secrets, (self.run, self.program.parent))
        for name, text in TEMPLATES.items():
            if name != pbx_files.LOG_IN:
                for danger, instead in self.replaced.items():
                    text = text.replace(danger, instead)
                (self.run / "etc" / name).write_text(pbx_files.fill_in(text, values))
        with (self.run / "etc/rtp.conf").open("a", encoding="utf-8") as file:
            # a browser of this machine is never offered its loopback, unless another address stands for it
            file.write("\n[ice_host_candidates]\n" + "".join(f"{it} => 127.0.0.1\n" for it in addresses()))
        for name in pbx_files.EMPTY:
            (self.run / "etc" / name).touch()
        for folder in ("documentation", "rest-api"):
            for place in ("lib", "data"):
                link = self.run / place / folder
                if not link.is_symlink():
                    link.symlink_to(self.program.parent / "data" / folder)
        write_tone(self.run / "data/moh/music.wav", MUSIC_HZ)
        for name, hertz in TONES.items():
            write_tone(self.run / "data/sounds" / f"{name}.wav", hertz)

    def start(self) -> None:
        """Start it, and wait until ARI answers."""
        self.process = subprocess.Popen(
            [self.program, "-f", "-C", self.run / "etc/asterisk.conf"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.run,
            user=self.user,
            group=self.user,
        )
        for _ in range(int(DEADLINE_SECONDS / PAUSE_SECONDS)):
            if self._answers():
                return
            assert self.process.poll() is None, "Asterisk ended at its start"
            time.sleep(PAUSE_SECONDS)
        raise AssertionError("Asterisk does not answer")

    def stop(self) -> None:
        """End it at once, as a crash would; its ports for sound may be another's then, who takes them one by one."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
        if self.mark is not None:
            self.mark.close()
            self.mark = None

    def _answers(self) -> bool:
        """All that the helpline asks for is loaded when this one is, the last of its modules."""
        basic = base64.b64encode(f"helpline:{self.password}".encode()).decode()
        request = Request(f"{self.url}/endpoints/PJSIP/trunk", headers={"Authorization": f"Basic {basic}"})
        try:
            with urlopen(request, timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def write_tone(path: Path, hertz: int) -> None:
    """A recording that is one tone."""
    samples = (int(6000 * math.sin(2 * math.pi * hertz * i / RATE)) for i in range(RATE * TONE_SECONDS))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))


def addresses() -> list[str]:
    """Those of this machine beside the loopback."""
    found = subprocess.run(["ip", "-4", "-o", "addr"], capture_output=True, check=False, text=True).stdout
    return [it for it in re.findall(r"inet ([0-9.]+)", found) if not it.startswith("127.")]


def free_datagram_port(address: str) -> int:
    """A port where nobody listens for datagrams."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def hold_media_ports() -> socket.socket:
    """A range of ports for the sound of one Asterisk, the first of which is the port of what is returned; nobody else
    gets it until that is closed."""
    for first in range(20_000, 30_000, MEDIA_PORTS):
        mark = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            mark.bind((MARK_ADDRESS, first))
        except OSError:
            mark.close()
        else:
            return mark
    raise AssertionError("there are no free ports for sound")


def program() -> Path | None:
    """The Asterisk that was fetched, or null."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("HELPLINE_ASTERISK") or cache / "helpline" / "asterisk-22")
    found = folder / "asterisk"
    return found.resolve() if found.exists() else None


@pytest.fixture(scope="module")
def asterisk() -> Iterator[Asterisk]:
    """A server for the tests of one module."""
    found = program()
    if found is None:
        pytest.skip("there is no Asterisk (scripts/get-asterisk FOLDER, and HELPLINE_ASTERISK names the folder)")
    run = Path(tempfile.mkdtemp(prefix="helpline-asterisk-"))
    server = Asterisk(found, run, free_datagram_port(TRUNK_ADDRESS))
    try:
        server.configure()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(run)

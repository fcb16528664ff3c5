"""An Asterisk of the bench's own, as the tests have it, and beside our queue one of its own: 800 rings `Queue()`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpline.identity.caller_pepper import CallerPepper
from helpline.telephony.secret_files import make_ari_password
from tests.servers.asterisk import TRUNK_ADDRESS, Asterisk, free_datagram_port, program

OUR_NUMBER, QUEUE_NUMBER = "1234", "800"
MEMBER = "member"

_QUEUE = """
[helpline-in](+)
exten => 800,1,Set(CALLERID(all)=child <anonymous>)
 same => n,Answer()
 same => n,Queue(beside,n,,,60)
 same => n,Hangup()
"""
_MEMBERS = """
[general]
persistentmembers = no
autofill = yes
[beside]
strategy = rrmemory
timeout = 15
retry = 1
wrapuptime = 0
ringinuse = no
member => PJSIP/member
"""
# as ours are told over ARI
_MEMBER = """
[member]
type = endpoint
transport = transport-sip
context = helpline-phone
aors = member
disallow = all
allow = alaw,ulaw
direct_media = no
send_connected_line = no
[member]
type = aor
contact = sip:member@127.0.0.1:{port}
"""


@contextmanager
def asterisk(keys: Path, member_port: int) -> Iterator[Asterisk]:
    """It runs until the block ends. keys: the key directory of the helpline · member_port: where the only member of the
    other queue is rung.

    Raises:
        RuntimeError: no Asterisk was fetched.
    """
    found = program()
    if found is None:
        raise RuntimeError("there is no Asterisk (scripts/get-asterisk FOLDER, and HELPLINE_ASTERISK names the folder)")
    run = Path(tempfile.mkdtemp(prefix="helpline-bench-"))
    server = Asterisk(found, run, free_datagram_port(TRUNK_ADDRESS))
    server.password, server.pepper = make_ari_password(keys), CallerPepper(keys).written()
    try:
        server.configure()
        _add(run / "etc/modules.conf", "load = app_queue.so\n")
        _add(run / "etc/queues.conf", _MEMBERS)
        _add(run / "etc/helpline/extensions.conf", _QUEUE)
        _add(run / "etc/helpline/pjsip.conf", _MEMBER.format(port=member_port))
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(run)


def _add(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)

"""`helpline phone configure` writes what Asterisk needs, and never over what somebody else wrote without saying so."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from helpline.identity.caller_pepper import CallerPepper
from helpline.telephony.pbx_files import EMPTY
from tests.commands.typed import Run

TRUNK = 'line = "asterisk"\ntrunk = "192.0.2.10"\nmedia_address = "192.0.2.20"\n'


@pytest.fixture
def etc(tmp_path: Path) -> Path:
    return tmp_path / "etc" / "asterisk"


@pytest.fixture
def set_up(house: Path, run: Run, etc: Path):
    """Write the section, and run the command with more words; answers with what it said."""

    def configured(section: str, *words: str, fails: bool = False) -> str:
        config = house / "config"
        (config / "helpline.toml").write_text(f"[telephone]\n{section}")
        done = run("phone", "configure", "--to", str(etc), *words, HELPLINE_CONFIG=str(config))
        assert (done.exit_code != 0) is fails, done.output
        return done.output

    return configured


def test_on_sqlite_the_server_attends_to_the_telephone(house: Path, run: Run):
    done = run("phone")
    assert done.exit_code == 2
    assert "helpline serve" in done.output


def test_everything_is_filled_in_and_what_is_secret_is_for_its_owner_alone(set_up, house: Path, etc: Path):
    said = set_up(TRUNK)
    written = {path.relative_to(etc).as_posix(): path for path in etc.rglob("*.conf")}
    assert {"pjsip.conf", "modules.conf", "helpline/pjsip.conf", "helpline/extensions.conf"} <= set(written)
    assert not set(EMPTY) & set(written)
    assert all(f"{path}: written" in said for path in written.values())
    assert {stat.S_IMODE(path.stat().st_mode) for path in written.values()} == {0o600}
    password = (house / "keys" / "telephone.password").read_text()
    assert f"password = {password}\n" in written["helpline/ari.conf"].read_text()
    assert CallerPepper(house / "keys").written() in written["helpline/extensions.conf"].read_text()
    pjsip = written["helpline/pjsip.conf"].read_text()
    assert "contact = sip:192.0.2.10\n" in pjsip
    assert "match = 192.0.2.10\n" in pjsip
    assert "media_address = 192.0.2.20\n" in pjsip
    assert not any(word in pjsip for word in ("@", "cert_file", "media_encryption", "outbound_auth"))
    assert "[directories]" in written["asterisk.conf"].read_text()
    assert "astetcdir" not in written["asterisk.conf"].read_text()
    assert password not in said
    assert "systemctl restart asterisk" in said


def test_twice_is_as_once_and_a_new_setting_changes_only_what_it_is_in(set_up, etc: Path):
    set_up(TRUNK)
    before = {path: path.read_bytes() for path in etc.rglob("*.conf")}
    assert "written" not in set_up(TRUNK)
    assert {path: path.read_bytes() for path in etc.rglob("*.conf")} == before
    said = set_up(TRUNK.replace("192.0.2.20", "192.0.2.21"))
    assert [line for line in said.splitlines() if "written anew" in line] == [
        f"→ {etc / 'helpline/pjsip.conf'}: written anew"
    ]


@pytest.mark.parametrize("theirs", ["[general]\nmine = yes\n", None])
def test_a_file_that_was_changed_by_hand_stays_unless_it_is_said_and_then_beside_it(set_up, etc: Path, theirs):
    set_up(TRUNK)
    file = etc / "rtp.conf"
    own = theirs or file.read_text().replace("strictrtp = yes", "strictrtp = no")
    file.write_text(own)
    before = {path: path.read_bytes() for path in etc.rglob("*") if path.is_file()}
    said = set_up(TRUNK.replace("192.0.2.20", "192.0.2.21"), fails=True)
    assert "rtp.conf is not as we wrote it, or not ours. Nothing was written" in said
    assert {path: path.read_bytes() for path in etc.rglob("*") if path.is_file()} == before
    assert "what was there is now rtp.conf.before" in set_up(TRUNK, "--replace")
    assert (etc / "rtp.conf.before").read_text() == own
    assert "strictrtp = yes" in file.read_text()


def test_an_asterisk_that_serves_others_gets_only_what_it_includes(set_up, etc: Path):
    (etc / "pjsip.conf").parent.mkdir(parents=True)
    (etc / "pjsip.conf").write_text("[other]\n")
    said = set_up(TRUNK, "--include")
    assert {path.parent.name for path in etc.rglob("*.conf") if path.name != "pjsip.conf"} == {"helpline"}
    assert (etc / "pjsip.conf").read_text() == "[other]\n"
    assert "pjsip.conf (#include helpline/pjsip.conf)" in said


def test_tls_a_log_in_and_a_stun_server_are_filled_in_where_they_are_set(set_up, house: Path, etc: Path):
    more = (
        'trunk_transport = "tls"\ntrunk_sealed = true\ncertificate = "/etc/pbx.pem"\ncertificate_key = "/etc/pbx.key"\n'
        'trunk_user = "31880000000"\ntrunk_addresses = ["192.0.2.0/28"]\nsip_address = "0.0.0.0:5061"\n'
        'ice_servers = ["turn:turn.example.org", "stun:stun.example.org:3478"]\n'
    )
    assert "trunk.password: is missing" in set_up(TRUNK + more, fails=True)
    secret = house / "keys" / "trunk.password"
    secret.write_text("a;b\n")
    secret.chmod(0o600)
    assert "trunk.password: is no password" in set_up(TRUNK + more, fails=True)
    secret.write_text("secret-of-the-trunk\n")
    said = set_up(TRUNK + more)
    pjsip, log_in = ((etc / "helpline" / name).read_text() for name in ("pjsip.conf", "pjsip_login.conf"))
    for line in (
        "protocol = tls", "cert_file = /etc/pbx.pem", "priv_key_file = /etc/pbx.key", "verify_server = yes",
        "media_encryption = sdes", r"contact = sip:192.0.2.10\;transport=tls", "match = 192.0.2.0/28",
        "outbound_auth = trunk-login",
    ):  # fmt: skip
        assert f"{line}\n" in pjsip
    assert "password = secret-of-the-trunk\n" in log_in
    assert "client_uri = sip:31880000000@192.0.2.10\n" in log_in
    assert "stunaddr = stun.example.org:3478\n" in (etc / "rtp.conf").read_text()
    assert "secret-of-the-trunk" not in said


def test_without_a_trunk_there_is_nothing_to_configure(set_up, etc: Path):
    assert 'Set [telephone] line to "asterisk"' in set_up("", fails=True)
    assert "Set [telephone] trunk" in set_up('line = "asterisk"\n', fails=True)
    assert not etc.exists()


def test_one_without_a_media_address_is_told_so(set_up):
    assert "media_address is empty" in set_up('line = "asterisk"\ntrunk = "sip.example.org"\n')

"""What `helpline doctor` finds of a real Asterisk, with each fault let in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpline.commands.checks import telephone
from helpline.commands.checks.finding import Finding
from helpline.core.prompts import CATALOGUE
from helpline.identity import caller_pepper
from helpline.settings import load
from helpline.telephony import secret_files
from helpline.telephony.pbx_files import RECORDING
from tests.commands.typed import Run
from tests.servers.asterisk import TRUNK_ADDRESS, Asterisk, free_datagram_port, program

pytestmark = pytest.mark.slow
PARTS = {
    "telephone", "telephone modules", "telephone never keeps", "telephone logs", "telephone lists",
    "telephone recording", "telephone pepper", "telephone sound", "telephone trunk", "telephone prompts",
    "telephone unread packets",
}  # fmt: skip


@dataclass(slots=True)
class Clinic:
    """A helpline, its Asterisk, and the doctor."""

    house: Path
    server: Asterisk
    more: str = ""
    """Lines of settings that are no text."""

    def found(self, **instead: str) -> dict[str, Finding]:
        """What the doctor finds; of each part the worst. instead: settings that are otherwise."""
        it = self.server.settings()
        stated = {
            "line": "asterisk", "ari_url": it.ari_url, "trunk": it.trunk, "media_address": it.media_address,
            "asterisk_folder": str(self.server.run / "etc"), **instead,
        }  # fmt: skip
        lines = "".join(f'{key} = "{value}"\n' for key, value in stated.items()) + self.more
        (self.house / "config" / "helpline.toml").write_text(f"[telephone]\n{lines}")
        settings = load({"HELPLINE_DATA": str(self.house), "HELPLINE_CONFIG": str(self.house / "config")})
        order = ("ok", "warn", "fail")
        found = sorted(telephone.look_at(settings), key=lambda it: order.index(it.mark))
        return {finding.part: finding for finding in found}

    def is_run_by_its_own_user(self) -> None:
        """As on the machine of a helpline, and not as the tests of somebody who is root."""
        if os.geteuid() == 0:
            os.chown(self.server.run / "run/asterisk.ctl", 65534, -1)

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.server.run / "etc" / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))


@pytest.fixture
def clinic(house: Path, tmp_path: Path) -> Iterator[Clinic]:
    found = program()
    if found is None:
        pytest.skip("there is no Asterisk (scripts/get-asterisk FOLDER, and HELPLINE_ASTERISK names the folder)")
    server = Asterisk(found, tmp_path / "pbx", free_datagram_port(TRUNK_ADDRESS))
    server.password = secret_files.make_ari_password(house / "keys")
    server.pepper = caller_pepper.CallerPepper(house / "keys").written()
    server.configure()
    recording = server.run / RECORDING
    recording.mkdir()
    recording.chmod(0o555)
    for language in ("nl", "en"):
        made = house / "sounds" / language / "helpline"
        made.mkdir(parents=True)
        for name in CATALOGUE:
            (made / f"{name}.wav").touch()
        place = server.run / "data/sounds" / language / "helpline"
        if place.is_dir():
            shutil.rmtree(place)
        place.parent.mkdir(exist_ok=True)
        place.symlink_to(made)
    try:
        yield Clinic(house, server)
    finally:
        server.stop()


def test_one_that_is_as_it_should_be_has_nothing_to_mend(clinic: Clinic, run: Run):
    clinic.server.start()
    clinic.is_run_by_its_own_user()
    found = clinic.found()
    assert {part: it.mark for part, it in found.items()} == dict.fromkeys(PARTS, "ok"), found
    assert "Asterisk 22." in found["telephone"].what
    said = run("doctor", HELPLINE_CONFIG=str(clinic.house / "config")).stdout
    assert "ok    telephone never keeps: nothing is loaded that records" in said


def test_root_can_record_whatever_the_rights_of_the_folder(clinic: Clinic):
    if os.geteuid() != 0:
        pytest.skip("only root can start an Asterisk of root")
    clinic.server.start()
    it = clinic.found()["telephone recording"]
    assert (it.mark, "runs as root" in it.what, "runuser" in it.advice) == ("warn", True, True)


def test_one_that_is_not_there_or_refuses_us_is_told(clinic: Clinic):
    away = clinic.found()["telephone"]
    assert (away.mark, "does not answer" in away.what) == ("fail", True)
    clinic.server.start()
    secret = clinic.house / "keys" / secret_files.ARI
    secret.write_text("another-password")
    refused = clinic.found()["telephone"]
    assert (refused.mark, "refuses helpline with our password" in refused.what) == ("fail", True)
    secret.unlink()
    assert "telephone.password: is missing" in clinic.found()["telephone"].what


RECORDERS = ("res_ari_recordings", "app_mixmonitor", "app_record", "app_voicemail", "cdr_csv")


def test_whatever_records_or_lists_calls_is_found_by_name(clinic: Clinic):
    more = "".join(f"load = {name}.so\n" for name in (*RECORDERS, "res_smdi", "res_adsi"))
    clinic.replace("modules.conf", "load = pbx_config.so\n", f"load = pbx_config.so\n{more}")
    clinic.server.start()
    it = clinic.found()["telephone never keeps"]
    assert it.mark == "fail"
    assert {name for name in RECORDERS if f"{name}.so" in it.what} == set(RECORDERS)


def test_a_module_that_does_not_run_is_named(clinic: Clinic):
    clinic.replace("modules.conf", "load = bridge_softmix.so\n", "")
    clinic.server.start()
    it = clinic.found()["telephone modules"]
    assert (it.mark, "bridge_softmix.so" in it.what) == ("fail", True)


@pytest.mark.parametrize("level", ["verbose", "debug", "notice", "warning"])
def test_a_log_that_might_hold_a_number_is_told(clinic: Clinic, level: str):
    clinic.replace("logger.conf", "=> error", f"=> error,{level}")
    clinic.server.start()
    it = clinic.found()["telephone logs"]
    assert (it.mark, level in it.what.lower()) == ("fail", True)


@pytest.mark.parametrize(
    ("address", "mark"), [("127.0.0.1/32", "fail"), ("127.0.0.0/8", "fail"), ("127.0.0.2/32", "ok")]
)
def test_a_trunk_that_would_be_taken_for_the_browsers_is_told(clinic: Clinic, address: str, mark: str):
    clinic.server.start()
    clinic.more = f'trunk_addresses = ["{address}"]\n'
    assert clinic.found()["telephone trunk"].mark == mark
    assert clinic.found(phones="telephone")["telephone trunk"].mark == "ok"


def test_what_stands_wrongly_in_its_files_is_told(clinic: Clinic):
    clinic.server.start()
    clinic.replace("cel.conf", "enable = no", "enable = yes")
    (clinic.server.run / RECORDING).chmod(0o777)
    clinic.replace("helpline/extensions.conf", clinic.server.pepper, "0" * 64)
    (clinic.house / "sounds/en/helpline/welcome.wav").unlink()
    found = clinic.found(media_address="")
    marks = {part: found[part].mark for part in PARTS if found[part].mark != "ok"}
    assert marks == {
        "telephone lists": "fail", "telephone recording": "fail", "telephone pepper": "fail",
        "telephone prompts": "fail", "telephone sound": "warn",
    }  # fmt: skip
    assert all(it.advice for it in found.values() if it.mark != "ok")
    assert clinic.server.pepper not in repr(found)
    assert clinic.server.password not in repr(found)


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "[startup]\ntype = startup\nlog_level = 2\n",
        "[log_mappings]\ntype = log_mappings\nasterisk_error = 0,1\n",
        ";[log_mappings]\n;type = log_mappings\n;asterisk_error = 0\n",
        "[log_mappings]\ntype = log_mappings\nasterisk_error = 0\nasterisk_error = 1\n",
        "[log_mappings]\ntype = log_mappings\nasterisk_error = 0\n#include other.conf\n",
    ],
)
def test_what_lets_unreadable_packets_into_the_log_is_told(clinic: Clinic, written: str | None):
    path = clinic.server.run / "etc" / "pjproject.conf"
    path.unlink()
    if written is not None:
        path.write_text(written)
    it = clinic.found()["telephone unread packets"]
    assert (it.mark, "--replace" in it.advice) == ("fail", True)


def test_what_asterisk_has_not_read_yet_is_not_in_force(clinic: Clinic):
    path = clinic.server.run / "etc" / "pjproject.conf"
    ours = path.read_text()
    path.write_text("")
    clinic.server.start()
    before = path.stat().st_mtime
    path.write_text(ours)
    assert path.stat().st_mtime > before
    it = clinic.found()["telephone unread packets"]
    assert (it.mark, it.advice) == ("warn", "Restart Asterisk.")
    assert clinic.server.process is not None
    clinic.server.process.kill()
    clinic.server.process.wait()
    clinic.server.start()
    assert clinic.found()["telephone unread packets"].mark == "ok"


def test_an_asterisk_on_another_machine_is_looked_at_as_far_as_can_be(clinic: Clinic):
    clinic.server.start()
    found = clinic.found(asterisk_folder="/nowhere")
    assert {part: it.mark for part, it in found.items() if it.mark != "ok"} == {
        "telephone lists": "warn", "telephone recording": "warn", "telephone pepper": "warn",
        "telephone prompts": "warn", "telephone unread packets": "warn",
    }  # fmt: skip


def test_without_a_telephone_there_is_nothing_to_look_at(clinic: Clinic):
    assert [it.what for it in clinic.found(line="none").values()] == ["none"]
    assert [it.mark for it in clinic.found(line="practice").values()] == ["ok"]

"""A new helpline: directories for its owner alone, keys that are never overwritten, and a promise."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from helpline.commands import promise
from helpline.identity.epoch_keys import EpochKeys
from helpline.settings import load
from helpline.vault.file_vault import FileVault
from tests.commands.typed import ROOT, Run, program

TRACED = "At this helpline nobody can be traced."


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_are_made_that_only_their_owner_can_read(run: Run, data: Path):
    assert run("init").exit_code == 0
    EpochKeys(data / "keys")
    FileVault(data / "keys")
    files = [path for path in data.rglob("*") if path.is_file()]
    assert len([path for path in files if path.suffix == ".key"]) == 3
    assert {mode(path) for path in files} == {0o600}
    assert {mode(path) for path in (data, *data.rglob("*")) if path.is_dir()} == {0o700}


def test_keys_are_never_overwritten(run: Run, data: Path):
    run("init")
    before = {path: path.read_bytes() for path in data.rglob("*.key")}
    again = run("init")
    assert again.exit_code == 1
    assert "holds keys already. Nothing was overwritten" in again.stderr
    assert {path: path.read_bytes() for path in data.rglob("*.key")} == before


@pytest.mark.parametrize("lost", ["identity", "vault"])
def test_half_of_the_keys_are_not_completed_by_new_ones(run: Run, data: Path, lost: str):
    run("init")
    for path in (data / "keys" / lost).rglob("*.key"):
        path.unlink()
    done = run("init")
    assert done.exit_code == 1
    assert f"{data / 'keys' / lost} is missing. Nothing was made: put the keys back from their copy." in done.stderr
    assert list((data / "keys" / lost).rglob("*.key")) == []


def test_settings_that_are_missing_beside_the_keys_are_named_and_not_made(run: Run, data: Path):
    run("init")
    (data / "config" / "rules.toml").unlink()
    done = run("init")
    assert done.exit_code == 1
    assert f"{data / 'config' / 'rules.toml'} is missing. Nothing was made: put it back from a backup" in done.stderr
    assert not (data / "config" / "rules.toml").exists()


def test_a_copy_of_the_packaged_settings_is_there_to_be_changed(run: Run, data: Path):
    said = run("init")
    assert not (data / "config" / "asterisk").exists(), "`helpline phone configure` fills those in"
    for path in (ROOT / "config").rglob("*"):
        if path.is_file() and path.relative_to(ROOT / "config").parts[0] != "asterisk":
            own = (data / "config" / path.relative_to(ROOT / "config")).read_text()
            assert own.replace("\n# ", "\n") == path.read_text().replace("\n# ", "\n")
    assert f"export HELPLINE_CONFIG={data / 'config'}" in said.stdout


@pytest.mark.parametrize("by_option", [True, False])
def test_settings_that_are_there_stay_as_they_are(run: Run, tmp_path: Path, by_option: bool):
    own = tmp_path / "own"
    own.mkdir()
    (own / "rules.toml").write_text("[opening]\nalways = true\n")
    done = run("init", "--config", str(own)) if by_option else run("init", HELPLINE_CONFIG=str(own))
    assert done.exit_code == 0
    assert (own / "rules.toml").read_text() == "[opening]\nalways = true\n"
    assert (own / "helpline.toml").exists()
    assert "export" not in done.stdout


def test_the_data_and_the_keys_may_be_elsewhere(run: Run, data: Path, tmp_path: Path):
    assert run("init", "--data", str(tmp_path / "there"), HELPLINE_KEYS=str(tmp_path / "safe")).exit_code == 0
    assert (tmp_path / "safe" / "vault" / "master.key").exists()
    assert (tmp_path / "there" / "config").is_dir()
    assert not data.exists()


def test_without_a_terminal_the_promise_is_shown_and_not_signed(run: Run, data: Path):
    said = run("init")
    assert TRACED in said.stdout
    assert "kan niemand worden opgespoord" in said.stdout
    assert not promise.signed(data).exists()


def test_the_promise_can_be_signed_at_once(run: Run, data: Path):
    assert run("init", "--accept").exit_code == 0
    written = promise.signed(data).read_text()
    assert TRACED in written
    assert "Signed 20" in written


def test_the_promise_can_be_signed_later(run: Run, data: Path):
    run("init")
    later = run("init", "--accept")
    assert later.exit_code == 0
    assert promise.signed(data).exists()
    assert run("init", "--accept").exit_code == 1


@pytest.mark.parametrize(("answer", "signs"), [("y\n", True), ("n\n", False)])
def test_at_a_terminal_it_is_asked(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, answer: str, signs: bool):
    monkeypatch.setattr(promise, "at_terminal", lambda: True)
    done = run("init", typed=answer)
    assert (done.exit_code == 0, promise.signed(data).exists()) == (signs, signs)
    assert signs or not data.exists()


def test_a_file_in_the_way_is_told_in_a_sentence(run: Run, tmp_path: Path):
    (tmp_path / "file").write_text("not a directory")
    done = run("init", "--data", str(tmp_path / "file" / "data"))
    assert done.exit_code == 1
    assert "cannot be written (Not a directory)" in done.stderr


def test_a_process_of_its_own_needs_no_terminal(tmp_path: Path):
    done = program("init", data=tmp_path / "data", typed="")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_sentences_are_there_to_be_woken_one_by_one(run: Run, data: Path):
    run("init")
    path = data / "config" / "texts" / "nl.toml"
    assert load({}, config=data / "config").words.own["nl"] == {}
    path.write_text(path.read_text().replace('# child_welcome = "Fijn dat je er bent."', 'child_welcome = "Hoi."'))
    assert load({}, config=data / "config").words.own["nl"] == {"child_welcome": "Hoi."}

"""`helpline serve` starts when everything is there, and says in a sentence what is not."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from helpline.db import schema
from tests.commands.typed import PASSWORD, Run, Server, program
from tests.servers.ports import free_port


def test_a_split_face_needs_postgresql(house: Path, run: Run):
    done = run("serve", "--face", "child")
    assert done.exit_code == 2
    assert done.stderr == "--face needs PostgreSQL: on SQLite one process serves both. Leave it out.\n"


def test_a_wrong_setting_is_named_with_its_file_and_what_is_allowed(house: Path, run: Run, tmp_path: Path):
    (tmp_path / "rules.toml").write_text("[routing]\noffer_seconds = 0\n")
    done = run("serve", HELPLINE_CONFIG=str(tmp_path))
    assert done.exit_code == 2
    allowed = "is 0; allowed: a whole number from 1 to 86,400"
    assert done.stderr == f"A setting is wrong. {tmp_path}/rules.toml: [routing] offer_seconds {allowed}\n"


def test_without_a_data_directory_it_asks_for_init(run: Run, data: Path):
    done = run("serve")
    assert (done.exit_code, done.stderr) == (2, f"{data}: is not there yet. Run `helpline init`.\n")


@pytest.mark.parametrize("lost", ["vault/master.key", "identity/epoch-*.key"])
def test_without_a_key_it_does_not_start(house: Path, lost: str):
    for path in (house / "keys").glob(lost):
        path.unlink()
    done = program("serve", "--port", "0", data=house)
    assert done.returncode == 2
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(str(house / "keys"))


def test_with_a_key_that_others_may_read_it_does_not_start(house: Path):
    (house / "keys" / "vault" / "master.key").chmod(0o640)
    done = program("serve", "--port", "0", data=house)
    assert done.returncode == 2
    assert "others than its owner may read it. Run `chmod 600" in done.stderr


def test_with_an_old_schema_it_asks_for_migrate(house: Path):
    with closing(sqlite3.connect(house / "helpline.sqlite3")) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '0000'")
    done = program("serve", "--port", "0", data=house)
    sentence = f"The database is at step 0000, this version needs {schema.NEWEST}. Run `helpline migrate`.\n"
    assert (done.returncode, done.stderr) == (2, sentence)


def test_on_a_port_that_is_taken_it_does_not_start(house: Path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = program("serve", "--port", str(other.getsockname()[1]), data=house)
    assert (done.returncode, done.stderr.splitlines()[-1][:18]) == (2, "The port is taken.")


@pytest.mark.slow
def test_it_serves_until_it_is_told_to_stop(house: Path):
    with Server("serve", "--port", "0", data=house) as server:
        assert server.ready().ask("/readyz").status == 200
        assert server.ask("/").status == server.ask("/desk").status == 200
        figures = server.ask("/metrics").body
        assert b'helpline_attempts_last_hour{outcome="abandoned"} 0.0' in figures
        assert b"\nhelpline_telephone_up " not in figures
        assert server.stop() == 0


@pytest.mark.slow
def test_it_listens_on_the_address_that_it_is_told_alone(house: Path):
    with Server("serve", "--port", "0", "--host", "127.0.0.2", data=house) as server:
        assert server.ready().ask("/readyz", host="127.0.0.2").status == 200
        with pytest.raises(ConnectionRefusedError):
            server.ask("/readyz", host="127.0.0.1")


@pytest.mark.slow
def test_it_listens_where_the_environment_says(house: Path):
    port = free_port()
    with Server("serve", data=house, PORT=str(port)) as server:
        assert server.ready().port == port


@pytest.mark.slow
def test_a_second_node_needs_postgresql(house: Path):
    with Server("serve", "--port", "0", data=house) as server:
        server.ready()
        done = program("serve", "--port", "0", data=house)
        assert done.returncode == 2
        assert "a second node needs PostgreSQL" in done.stderr
        assert server.ask("/readyz").status == 200


@pytest.mark.slow
def test_after_a_kill_the_next_process_starts(house: Path):
    with Server("serve", "--port", "0", data=house) as server:
        server.ready()
        os.kill(server.process.pid, signal.SIGKILL)
        with Server("serve", "--port", "0", data=house) as again:
            assert again.ready().ask("/readyz").status == 200


@pytest.mark.slow
def test_who_is_added_while_it_runs_can_log_in_and_who_is_disabled_is_out(house: Path, run: Run):
    with Server("serve", "--port", str(free_port()), data=house) as server:
        server.ready()
        words = ("users", "add", "eva", "--role", "volunteer", "--alias", "Iris", "--password-stdin")
        assert run(*words, typed=f"{PASSWORD}\n").exit_code == 0
        entered = server.ask("/api/session", {"name": "eva", "password": PASSWORD})
        assert entered.status == 204
        assert server.ask("/api/form", cookie=entered.cookie).status == 200
        assert run("users", "disable", "eva").exit_code == 0
        assert server.ask("/api/form", cookie=entered.cookie).status == 401
        assert server.ask("/api/session", {"name": "eva", "password": PASSWORD}).status == 401


@pytest.mark.slow
def test_on_postgresql_a_face_can_be_served_by_itself(postgresql_url: str, house: Path, tmp_path: Path):
    said = {"HELPLINE_DATABASE_URL": postgresql_url}
    assert program("migrate", data=house, **said).returncode == 0
    with (
        Server("serve", "--face", "child", "--port", "0", data=house, **said) as child,
        Server("serve", "--face", "desk", "--port", "0", data=house, **said) as desk,
    ):
        assert (child.ready().ask("/").status, child.ask("/desk").status) == (200, 404)
        assert (desk.ready().ask("/").status, desk.ask("/desk").status) == (404, 200)

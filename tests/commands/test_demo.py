"""`helpline demo`: one command, and a whole helpline is there."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import pytest

from tests.commands.typed import PASSWORD, Server, program

pytestmark = pytest.mark.slow
PEOPLE = ("ann", "ben", "cora", "dirk")


def password_of(said: list[str]) -> str:
    (line,) = (line for line in said if "password:" in line)
    return line.partition("password: ")[2]


def entered(server: Server, name: str, password: str) -> int:
    return server.ask("/api/session", {"name": name, "password": password}).status


def test_it_makes_everything_by_itself_and_prints_how_to_get_in(data: Path):
    with Server("demo", "--port", "0", "--data", str(data), data=data) as server:
        said = server.lines("Stop with")
        server.ready()
        for step in ("keys", "settings", "database", "people", "server"):
            assert any(line.startswith(f"→ {step}") for line in said)
        assert f"  Child   http://localhost:{server.port}/" in said
        assert f"  Desk    http://localhost:{server.port}/desk" in said
        assert f"  Ring    http://localhost:{server.port}/practice (to practise: choose allebei at the desk)" in said
        assert server.ask("/", host="localhost").status == server.ask("/desk").status == 200
        assert [entered(server, name, password_of(said)) for name in PEOPLE] == [204] * 4
        assert server.stop() == 0


def test_started_again_it_goes_on_where_it_was(data: Path):
    said = []
    for _ in range(2):
        with Server("demo", "--port", "0", data=data) as server:
            said.append(server.lines("Stop with"))
            server.ready()
            assert entered(server, "ann", password_of(said[0])) == 204
            assert server.stop() == 0
    assert password_of(said[0]) == password_of(said[1])
    assert stat.S_IMODE((data / "demo-password").stat().st_mode) == 0o600
    listed = program("users", "list", data=data).stdout.splitlines()[1:]
    assert [line.split()[:4] for line in listed] == [
        ["ann", "Nora", "volunteer", "independent"],
        ["ben", "Sam", "volunteer", "independent"],
        ["cora", "Lou", "coordinator", "independent"],
        ["dirk", "Kim", "coordinator", "independent"],
    ]


def test_the_password_can_be_chosen_and_chosen_anew(data: Path):
    for password in ("first one", PASSWORD, ""):
        with Server("demo", "--port", "0", data=data, HELPLINE_DEMO_PASSWORD=password) as server:
            said = server.lines("Stop with")
            server.ready()
            wanted = password or PASSWORD
            assert password_of(said) == wanted
            assert (entered(server, "dirk", wanted), entered(server, "dirk", "first one ")) == (204, 401)
            server.stop()


def test_the_other_commands_work_on_its_directory_meanwhile(data: Path):
    with Server("demo", "--port", "0", data=data, HELPLINE_DEMO_PASSWORD=PASSWORD) as server:
        server.ready()
        for words in (["migrate"], ["retention", "run"], ["keys", "rotate"], ["doctor"], ["users", "disable", "ben"]):
            done = program(*words, "--data", str(data), data=data, HELPLINE_DATA="")
            assert (done.returncode, done.stderr) == (0, "")
        assert (entered(server, "ann", PASSWORD), entered(server, "ben", PASSWORD)) == (204, 401)
    with Server("demo", "--port", "0", data=data) as server:
        server.ready()
        assert entered(server, "ben", PASSWORD) == 401


def test_it_has_a_place_of_its_own_when_none_is_named(tmp_path: Path):
    with Server("demo", "--port", "0", data=tmp_path, HELPLINE_DATA="", XDG_DATA_HOME=str(tmp_path)) as server:
        server.ready()
        assert (tmp_path / "helpline-demo" / "helpline.sqlite3").exists()


def test_a_database_for_others_is_left_alone(data: Path):
    url = "postgresql://helpline@127.0.0.1:9/helpline"
    with Server("demo", "--port", "0", data=data, HELPLINE_DATABASE_URL=url) as server:
        assert server.process.stderr is not None
        assert server.process.stderr.readline().startswith("A demo has a database of its own")
        server.ready()
    assert (data / "helpline.sqlite3").exists()


def test_a_port_that_is_taken_is_told_before_anything_is_made(data: Path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = program("demo", "--port", str(other.getsockname()[1]), data=data)
    assert (done.returncode, done.stderr[:18]) == (2, "The port is taken.")
    assert not data.exists()


def test_a_wrong_setting_is_named(data: Path, tmp_path: Path):
    (tmp_path / "helpline.toml").write_text('[web]\norigin = "http://localhost"\n')
    done = program("demo", "--port", "0", "--config", str(tmp_path), data=data)
    assert done.returncode == 2
    assert "[web] origin is not a key that we know" in done.stderr


def test_its_own_settings_are_heeded(data: Path, tmp_path: Path):
    (tmp_path / "helpline.toml").write_text("[web]\noperators = []\n")
    with Server("demo", "--port", "0", "--config", str(tmp_path), data=data) as server:
        assert server.ready().ask("/metrics").status == 403


def test_nobody_else_on_the_network_can_reach_it(data: Path):
    with Server("demo", "--port", "0", data=data) as server:
        server.ready()
        listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
        ours = [line.split()[1].split(":") for line in listening if line.split()[3] == "0A"]
        assert {address for address, port in ours if int(port, 16) == server.port} == {"0100007F"}

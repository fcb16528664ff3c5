"""`helpline copy`: an installation moves to PostgreSQL, whole or not at all, and nothing readable stays behind."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from helpline.commands import copy
from helpline.db.tables import metadata
from tests.commands.typed import PASSWORD, ROOT, Run, Server, environment, program
from tests.realtime.faces.clients import ChildClient, DeskClient
from tests.servers.ports import free_port
from tests.servers.postgresql import Postgresql

WORDS = "Ik durf niet naar huis."


@pytest.fixture(autouse=True)
def no_blocking() -> None:
    """Nobody is being served by this process."""


@pytest.fixture
def new(postgresql: Postgresql, tmp_path: Path) -> Iterator[str]:
    """A database of this test's own, without tables."""
    name = f"copy_{os.getpid()}_{abs(hash(tmp_path))}"
    postgresql.run("createdb", name)
    try:
        yield postgresql.url(name)
    finally:
        postgresql.run("dropdb", "--force", name)


@pytest.fixture
def there(new: str, house: Path, run: Run) -> str:
    """The same with tables, and somebody in the old one."""
    add(run, "ann")
    assert run("migrate", HELPLINE_DATABASE_URL=new).exit_code == 0
    return new


def add(run: Run, name: str, *more: str, **said: str) -> None:
    words = ("users", "add", name, "--role", "volunteer", "--alias", f"de {name}", "--password-stdin", *more)
    assert run(*words, typed=f"{PASSWORD}\n", **said).exit_code == 0


async def typed(*words: str, **how: Any) -> subprocess.CompletedProcess[str]:
    return await asyncio.to_thread(program, *words, **how)


def is_empty(url: str) -> bool:
    return asyncio.run(_is_empty(url))


async def _is_empty(url: str) -> bool:
    async with create_async_engine(url, poolclass=NullPool).connect() as connection:
        counts = [
            (await connection.execute(text(f'SELECT count(*) FROM "{it.name}"'))).scalar()
            for it in metadata.sorted_tables
        ]
    return not any(counts)


def names(run: Run, **said: str) -> str:
    return run("users", "list", **said).stdout


def test_what_stood_in_the_old_file_stands_in_the_new_database_and_goes_on(there: str, house: Path, run: Run):
    before, old = names(run), f"sqlite:///{house}/helpline.sqlite3"
    done = run("copy", "--from", old, "--to", there.replace("+asyncpg", ""))
    assert done.exit_code == 0, done.stderr
    assert "→ staff  1\n" in done.stdout
    assert "each counted and compared" in done.stdout
    assert "the audit is whole there" in done.stdout
    assert names(run, HELPLINE_DATABASE_URL=there) == before
    add(run, "ben", HELPLINE_DATABASE_URL=there)
    assert run("audit", "verify", HELPLINE_DATABASE_URL=there).exit_code == 0


def test_the_old_file_stays_unless_it_is_asked_for_and_it_says_what_still_opens_it(there: str, house: Path, run: Run):
    done = run("copy", HELPLINE_DATABASE_URL=there)
    path = house / "helpline.sqlite3"
    assert copy.STILL_THERE.format(path=path, keys=house / "keys") in done.stdout
    assert "postgresql" not in done.output
    assert "de ann" in names(run)


def test_removing_it_overwrites_the_file_and_what_a_crash_left_beside_it(there: str, house: Path, run: Run):
    path = house / "helpline.sqlite3"
    written = (
        "import os, sqlite3, sys; raw = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "raw.execute('UPDATE staff SET alias = ?', ('Nora in the log',)); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", written, str(path)], check=False, timeout=60)
    kept = [house / "kept", house / "kept-wal"]
    os.link(path, kept[0])
    os.link(house / "helpline.sqlite3-wal", kept[1])
    assert b"Nora in the log" in kept[1].read_bytes()
    done = run("copy", "--remove-source", HELPLINE_DATABASE_URL=there)
    assert done.exit_code == 0, done.stderr
    assert f"→ overwritten and removed: {path}." in done.stdout
    assert list(house.glob("helpline.sqlite3*")) == []
    for remains in kept:
        content = remains.read_bytes()
        assert content
        assert not content.strip(b"\0"), f"{remains.name} can still be read"
    assert "Nora in the log" in names(run, HELPLINE_DATABASE_URL=there)


def test_a_new_database_with_rows_is_left_alone_and_so_is_the_old_file(there: str, house: Path, run: Run):
    assert run("copy", HELPLINE_DATABASE_URL=there).exit_code == 0
    again = run("copy", "--remove-source", HELPLINE_DATABASE_URL=there)
    assert again.exit_code == 1
    assert "The new database is not empty: there are rows in " in again.stderr
    assert "de ann" in names(run)


def test_a_new_database_without_tables_asks_for_migrate(new: str, house: Path, run: Run):
    done = run("copy", HELPLINE_DATABASE_URL=new)
    assert (done.exit_code, done.stderr) == (1, "The database has no tables yet. Run `helpline migrate`.\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), copy.NO_TARGET),
        (("--to", "sqlite:////tmp/x"), copy.NOT_THESE),
        (("--from", "postgresql://a:geheim@b/c", "--to", "postgresql://a:geheim@b/c"), copy.NOT_THESE),
        (("--to", "mysql://a:geheim@b/c"), "A setting is wrong. command line: --to is not possible as it is"),
        (("--from", "sqlite:////nowhere/x", "--to", "postgresql://a:geheim@b/c"), "/nowhere/x: is not there."),
    ],
)
def test_what_cannot_be_copied_is_said_without_a_password(house: Path, run: Run, words: tuple[str, ...], says: str):
    done = run("copy", *words)
    assert done.exit_code in (1, 2)
    assert done.stderr.startswith(says)
    assert "geheim" not in done.output


def test_a_server_that_runs_must_be_stopped_first(there: str, house: Path, run: Run):
    with Server("serve", "--port", "0", data=house) as server:
        server.ready()
        done = run("copy", "--remove-source", HELPLINE_DATABASE_URL=there)
        assert (done.exit_code, done.stderr) == (2, f"{house}: {copy.RUNS}\n")
        assert server.ask("/readyz").status == 200
    assert is_empty(there)


def test_whoever_else_reads_the_old_file_must_stop_first(there: str, house: Path, run: Run):
    with closing(sqlite3.connect(house / "helpline.sqlite3")) as raw:
        raw.execute("SELECT count(*) FROM staff").fetchone()
        done = run("copy", "--remove-source", HELPLINE_DATABASE_URL=there)
        assert "somebody has it open" in done.stderr
    assert is_empty(there)


@pytest.mark.slow
async def test_a_kill_half_way_leaves_nothing_there_and_the_old_file_whole(there: str, house: Path):
    engine = create_async_engine(there, poolclass=NullPool)
    async with engine.begin() as made:
        await made.execute(text(
            "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END'"
        ))  # fmt: skip
        await made.execute(text("CREATE TRIGGER wait BEFORE INSERT ON staff FOR EACH ROW EXECUTE FUNCTION wait()"))
    async with engine.connect() as other:
        await other.execute(text("SELECT pg_advisory_lock(1)"))
        said = environment(house, HELPLINE_DATABASE_URL=there)
        words = (sys.executable, "-m", "helpline", "copy", "--remove-source")
        copying = await asyncio.create_subprocess_exec(*words, env=said, cwd=ROOT)
        waits = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        async with asyncio.timeout(60):
            while not (await other.execute(waits)).scalar():
                assert copying.returncode is None
        copying.kill()
        await copying.wait()
    async with asyncio.timeout(60), engine.begin() as made:
        await made.execute(text("DROP TRIGGER wait ON staff"))
    assert await _is_empty(there)
    assert "de ann" in (await typed("users", "list", data=house)).stdout
    assert (await typed("copy", data=house, HELPLINE_DATABASE_URL=there)).returncode == 0


@asynccontextmanager
async def pages_of(node: Server) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{node.port}") as http:
        yield http


async def desk(node: Server, http: aiohttp.ClientSession, cookie: str = "") -> tuple[DeskClient, str]:
    if not cookie:
        cookie = (await asyncio.to_thread(node.ask, "/api/session", {"name": "ann", "password": PASSWORD})).cookie
    return await DeskClient.open(http, headers={"Cookie": cookie}), cookie


@pytest.mark.slow
async def test_who_talked_before_the_move_talks_on_after_it(there: str, house: Path, tmp_path: Path):
    config = tmp_path / "config"
    config.mkdir()
    (config / "rules.toml").write_text("[opening]\nalways = true\n")
    said = {"HELPLINE_CONFIG": str(config)}
    with Server("serve", "--port", str(free_port()), data=house, **said) as before:
        async with pages_of(before.ready()) as http:
            blue, (ann, cookie) = await ChildClient.open(http), await desk(before, http)
            token = (await blue.call("enter", {}))["resume"]
            await ann.be("available")
            await ann.accept()
            assert (await blue.call("say", {"text": WORDS, "client_id": "a" * 22}))["ok"]
            await ann.hears("message")
            await blue.close()
            await ann.close()
        assert before.stop() == 0
    assert (await typed("copy", "--remove-source", data=house, HELPLINE_DATABASE_URL=there)).returncode == 0
    with Server("serve", "--port", str(free_port()), data=house, HELPLINE_DATABASE_URL=there, **said) as after:
        async with pages_of(after.ready()) as http:
            blue = await ChildClient.open(http, auth={"resume": token})
            ann, _ = await desk(after, http, cookie)
            again, _ = await desk(after, http)
            assert WORDS in str(blue.view)
            assert WORDS in str(ann.view)
            assert (await blue.call("say", {"text": "Ben je er nog?", "client_id": "b" * 22}))["ok"]
            assert (await ann.hears("message"))["text"] == "Ben je er nog?"
            for client in (blue, ann, again):
                await client.close()

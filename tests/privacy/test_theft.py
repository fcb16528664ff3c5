"""What a thief gets of each part, by the table of docs/privacy.md: each search finds what it looks for where it is."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from click.testing import CliRunner
from redis.asyncio import Redis as Client

from helpline.__main__ import main
from helpline.actions.read import read_messages, read_nickname, read_note
from helpline.clock import SystemClock
from helpline.core.limits import Bucket
from helpline.db.sqlite import SqliteStore
from helpline.db.wakeups import LocalWakeups
from helpline.identity.block_key import BlockKey
from helpline.identity.caller_pepper import CallerPepper
from helpline.identity.epoch_keys import EpochKeys
from helpline.identity.pseudonyms import KeyedPseudonyms
from helpline.messenger.names import Names
from helpline.messenger.redis_limits import RedisLimits
from helpline.ports.limits import Asked
from helpline.vault import file_vault
from helpline.vault.file_vault import FileVault
from tests.commands.typed import PASSWORD, Server, program
from tests.privacy.encodings import find_traces
from tests.privacy.past import ADDRESS, BLUE, DANGER, GREEN, NICKNAME, NOTE, TEXT, Past
from tests.realtime.faces.clients import ChildClient, DeskClient
from tests.servers.redis import Redis

DEADLINE = 60.0
WORDS = [NICKNAME, NOTE, TEXT, f"{TEXT}?"]
IN_CLEAR = "counselling"
"""Of the registration."""


# ---- the database, a back-up, the key directory ----


async def a_conversation(past: Past) -> None:
    """With all that can be written in it."""
    it = await past.talk()
    await past.call_for_help(it.id)
    await past.hand_over(it.id)
    await past.finish(it.id)


def written(folder: Path) -> bytes:
    """Every byte of every file."""
    return b"\n".join(it.read_bytes() for it in sorted(folder.rglob("*")) if it.is_file())


@asynccontextmanager
async def stolen(tmp_path: Path, where: str) -> AsyncIterator[SqliteStore]:
    """A copy of the database with its log, opened elsewhere."""
    folder = tmp_path / where
    await asyncio.to_thread(shutil.copytree, tmp_path / "data", folder)
    store = SqliteStore(folder / "helpline.sqlite3", LocalWakeups())
    await store.open()
    yield store
    await store.close()


async def opened(store: SqliteStore, vault: FileVault) -> list[str | None]:
    """All the words that are in it, for who has these keys."""
    async with store.look() as records:
        (name,) = (await records.connection.exec_driver_sql("SELECT id FROM conversation")).scalars()
        it = await records.conversations.get(name)
        assert it is not None
        said = await read_messages(it, 0, records=records, vault=vault)
        return [read_nickname(it, vault), read_note(it, vault), *(message.text for message in said)]


def keys_of_somebody_else(folder: Path, past: Past) -> FileVault:
    """With a key for the very same day."""
    file_vault.create(folder)
    vault = FileVault(folder)
    vault.prepare(past.clock.now())
    return vault


async def test_the_database_opens_no_word_without_its_keys_and_every_word_with_them(on_sqlite: Past, tmp_path: Path):
    await a_conversation(on_sqlite)
    others = await asyncio.to_thread(keys_of_somebody_else, tmp_path / "others", on_sqlite)
    async with stolen(tmp_path, "thief") as store:
        assert await opened(store, on_sqlite.vault) == WORDS
        assert await opened(store, others) == [None, None]
    every_byte = await asyncio.to_thread(written, tmp_path / "data")
    every_column = repr(await on_sqlite.rows()).encode()
    for content in (every_byte, every_column):
        assert find_traces(content, IN_CLEAR)
        assert [word for word in [*WORDS, *DANGER.values(), ADDRESS, BLUE] if find_traces(content, word)] == []


async def test_of_a_back_up_with_all_keys_nothing_opens_after_forgetting_and_nobody_is_known(
    on_sqlite: Past, tmp_path: Path
):
    await a_conversation(on_sqlite)
    then = on_sqlite.clock.now()
    known = {row["digest"] for row in (await on_sqlite.rows("attempt_pseudonym"))["attempt_pseudonym"]}

    def made_with(keys: Path) -> set[bytes]:
        pseudonyms = KeyedPseudonyms(EpochKeys(keys), BlockKey(keys), CallerPepper(keys))
        return {it.digest for it in (*pseudonyms.of_device(BLUE, then), *pseudonyms.of_network(ADDRESS, then))}

    async with stolen(tmp_path, "backup") as backup:
        assert await opened(backup, await asyncio.to_thread(FileVault, tmp_path / "keys")) == WORDS
        assert known <= await asyncio.to_thread(made_with, tmp_path / "keys")
        on_sqlite.clock.advance(days=31)
        await on_sqlite.forget()
        assert await opened(backup, await asyncio.to_thread(FileVault, tmp_path / "keys")) == [None, None]
        assert not known & await asyncio.to_thread(made_with, tmp_path / "keys")


async def test_the_key_directory_alone_speaks_of_nobody(on_sqlite: Past, tmp_path: Path):
    await a_conversation(on_sqlite)
    names = sorted(path.name for path in (tmp_path / "keys").rglob("*"))
    await on_sqlite.close(GREEN)
    assert sorted(path.name for path in (tmp_path / "keys").rglob("*")) == names
    rows = await on_sqlite.rows("conversation", "attempt", "attempt_pseudonym", "staff")
    ids = {row[key] for table in rows.values() for row in table for key in ("id", "digest", "contact") if key in row}
    ids = {it if isinstance(it, bytes) else it.encode() for it in ids}
    assert len(ids) > 4
    in_data = await asyncio.to_thread(written, tmp_path / "data")
    assert [it for it in ids if it not in in_data] == []
    in_keys = await asyncio.to_thread(written, tmp_path / "keys")
    assert not [it for it in ids if it in in_keys]
    assert [word for word in [*WORDS, ADDRESS, BLUE] if find_traces(in_keys, word)] == []


# ---- Redis, and the memory of the desk ----

MARK = secrets.token_hex(4)
CHILDS_WORDS, VOLUNTEERS_WORDS = f"ik durf niet naar huis {MARK}", f"wat goed dat je dat zegt {MARK}"
NAME, DEVICE, CHILDS_ADDRESS = f"blauwe vogel {MARK}", f"Kanarie{MARK}AAAAAAA", "193.0.14.129"
LOG_IN, ALIAS = f"annemarie{MARK}", f"Zwanehals {MARK}"
CONFIG = '[web]\ntrusted_proxies = ["127.0.0.1/32"]\norigins = ["http://hulplijn.example"]\n'


@dataclass
class Left:
    """What could be taken of two processes and their Redis while a child and a volunteer talked.

    dump: what Redis kept · passed: what was said to it · child, desk: the memory of these processes · ids: of the child
    and its conversation, as the database holds them · secrets: the keys by which pseudonyms are made.
    """

    dump: bytes
    passed: bytes
    child: bytes
    desk: bytes
    ids: list[bytes]
    secrets: list[bytes]


def memory_of(process: int) -> bytes:
    """All that it holds and has written to; of what is only read from files there is nothing to find."""
    found = []
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            start, end, rights = re.match(r"(\w+)-(\w+) (\S+)", line).groups()  # type: ignore[union-attr]
            if rights.startswith("rw"):
                # what belongs to a device, or was given back meanwhile, has nothing to read
                with suppress(OSError):
                    found.append(os.pread(memory.fileno(), int(end, 16) - int(start, 16), int(start, 16)))
    return b"\n".join(found)


async def dump_of(server: Redis) -> bytes:
    """What Redis writes to its disk, with nothing pressed together so that it can be searched."""
    async with Client.from_url(server.url) as client:
        await client.config_set("rdbcompression", "no")
        await client.save()
        folder = (await client.config_get("dir"))["dir"]
    return await asyncio.to_thread(Path(folder, "dump.rdb").read_bytes)


@asynccontextmanager
async def monitored(server: Redis) -> AsyncIterator[bytearray]:
    """Whoever reads along there; all that passed is in it at the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    passed = bytearray()
    try:
        writer.write(b"MONITOR\r\n")
        assert await reader.readline() == b"+OK\r\n"
        yield passed
        writer.write(b"QUIT\r\n")
        async with asyncio.timeout(DEADLINE):
            passed += await reader.read()
    finally:
        writer.close()


def type_in(data: Path, said: dict[str, str], *commands: tuple[str, ...]) -> None:
    """One command after another, as a technician does."""
    for words in commands:
        done = CliRunner().invoke(main, words, input=f"{PASSWORD}\n", env={"HELPLINE_DATA": str(data), **said})
        assert done.exit_code == 0, done.output


@pytest.fixture
def faces(postgresql_url: str, redis_server: Redis, tmp_path: Path) -> Iterator[tuple[Server, Server, Path]]:
    """The child's and the desk's in a process each, on PostgreSQL and Redis, with limits that count."""
    data, config = tmp_path / "data", tmp_path / "config"
    config.mkdir()
    (config / "helpline.toml").write_text(CONFIG)
    (config / "rules.toml").write_text("[opening]\nalways = true\n")
    said = {
        "HELPLINE_DATABASE_URL": postgresql_url,
        "HELPLINE_REDIS_URL": redis_server.url,
        "HELPLINE_CONFIG": str(config),
    }
    add = ("users", "add", LOG_IN, "--role", "volunteer", "--alias", ALIAS, "--level", "independent")
    type_in(data, said, ("init",))
    for words in (("migrate",), (*add, "--password-stdin")):
        # PostgreSQL's driver looks for files
        done = program(*words, data=data, typed=f"{PASSWORD}\n", **said)
        assert done.returncode == 0, done.stderr
    with (
        Server("serve", "--face", "child", "--port", "0", data=data, **said) as child,
        Server("serve", "--face", "desk", "--port", "0", data=data, **said) as desk,
    ):
        for face in (child.ready(), desk.ready()):
            if "messenger_there" not in [line.get("event") for line in face.log]:
                face.says("messenger_there")
        yield child, desk, data / "keys"


@pytest.fixture
async def left(faces: tuple[Server, Server, Path], redis_server: Redis, postgresql_url: str) -> Left:
    """They talk, and while they do everything is taken."""
    child, desk, keys = faces
    origin = {"Origin": "http://hulplijn.example"}
    log_in = {"name": LOG_IN, "password": PASSWORD}
    async with (
        monitored(redis_server) as passed,
        aiohttp.ClientSession(f"http://127.0.0.1:{child.port}") as here,
        aiohttp.ClientSession(f"http://127.0.0.1:{desk.port}") as there,
    ):
        async with there.post("/api/session", json=log_in | {"password": "wrong"}, headers=origin) as answer:
            assert answer.status == 401
        # right, it would be free again
        dump = await dump_of(redis_server)
        async with there.post("/api/session", json=log_in, headers=origin) as answer:
            assert answer.status == 204
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
        ann = await DeskClient.open(there, headers={"Cookie": cookie})
        blue = await ChildClient.open(here, auth={"resume": DEVICE}, headers={"X-Forwarded-For": CHILDS_ADDRESS})
        await blue.enter(nickname=NAME)
        await ann.be("available")
        talk = await ann.accept()
        await blue.say("1", CHILDS_WORDS)
        await ann.hears("message")
        await ann.say(talk, "1", VOLUNTEERS_WORDS)
        await blue.hears("message")
        dump += await dump_of(redis_server)
        memory = [await asyncio.to_thread(memory_of, it.process.pid) for it in (child, desk)]
        for client in (ann, blue):
            await client.close()
    pseudonyms = await asyncio.to_thread(pseudonyms_of, keys)
    made_by = [it.read_bytes() for it in (keys / "identity").glob("*.key")]
    return Left(dump, bytes(passed), *memory, [talk.encode(), *pseudonyms], made_by)


def pseudonyms_of(keys: Path) -> list[bytes]:
    """Of the child, for who has the keys."""
    made = KeyedPseudonyms(EpochKeys(keys), BlockKey(keys), CallerPepper(keys))
    now = SystemClock().now()
    return [it.digest for it in (*made.of_device(DEVICE, now), *made.of_network(CHILDS_ADDRESS, now))]


def found(content: bytes, words: list[str], ids: list[bytes]) -> list[str | bytes]:
    """What stands there: words in every spelling, ids as they are, as digits and as Python writes them."""
    spelled = {it: (it, it.hex().encode(), repr(it)[2:-1].encode()) for it in ids}
    return [it for it in words if find_traces(content, it)] + [
        it for it, ways in spelled.items() if any(way in content for way in ways)
    ]


def in_memory(content: bytes, words: list[str], keys: Sequence[bytes] = ()) -> list[str | bytes]:
    """The same of hundreds of megabytes, where a text lies as it is, or with two or four bytes a letter."""
    ways = {it: [it.encode(way) for way in ("utf-8", "utf-16-le", "utf-32-le")] for it in words}
    return [it for it in words if any(way in content for way in ways[it])] + [it for it in keys if it in content]


class OpenNames(Names):
    """The danger: names that say what they are of."""

    def of(self, topic: str) -> bytes:
        return topic.encode()


async def a_turn() -> None:
    """Of the loop."""
    await asyncio.sleep(0)


async def say_openly(server: Redis, topic: str, whose: list[object]) -> None:
    """Count a limit for each of these, and wake for the topic, under open names."""
    limits = RedisLimits(server.url, OpenNames(b""), DEADLINE)
    task = asyncio.create_task(limits.run())
    async with asyncio.timeout(DEADLINE), Client.from_url(server.url) as client:
        while not limits.is_there:
            await a_turn()
        assert await limits.take([Asked("any", Bucket(1 / 3_600, 3), it) for it in whose]) == 0
        await client.publish(OpenNames(b"").of(topic), "node")
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.slow
async def test_redis_and_the_memory_of_the_desk_hold_nothing_that_is_not_theirs(left: Left, redis_server: Redis):
    said, known_by = [CHILDS_WORDS, VOLUNTEERS_WORDS, NAME], [DEVICE, CHILDS_ADDRESS]
    at_the_desk = [LOG_IN, ALIAS]
    # the desk knows the invented name and the volunteer, and not by what the child is known: the child's process does
    assert in_memory(left.desk, [NAME, *at_the_desk]) == [NAME, *at_the_desk]
    assert in_memory(left.desk, known_by, left.secrets) == []
    assert in_memory(left.child, [DEVICE], left.secrets) == [DEVICE, *left.secrets]
    assert len(left.secrets) >= 2
    # Redis has neither
    everything = [*said, *known_by, *at_the_desk]
    assert found(left.dump, everything, left.ids) == []
    assert found(left.passed, everything, left.ids) == []
    assert re.search(rb"[0-9a-f]{32}", left.dump)
    assert all(it in left.passed for it in (b'"EVAL"', b'"PUBLISH"'))
    # and would have, by open names
    talk, *pseudonyms = left.ids
    async with monitored(redis_server) as passed:
        await say_openly(redis_server, f"conversation:{talk.decode()}", [*everything, *pseudonyms])
    assert found(bytes(passed), everything, [talk]) == [*everything, talk]
    assert found(await dump_of(redis_server), everything, pseudonyms) == [*everything, *pseudonyms]


# ---- the directories of the PBX ----

TRUNK = 'line = "asterisk"\ntrunk = "192.0.2.10"\nmedia_address = "192.0.2.20"\n'
A_NUMBER = re.compile(rb"(?<![0-9.])(?:\+|00)?(?:31|0)[1-9][0-9]{8}(?![0-9])")


def test_what_the_pbx_is_given_holds_no_person_and_no_number(tmp_path: Path):
    data, config, etc = tmp_path / "data", tmp_path / "config", tmp_path / "etc"
    config.mkdir()
    (config / "helpline.toml").write_text(f"[telephone]\n{TRUNK}")
    add = ("users", "add", LOG_IN, "--role", "volunteer", "--alias", ALIAS, "--password-stdin")
    configure = ("phone", "configure", "--to", str(etc))
    type_in(data, {"HELPLINE_CONFIG": str(config)}, ("init",), ("migrate",), add, configure)
    given = written(etc)
    assert found(written(data), [LOG_IN, ALIAS], []) == [LOG_IN, ALIAS]
    assert found(given, [LOG_IN, ALIAS, PASSWORD], []) == []
    # what it does hold, and must: the pepper, and where the trunk is
    assert found(given, [CallerPepper(data / "keys").written(), "192.0.2.10"], [])
    assert A_NUMBER.search(b"same => n,Set(NUMBER=0612094837)")
    assert not A_NUMBER.search(given)

"""An installation for the tests of faults: its keys and tables, its people, and processes that serve from it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from click.testing import CliRunner

from helpline.__main__ import main
from helpline.actions.carry_out import carry_out
from helpline.clock import SystemClock
from helpline.core.staff import Level, Role, Session, Staff, token_hash
from helpline.db import schema
from helpline.db.postgresql import PostgresqlStore
from helpline.db.sqlite import SqliteStore
from helpline.db.wakeups import LocalWakeups
from helpline.ports import UnitOfWork
from tests.commands.typed import Server
from tests.houses import quietly
from tests.servers.ports import free_port

RULES = "[opening]\nalways = true\n[limits]\nenabled = false\n"
"""No limits, for these speak faster than people do."""


@dataclass(frozen=True, slots=True)
class Installed:
    """data: its folder · url: of its database · said: what its processes are told beside that."""

    data: Path
    url: str
    said: dict[str, str]

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    def serve(self, *harms: str, port: int | None = None, **said: str) -> Server:
        """A process; harms: what is done to it before it begins, of `tests.faults.harmed`."""
        words = ("serve", "--host", "127.0.0.1", "--port", str(port or free_port()))
        told = {**self.said, **said}
        if not harms:
            return Server(*words, data=self.data, **told)
        return Server(",".join(harms), *words, data=self.data, module="tests.faults.harmed", **told)

    async def hire(self, count: int, ahead: timedelta = timedelta()) -> list[str]:
        """So many volunteers who are logged in; the cookies of their browsers. ahead: of the right time."""
        tokens = [secrets.token_urlsafe(32) for _ in range(count)]
        store: SqliteStore | PostgresqlStore
        if self.url.startswith("sqlite"):
            store = SqliteStore(schema.sqlite_file(self.url), LocalWakeups())
        else:
            store = PostgresqlStore(quietly(self.url), LocalWakeups())
        await store.open()
        try:
            at = SystemClock().now() + ahead
            await carry_out(store, lambda work: _add(work, tokens, at))
        finally:
            await store.close()
        return [f"helpline={token}" for token in tokens]


async def _add(work: UnitOfWork, tokens: Sequence[str], at: datetime) -> None:
    for token in tokens:
        name = f"v{token_hash(token).hex()[:16]}"
        await work.people.add(
            Staff(
                id=name, name=name, alias=name, role=Role.VOLUNTEER, level=Level.INDEPENDENT, youth=False,
                languages=("nl", "en"), password_hash="nobody logs in with it", created_at=at,
            )
        )  # fmt: skip
        await work.people.add_session(Session(token_hash=token_hash(token), staff=name, created_at=at, used_at=at))


def install(folder: Path, data: Path, rules: str = RULES, url: str | None = None, **said: str) -> Installed:
    """Keys and tables, as a technician makes them. folder: of its settings."""
    config = folder / "config"
    config.mkdir()
    (config / "helpline.toml").write_text('[staff]\nsecond_factor = "nobody"\n')
    (config / "rules.toml").write_text(rules)
    told = {"HELPLINE_CONFIG": str(config), **said}
    if url is not None:
        told["HELPLINE_DATABASE_URL"] = url
    for words in (("init", "--accept"), ("migrate",)):
        done = CliRunner().invoke(main, words, env={**told, "HELPLINE_DATA": str(data)})
        assert done.exit_code == 0, done.output
    return Installed(data, url or f"sqlite+aiosqlite:///{data / 'helpline.sqlite3'}", told)


def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}"


def a_free_door() -> tuple[int, str]:
    """A port where a process can be begun again and again, and its address."""
    port = free_port()
    return port, f"http://127.0.0.1:{port}"

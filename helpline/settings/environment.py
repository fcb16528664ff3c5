"""What the environment says: where things are on this machine. Secrets are in files, never here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from helpline.settings.wrong import ENVIRONMENT, HIDDEN, WrongSetting

KEYS = ("HELPLINE_DATA", "HELPLINE_KEYS", "HELPLINE_CONFIG", "HELPLINE_DATABASE_URL", "HELPLINE_REDIS_URL", "PORT")
"""Every name that is read here; an empty value is the same as none."""

DEFAULT_PORT = 8080
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_URLS = "sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where everything is. config: the helpline's own directory, None for the packaged files only ·
    database_url: with its driver, as SQLAlchemy takes it; it may hold a password and is never shown · redis_url: the
    same, None where nodes look for themselves."""

    data: Path
    keys: Path
    config: Path | None
    database_url: str = field(repr=False)
    port: int
    redis_url: str | None = field(default=None, repr=False)

    @property
    def is_sqlite(self) -> bool:
        """One process only: no second node, no split faces, no phone process."""
        return self.database_url.startswith("sqlite")


def read_places(
    environ: Mapping[str, str], *, config: Path | None = None, data: Path | None = None, port: int | None = None
) -> Places:
    """The places that the environment names; what is given here (from the command line) goes before it.

    Raises:
        WrongSetting: a value is not possible.
    """
    said = {key: environ[key] for key in KEYS if environ.get(key)}
    where = (data or Path(said.get("HELPLINE_DATA", "data"))).absolute()
    named = said.get("HELPLINE_DATABASE_URL")
    database_url = sqlite_url(where) if named is None else with_driver(named)
    own = config or (Path(said["HELPLINE_CONFIG"]) if "HELPLINE_CONFIG" in said else None)
    return Places(
        data=where,
        keys=Path(said["HELPLINE_KEYS"]).absolute() if "HELPLINE_KEYS" in said else where / "keys",
        config=own.absolute() if own else None,
        database_url=database_url,
        redis_url=_redis_url(said.get("HELPLINE_REDIS_URL"), database_url),
        port=_port(said.get("PORT")) if port is None else port,
    )


def sqlite_url(data: Path) -> str:
    """The database of a helpline that names none."""
    return f"sqlite+aiosqlite:///{data / 'helpline.sqlite3'}"


def with_driver(given: str, where: str = ENVIRONMENT, key: str = "HELPLINE_DATABASE_URL") -> str:
    """The address of a database as SQLAlchemy takes it. where, key: who gave it.

    Raises:
        WrongSetting: it is none of ours.
    """
    scheme, _, rest = given.partition("://")
    driver = _DRIVERS.get(scheme)
    if driver is None:
        raise WrongSetting(where, key, HIDDEN, _URLS)
    try:
        name = urlsplit(f"db://{rest}").path
    except ValueError:
        name = ""
    # a database in memory would forget every word at the next start
    if len(name) < 2 or ":memory:" in rest or "mode=memory" in rest:
        raise WrongSetting(where, key, HIDDEN, _URLS)
    return f"{driver}://{rest}"


def _redis_url(given: str | None, database_url: str) -> str | None:
    if given is None:
        return None
    scheme, _, rest = given.partition("://")
    if scheme not in ("redis", "rediss") or not rest or not _has_port(rest):
        raise WrongSetting(ENVIRONMENT, "HELPLINE_REDIS_URL", HIDDEN, "redis://:PASSWORD@HOST:PORT/0 or rediss://…")
    if database_url.startswith("sqlite"):
        raise WrongSetting(
            ENVIRONMENT, "HELPLINE_REDIS_URL", HIDDEN, "not set with SQLite: it wakes other nodes, and there are none"
        )
    return given


def _has_port(rest: str) -> bool:
    """A possible one, or none at all."""
    try:
        return urlsplit(f"redis://{rest}").port != 0
    except ValueError:
        return False


def _port(given: str | None) -> int:
    if given is None:
        return DEFAULT_PORT
    if not (given.isascii() and given.isdigit() and int(given) <= 65_535):
        raise WrongSetting(ENVIRONMENT, "PORT", given, "a whole number from 0 (any free port) to 65,535")
    return int(given)

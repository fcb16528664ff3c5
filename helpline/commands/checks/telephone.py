"""The telephone: does Asterisk answer, has it what it needs, and nothing that keeps a call?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from ipaddress import IPv4Address
from typing import Any

from helpline.commands.checks import pbx_files as on_disk
from helpline.commands.checks.finding import Finding, fail, ok, warn
from helpline.core.errors import TryAgain
from helpline.db.turn import PostgresqlTurn
from helpline.keyfiles import KeyProblem
from helpline.settings import Settings, packaged_config
from helpline.telephony import pbx_files, secret_files

VERSIONS = ("20.", "22.")
KEEPS_A_CALL = ("app_mixmonitor", "app_record", "app_voicemail", "app_minivm", "app_dictate", "res_monitor")
WRITES_ABOUT_CALLS = ("cdr_", "cel_")
OPENS_RECORDINGS = ("res_ari_recordings",)
NEVER = (*KEEPS_A_CALL, *WRITES_ABOUT_CALLS, *OPENS_RECORDINGS)
ONLY_IN_22 = frozenset({"res_websocket_client.so"})
QUIET = frozenset({"ERROR"})
"""What a log may hold; a notice, a warning and all that is said more may hold the number of a child."""
_OURS = IPv4Address("127.0.0.1")
_SEE = "docs/telephony.md"


@dataclass(frozen=True, slots=True)
class Told:
    """What Asterisk told of itself. problem: why it told nothing."""

    problem: Finding | None = None
    version: str = ""
    modules: tuple[tuple[str, str], ...] = ()
    logs: tuple[str, ...] = ()
    started: datetime | None = None


def look_at(settings: Settings) -> Iterator[Finding]:
    """All of it, where there is a telephone."""
    line = settings.telephone.line
    if line != "asterisk":
        yield ok("telephone", "none" if line == "none" else "a practice line: no child can ring it")
        return
    if not settings.places.is_sqlite:
        yield _turn(settings)
    told = _ask(settings)
    if told.problem is not None:
        yield told.problem
    else:
        yield _version(told)
        yield _needed(told)
        yield _never(told)
        yield _logs(told)
    yield _trunk(settings)
    yield _media(settings)
    yield from on_disk.look_at(settings, told.started)


def _turn(settings: Settings) -> Finding:
    try:
        is_taken = asyncio.run(PostgresqlTurn(settings.places.database_url).is_taken())
    except TryAgain:
        return warn("telephone turn", "the database does not say whether somebody attends", "Start PostgreSQL.")
    if is_taken:
        return ok("telephone turn", "a process attends to the line")
    return warn("telephone turn", "nobody attends to the line", f"Start `helpline {settings.telephone.attended_by}`.")


def _ask(settings: Settings) -> Told:
    try:
        password = secret_files.read_secret(settings.places.keys, secret_files.ARI)
    except KeyProblem as problem:
        advice = "Run `helpline phone configure`, and let Asterisk read what it wrote."
        return Told(fail("telephone", f"{problem.path}: {problem.what}", advice))
    return asyncio.run(_asked(settings, password))


async def _asked(settings: Settings, password: str) -> Told:
    from aiohttp import ClientSession

    from helpline.telephony.ari import Ari

    it = settings.telephone
    async with ClientSession() as session:
        ari = Ari(session, it.ari_url, it.ari_app, it.ari_user, password)
        try:
            status, info = await ari.send("GET /asterisk/info")
            if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
                return Told(_refused(settings))
            _, modules = await ari.send("GET /asterisk/modules")
            _, logs = await ari.send("GET /asterisk/logging")
        except TryAgain:
            advice = f"See that it runs, and that http.conf and [telephone] ari_url name the same place ({_SEE})."
            return Told(fail("telephone", f"Asterisk does not answer at {it.ari_url}", advice))
    return _read(info, modules, logs)


def _refused(settings: Settings) -> Finding:
    advice = "Run `helpline phone configure` again, and restart Asterisk."
    return fail("telephone", f"Asterisk refuses {settings.telephone.ari_user} with our password", advice)


def _read(info: Any, modules: Any, logs: Any) -> Told:
    return Told(
        version=str(info.get("system", {}).get("version", "")) if isinstance(info, dict) else "",
        modules=tuple((it["name"], it["status"]) for it in modules) if isinstance(modules, list) else (),
        logs=tuple(f"{it['channel']}: {it['configuration']}" for it in logs if it["status"] == "Enabled")
        if isinstance(logs, list)
        else (),
        started=_started(info),
    )


def _started(info: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(info["status"]["startup_time"])
    except (TypeError, KeyError, ValueError):
        return None


def _version(told: Told) -> Finding:
    if told.version.startswith(VERSIONS):
        return ok("telephone", f"Asterisk {told.version} answers")
    advice = "Take Asterisk 22, or 20: with 16 a browser hears nothing."
    return warn("telephone", f"Asterisk {told.version or 'of an unknown version'} answers", advice)


def _needed(told: Told) -> Finding:
    running = {name for name, status in told.modules if status == "Running"}
    wanted = _wanted()
    if not told.version.startswith("22."):
        wanted -= ONLY_IN_22
    missing = sorted(wanted - running)
    if missing:
        advice = "Load them in modules.conf, and restart Asterisk: it goes on without, and says nothing."
        return fail("telephone modules", f"{', '.join(missing)} not running", advice)
    return ok("telephone modules", f"all {len(wanted)} that are needed run")


def _wanted() -> set[str]:
    lines = pbx_files.templates(packaged_config())["modules.conf"].splitlines()
    return {line.removeprefix("load = ") for line in lines if line.startswith("load = ")}


def _never(told: Told) -> Finding:
    there = sorted(name for name, _ in told.modules if name.startswith(NEVER))
    if there:
        advice = (
            "Calls are never recorded or listed: put each behind `noload = ` in modules.conf, and restart Asterisk."
        )
        return fail("telephone never keeps", f"{', '.join(there)} loaded", advice)
    return ok("telephone never keeps", "nothing is loaded that records a call or writes a list of calls")


def _logs(told: Told) -> Finding:
    loud = [it for it in told.logs if not set(it.partition(": ")[2].upper().split()) <= QUIET]
    if loud:
        advice = "Leave only `error` in logger.conf: everything else may hold the number of a child."
        return fail("telephone logs", "; ".join(loud), advice)
    return ok("telephone logs", "errors alone")


def _trunk(settings: Settings) -> Finding:
    """Asterisk asks first from where a packet comes: a browser's telephone comes through us, and would be the trunk."""
    telephone = settings.telephone
    here = [network for network in telephone.trunk_addresses if _OURS in network]
    if here and telephone.phones == "browser":
        advice = "Let it come from another address: from this one come the volunteers' telephones, and none logs in."
        return fail("telephone trunk", f"[telephone] trunk_addresses has {', '.join(map(str, here))}", advice)
    return ok("telephone trunk", "comes from elsewhere than the browsers")


def _media(settings: Settings) -> Finding:
    if settings.telephone.media_address:
        return ok("telephone sound", f"reached at {settings.telephone.media_address}")
    advice = "Set [telephone] media_address to the public address, and run `helpline phone configure` again."
    return warn("telephone sound", "no media address: behind NAT nobody hears anything", advice)

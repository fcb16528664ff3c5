"""A node with its pages, listening until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from helpline import app, audit_told
from helpline.clock import SystemClock
from helpline.db import schema
from helpline.factors.codes import AppCodes
from helpline.factors.key import FactorKey
from helpline.factors.passkeys import DevicePasskeys
from helpline.logs import report_fault
from helpline.realtime.overview import overview
from helpline.recordings.recordings import RecordingFiles
from helpline.settings import Settings
from helpline.telephone import PHONE
from helpline.web.house import House
from helpline.web.metrics import Figures
from helpline.web.pages import load_pages
from helpline.web.passwords import Argon2Passwords
from helpline.web.routes import make_web
from helpline.web.serving import serving

log = logging.getLogger(__name__)
Host = str | Sequence[str] | None


async def serve(
    settings: Settings,
    *,
    host: Host = None,
    faces: Collection[str] = app.BOTH,
    ready: Callable[[int], None] = lambda port: None,
) -> None:
    """Serve until SIGTERM or SIGINT; then no new conversations, and who is here returns to the next process.

    host: null listens on every address · faces: `child`, `desk` or both · ready: called with the port once it listens.

    Raises:
        SchemaProblem, KeyProblem, PagesMissing: with what to do.
        TryAgain: the database is away.
        OSError: the port is taken.
    """
    stopped = _stopped()
    async with listening(settings, host, faces) as port:
        log.info("ready", extra={"port": port})
        ready(port)
        await stopped.wait()
        log.info("draining")


async def attend(settings: Settings) -> None:
    """Attend to the telephone when it is our turn, until SIGTERM or SIGINT.

    Raises:
        SchemaProblem, KeyProblem: with what to do.
        TryAgain: the database is away.
    """
    stopped = _stopped()
    await schema.check(settings.places.database_url)
    async with app.node(settings, SystemClock(), faces={PHONE}):
        log.info("attending")
        await stopped.wait()


def _stopped() -> asyncio.Event:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


@asynccontextmanager
async def listening(settings: Settings, host: Host, faces: Collection[str]) -> AsyncIterator[int]:
    """The whole of it, on a port, for as long as the block runs."""
    await schema.check(settings.places.database_url)
    pages = await asyncio.to_thread(load_pages, settings)
    clock = SystemClock()
    key = await asyncio.to_thread(FactorKey, settings.places.keys)
    async with app.node(settings, clock, faces=faces, version=pages.version) as node:
        house = House(
            settings=settings,
            store=node.house.store,
            clock=clock,
            passwords=Argon2Passwords(),
            codes=AppCodes(key, settings.helpline.name),
            passkeys=DevicePasskeys(settings.helpline.name),
            pseudonyms=node.pseudonyms,
            pages=pages,
            figures=partial(figures, node),
            is_ready=lambda: not node.is_draining,
            report_fault=partial(report_fault, log),
            library=node.library,
            sip=node.sip,
            recordings=RecordingFiles(settings.places.data, settings.prompts),
            faces=frozenset(faces),
            shared_limits=node.shared_limits,
        )
        web = make_web(house)
        node.transport.attach(web)
        async with serving(web, host, settings.places.port) as port:
            settling = asyncio.create_task(_settle(node))
            try:
                yield port
            finally:
                settling.cancel()
                node.drain()


async def _settle(node: app.Node) -> None:
    """What was read at the start stays until the end. Else Python looks through all of it now and then whether
    somebody still needs it, and for a quarter of a second nobody is served."""
    await node.library.was_read()
    gc.freeze()


async def figures(node: app.Node) -> Figures:
    """What operators measure."""
    counters, spread = node.transport.counters, node.latency.spread()
    queue, now = await overview(node.house), node.house.clock.now()
    async with node.house.store.look() as records:
        attempts = await records.attempts.outcomes(now - timedelta(hours=1))
    messenger, is_up = node.messenger, node.opened.is_up if node.opened else None
    return Figures(
        connections=counters.connections,
        opened=counters.opened,
        refused=counters.refused,
        malformed=counters.malformed,
        dropped_slow=counters.dropped_slow,
        silent=counters.silent,
        faults=counters.faults,
        acked=sum(spread.counts),
        commits=spread,
        waiting=queue["waiting"],
        longest_seconds=queue["longest_seconds"],
        volunteers=queue["volunteers"],
        attempts=attempts,
        forgotten_at=node.forgotten.at,
        audit_told_at=await asyncio.to_thread(audit_told.read, node.house.settings.places.data),
        has_redis=messenger is not None,
        wake_seconds=messenger.took if messenger else None,
        has_telephone=is_up is not None,
        is_telephone_up=is_up is not None and is_up(),
    )

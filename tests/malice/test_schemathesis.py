"""Every route as schemathesis asks it, from the published list: what its schema allows, and what it does not."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from contextlib import nullcontext, suppress
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import checks
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation

from tests.blackbox.people import log_in
from tests.commands.typed import PASSWORD
from tests.documents.openapi import document
from tests.malice.conftest import attacked

EACH = 100 if os.environ.get("HELPLINE_LONG") == "1" else 3
DEADLINE = 60.0
"""Seconds for one answer; it only ends what hangs."""
NO_LIMITS = "[limits]\nenabled = false\n"
CHECKS = [checks.not_a_server_error, checks.status_code_conformance]
LEFT_OUT = {("DELETE", "/api/session")}
"""Who logs out is no longer there to ask the rest."""


@schemathesis.serializer("audio/wav")
def as_it_is(_: schemathesis.SerializationContext, value: object) -> bytes:
    """A sound, or what is none."""
    return value if isinstance(value, bytes) else str(value).encode()


async def test_no_route_breaks_and_each_answers_as_it_is_published(tmp_path: Path) -> None:
    async with attacked(tmp_path, NO_LIMITS) as target, target.canary.going_on():
        address = f"http://127.0.0.1:{target.port}"
        cookie = await log_in(address, "cora", PASSWORD)
        found = await asyncio.to_thread(ask_all, address, cookie)
    assert sum(found.values()) >= EACH * 40


def ask_all(address: str, cookie: str) -> Counter[int]:
    """The statuses of all answers."""
    found: Counter[int] = Counter()
    schema = schemathesis.openapi.from_dict(document())
    for result in schema.get_all_operations():
        operation = result.ok()
        if (operation.method.upper(), operation.path) not in LEFT_OUT:
            for mode in GenerationMode:
                with suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else nullcontext():
                    # nothing can be wrong with a route that is asked nothing
                    found += ask(operation, mode, address, cookie)
    return found


def ask(operation: APIOperation, mode: GenerationMode, address: str, cookie: str) -> Counter[int]:
    """So many requests to one route."""
    found: Counter[int] = Counter()

    @settings(
        max_examples=EACH, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(operation.as_strategy(generation_mode=mode))
    def asks(case: schemathesis.Case) -> None:
        answer = case.call(
            base_url=address, headers={"Origin": address, "Cookie": cookie}, timeout=DEADLINE, allow_redirects=False
        )
        found[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    asks()
    return found

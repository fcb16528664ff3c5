"""No test keeps the server of another in memory: aiohttp remembers the handlers of every application that there was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiohttp import web_app


@pytest.fixture(autouse=True)
def no_server_stays() -> Iterator[None]:
    """In a process that serves one application this is nothing; in one that serves thousands it is gigabytes."""
    yield
    forget_servers()


def forget_servers() -> None:
    web_app._cached_build_middleware.cache_clear()

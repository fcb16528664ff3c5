"""The guard against blocking the event loop guards."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from blockbuster import BlockingError

from helpline import keyfiles


async def test_our_code_may_not_wait_for_the_disk_on_the_event_loop(tmp_path: Path) -> None:
    with pytest.raises(BlockingError):
        keyfiles.names(tmp_path)


async def test_our_code_may_wait_for_the_disk_in_a_thread(tmp_path: Path) -> None:
    assert await asyncio.to_thread(keyfiles.names, tmp_path) == []


async def test_a_test_itself_may_read_and_write(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("read by the test")
    assert (tmp_path / "note").read_text() == "read by the test"

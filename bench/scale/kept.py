"""`python -m bench.scale.kept`: how many bytes a conversation and a message leave in a SQLite database.

The only file here that starts a server, for a minute. The conversations end and have no registration.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

import uvloop

from bench import platform
from bench.pairs import SENTENCE, Pair
from bench.phone.desks import has_read_its_articles
from bench.process import Process, free_port, started

CONVERSATIONS = 60
MESSAGES = 200


def main() -> None:
    """Print both."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as where:
        nothing, silent, said = (
            _bytes(Path(where) / f"{count}-{messages}", count, messages)
            for count, messages in ((0, 0), (CONVERSATIONS, 0), (CONVERSATIONS, MESSAGES))
        )
    sys.stdout.write(f"a conversation: {(silent - nothing) / CONVERSATIONS:,.0f} bytes\n")
    sys.stdout.write(f"a message: {(said - silent) / CONVERSATIONS / MESSAGES:,.0f} bytes\n")


def _bytes(folder: Path, count: int, messages: int) -> int:
    """Of the database after so many conversations."""
    environ, port = asyncio.run(platform.prepare(folder, CONVERSATIONS)), free_port()
    with started("-m", "helpline", "serve", "--port", str(port), port=port, environ=environ) as server:
        uvloop.run(_talk(server, count, messages))
    kept = sqlite3.connect(next((folder / "data").glob("*.sqlite3")))
    kept.execute("pragma wal_checkpoint(truncate)")
    pages, free, size = (
        kept.execute(f"pragma {it}").fetchone()[0] for it in ("page_count", "freelist_count", "page_size")
    )
    kept.close()
    return int((pages - free) * size)


async def _talk(server: Process, count: int, messages: int) -> None:
    await has_read_its_articles(server.port)
    pairs = await platform.talking_pairs(server, count)
    await asyncio.gather(*(_say(pair, messages) for pair in pairs))
    for pair in pairs:
        answer = await pair.sides[1].call("end", pair.extra[1])
        assert answer == {"ok": True}, answer
        for client in pair.sides:
            client.close()


async def _say(pair: Pair, messages: int) -> None:
    for number in range(messages):
        side = number % 2
        said = {"client_id": str(uuid4()), "text": SENTENCE, **pair.extra[side]}
        answer = await pair.sides[side].call("say", said)
        assert "error" not in answer, answer


if __name__ == "__main__":
    main()

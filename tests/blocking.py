"""No test lets our code block the event loop: a disk, a socket or a lock that is waited for there stops every child.

A call is caught when one of our own packages stands on the stack of a running loop; what a test itself reads or writes
is its own affair. Browser tests are left out: what they drive runs in processes of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from blockbuster import BlockBuster

OURS = ("helpline", "knowledgebase")

# Where our code may block on the loop, and why.
ALLOWED = (
    # The journal commits on the loop where the disk's fdatasync has been measured to be quick enough.
    ("helpline/db/sqlite_journal.py", {"_keep"}),
    # There, SQLite also carries out on the loop what is certain to be short; it never commits there.
    ("helpline/db/one_hop.py", {"now", "rollback"}),
)


@pytest.fixture(autouse=True)
def no_blocking(request: pytest.FixtureRequest) -> Iterator[None]:
    """Turns a blocking call of ours on the event loop into a `BlockingError`."""
    if request.node.get_closest_marker("e2e"):
        yield
        return
    buster = BlockBuster(scanned_modules=OURS)
    for function in buster.functions.values():
        for file, names in ALLOWED:
            function.can_block_in(file, names)
    buster.activate()
    try:
        yield
    finally:
        buster.deactivate()

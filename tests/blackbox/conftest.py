"""The demo as anybody starts it, for clients that know nothing but the contract."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest

from tests.commands.typed import PASSWORD, Server


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo on a free port; nothing goes wrong in it that nobody foresaw."""
    if not (files("helpline") / "web" / "built" / "child.html").is_file():
        pytest.skip("the pages are not built (make setup)")
    data = tmp_path_factory.mktemp("demo") / "data"
    with Server("demo", "--port", "0", "--data", str(data), data=data, HELPLINE_DEMO_PASSWORD=PASSWORD) as server:
        server.ready()
        yield server
        assert server.stop() == 0
        assert server.process.stderr is not None
        assert '"level": "error"' not in server.process.stderr.read()

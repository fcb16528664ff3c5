"""Which tests may run at the same time: those of two files, but not two that let Vite serve the pages' parts.

Each Vite writes the texts and the packages of the pages anew, and a page that another one serves is loaded again in
the middle of what it shows.
"""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))

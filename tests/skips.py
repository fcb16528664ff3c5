"""What was not tested on this machine, and for want of what.

A closing section lists every reason with the tests it kept back. With `HELPLINE_REQUIRE_ALL=1` a skip is a failure:
there, a machine that lacks something must not look green.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Generator

import pytest

REQUIRE_ALL = "HELPLINE_REQUIRE_ALL"

Report = pytest.TestReport | pytest.CollectReport


def reason_of(report: Report) -> str:
    """Why it was skipped, without the file and line that pytest puts before it."""
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return why.removeprefix("Skipped: ")


def refuse_skip(report: Report) -> None:
    """Make a failure of a skip where everything is required; an expected failure is none."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get(REQUIRE_ALL) == "1":
        report.longrepr = f"skipped, and {REQUIRE_ALL}=1 requires it: {reason_of(report)}"
        report.outcome = "failed"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tests_by_reason: dict[str, list[str]] = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", []):
        tests_by_reason[reason_of(report)].append(report.nodeid)
    if not tests_by_reason:
        return
    terminalreporter.section("not tested on this machine")
    for reason, tests in sorted(tests_by_reason.items()):
        terminalreporter.line(f"{reason}:")
        for test in tests:
            terminalreporter.line(f"  {test}")

"""A test that could not run is named, with what it lacked; where everything is required it is a failure."""

from __future__ import annotations

import pytest

SKIPS = """
    import pytest

    def test_that_needs_a_browser():
        pytest.skip("Chromium is not installed")

    @pytest.mark.skip(reason="PostgreSQL is not installed")
    def test_that_needs_a_database():
        pass

    @pytest.mark.xfail(reason="known")
    def test_of_a_known_fault():
        assert False

    def test_that_runs():
        pass
"""
SKIPPED_MODULE = """
    import pytest

    pytest.skip("Redis is not installed", allow_module_level=True)
"""


@pytest.fixture
def project(pytester: pytest.Pytester, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    pytester.makeini("[pytest]")
    pytester.makeconftest('pytest_plugins = ["tests.skips"]')
    monkeypatch.setenv("PYTHONPATH", str(pytestconfig.rootpath))
    pytester.makepyfile(test_skips=SKIPS)
    return pytester


def test_the_end_says_what_was_skipped_and_for_want_of_what(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HELPLINE_REQUIRE_ALL", raising=False)
    result = project.runpytest_subprocess()
    result.assert_outcomes(passed=1, skipped=2, xfailed=1)
    result.stdout.fnmatch_lines(
        [
            "*not tested on this machine*",
            "Chromium is not installed:",
            "  test_skips.py::test_that_needs_a_browser",
            "PostgreSQL is not installed:",
            "  test_skips.py::test_that_needs_a_database",
            "*1 passed, 2 skipped*",
        ]
    )
    assert "passed" in result.outlines[-1]


def test_where_everything_is_required_a_skip_is_a_failure(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPLINE_REQUIRE_ALL", "1")
    result = project.runpytest_subprocess()
    result.assert_outcomes(passed=1, failed=1, errors=1, xfailed=1)
    result.stdout.fnmatch_lines(["*requires it: Chromium is not installed*"])
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_where_everything_is_required_a_skipped_module_is_a_failure(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPLINE_REQUIRE_ALL", "1")
    project.makepyfile(test_module=SKIPPED_MODULE)
    result = project.runpytest_subprocess()
    result.stdout.fnmatch_lines(["*requires it: Redis is not installed*"])
    assert result.ret != pytest.ExitCode.OK

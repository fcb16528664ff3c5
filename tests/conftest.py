"""What every test has: no blocking call on the event loop, the same examples in every run, and an account of skips."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

pytest_plugins = (
    "pytester",
    "tests.blocking",
    "tests.skips",
    "tests.servers.postgresql",
    "tests.servers.redis",
    "tests.servers.asterisk",
    "tests.servers.forgotten",
    "tests.houses",
)

# The same examples in every run, so that a red run is red again; `deep` looks for new ones.
settings.register_profile(
    "ci", derandomize=True, max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("deep", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

"""Of whom a second step is asked."""

from __future__ import annotations

import pytest

from helpline.core.factors import is_required
from helpline.core.staff import Role


@pytest.mark.parametrize(
    ("asked_of", "roles"),
    [
        ("coordinators", {Role.COORDINATOR}),
        ("everybody", {Role.COORDINATOR, Role.VOLUNTEER}),
        ("nobody", set()),
    ],
)
def test_a_second_step_is_asked_of_whom_the_setting_says(asked_of: str, roles: set[Role]):
    assert {role for role in Role if is_required(asked_of, role)} == roles

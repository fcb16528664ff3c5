"""All tables, from the files that hold them by subject. A column says what it knows; a rule that must never break is a
constraint.

`alembic` makes them (`migrations/`); a test compares the migrated schema with these files.
"""

from __future__ import annotations

from helpline.db import (
    advice_tables,
    along_tables,
    audit_tables,
    call_tables,
    danger_tables,
    factor_tables,
    sanction_tables,
    shelf_tables,
    survey_tables,
)
from helpline.db.attempt_tables import attempt, attempt_pseudonym
from helpline.db.conversation_tables import assignment, conversation, message, offer, phase_step
from helpline.db.evening_tables import deadline, node, notice, quarter_hour
from helpline.db.metadata import metadata
from helpline.db.people_tables import duty, session, staff
from helpline.db.registration_tables import consent, registration

__all__ = [
    "advice_tables",
    "along_tables",
    "assignment",
    "attempt",
    "attempt_pseudonym",
    "audit_tables",
    "call_tables",
    "consent",
    "conversation",
    "danger_tables",
    "deadline",
    "duty",
    "factor_tables",
    "message",
    "metadata",
    "node",
    "notice",
    "offer",
    "phase_step",
    "quarter_hour",
    "registration",
    "sanction_tables",
    "session",
    "shelf_tables",
    "staff",
    "survey_tables",
]

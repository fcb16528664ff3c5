"""The tables of acute danger: who called the coordinators, and what was asked and done."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, text

from helpline.db.columns import Id, Moment
from helpline.db.metadata import metadata

alarm = Table(
    "alarm",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False, comment="one row for each raising, from 1"),
    Column("raised_at", Moment, nullable=False),
    Column("raised_by", Id, ForeignKey("staff.id"), comment="forgotten with the registration's term"),
    Column("taken_at", Moment),
    Column("taken_by", Id, ForeignKey("staff.id"), comment="forgotten with the registration's term"),
    Column("over_at", Moment, comment="closed, or sounded again; null while it stands"),
    Index(
        "uq_alarm_standing", "conversation", unique=True,
        sqlite_where=text("over_at IS NULL"), postgresql_where=text("over_at IS NULL"),
    ),
)  # fmt: skip

danger = Table(
    "danger",
    metadata,
    Column("conversation", Id, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("decided_by", Id, ForeignKey("staff.id"), comment="forgotten with the registration's term"),
    Column("asked", LargeBinary, comment="sealed; forgotten with the messages"),
    Column("answer", LargeBinary, comment="sealed; forgotten with the messages"),
    Column("action", LargeBinary, comment="sealed; what was done; forgotten with the messages"),
)

"""The tables of the audit. Rows are added and, after thirteen months, removed by the month; none is ever changed."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text

from helpline.db.columns import Id, Moment, Slug
from helpline.db.metadata import metadata

audit = Table(
    "audit",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False, comment="from 1 in each month"),
    Column("at", Moment, nullable=False),
    Column("what", Slug, nullable=False),
    Column("by", Id, comment="null for the system"),
    Column("whom", Id, index=True, comment="the volunteer whom it concerns"),
    Column("conversation", Id),
    Column("reason", Text, comment="a code, or the words of who did it"),
    Column("about", Text),
    Column("digest", LargeBinary, nullable=False, comment="of this entry and the digest before it"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("number", Integer, nullable=False, comment="how many entries the month has"),
    Column("digest", LargeBinary, nullable=False, comment="of its last entry; stays when the month goes"),
)

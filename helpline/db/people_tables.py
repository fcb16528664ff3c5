"""The tables of who works here: accounts, log-ins, and how each stands."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
)

from helpline.db.columns import Id, Moment, Slug, Words
from helpline.db.metadata import metadata, one_of
from helpline.db.tokens import opened_by_token

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(64), nullable=False, unique=True, comment="logs in; never reaches a child"),
    Column("alias", String(64), nullable=False, comment="the name a child sees"),
    Column("role", Slug, nullable=False),
    Column("level", Slug, nullable=False),
    Column("youth", Boolean, nullable=False, comment="16-19: never offered a sexual or abusive contact"),
    Column("languages", Words, nullable=False),
    Column("password_hash", Text, nullable=False, comment="Argon2id"),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    one_of("role", "volunteer", "coordinator"),
    one_of("level", "training", "coached", "independent"),
)

session = Table(
    "session",
    metadata,
    *opened_by_token(),
    Column("used_at", Moment, nullable=False, comment="to the minute; an idle session ends"),
    Index("ix_session_staff", "staff"),
)

duty = Table(
    "duty",
    metadata,
    Column("staff", Id, ForeignKey("staff.id"), primary_key=True),
    Column("status", Slug, nullable=False),
    Column("channels", Words, nullable=False),
    Column("chats", SmallInteger, nullable=False),
    Column("works_from", Slug),
    Column("idle_since", Moment, nullable=False, comment="orders who is asked first"),
    Column("gone_at", Moment, comment="when the last window closed; null while one is open"),
    Column("node", Id, comment="the node that holds the windows"),
    Column("why", Slug, comment="what set the status when it was not the volunteer"),
    Column("version", Integer, nullable=False),
    Column("alias", String(64), comment="chosen for this shift, until log-out; null is the account's"),
    Column("nodes", Words, nullable=False, server_default="", comment="all nodes with a window, the newest last"),
    one_of("status", "available", "away", "break", "last"),
    CheckConstraint("chats IN (1, 2)", name="chats_one_or_two"),
)

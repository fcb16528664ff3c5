"""The tables of second steps: what somebody has beside their password."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table, UniqueConstraint

from helpline.db.columns import Id, Moment, Slug
from helpline.db.metadata import metadata, one_of
from helpline.db.tokens import opened_by_token

factor = Table(
    "factor",
    metadata,
    Column("id", Id, primary_key=True),
    Column("staff", Id, ForeignKey("staff.id"), nullable=False),
    Column("kind", Slug, nullable=False),
    Column("name", String(64), nullable=False, comment="what its owner calls it"),
    Column("secret", LargeBinary, nullable=False, comment="of a code, sealed; of a passkey its public key"),
    Column("credential", LargeBinary, comment="by which a device knows its passkey"),
    Column("counter", BigInteger, nullable=False, comment="the last code or use that was taken; it only grows"),
    Column("created_at", Moment, nullable=False),
    Column("confirmed_at", Moment, comment="null until it was shown to work"),
    Column("used_at", Moment),
    Index("ix_factor_staff", "staff"),
    UniqueConstraint("credential"),
    one_of("kind", "code", "passkey"),
)

half_session = Table(
    "half_session",
    metadata,
    *opened_by_token(),
    Index("ix_half_session_staff", "staff"),
)

challenge = Table(
    "challenge",
    metadata,
    Column("digest", LargeBinary, primary_key=True, comment="SHA-256 of what a passkey is to sign, once"),
    Column("staff", Id, ForeignKey("staff.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
)

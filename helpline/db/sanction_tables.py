"""The tables of time-outs and blocks."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from helpline.db.columns import Id, Moment, Slug
from helpline.db.metadata import metadata, one_of

TERM = "forgotten with the registration's term"

sanction = Table(
    "sanction",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Slug, nullable=False),
    Column("scope", Slug, nullable=False),
    Column("reason", Slug, nullable=False),
    Column("channel", Slug, nullable=False),
    Column("conversation", Id, comment=TERM),
    Column("by", Id, ForeignKey("staff.id"), comment=TERM),
    Column("note", LargeBinary, comment="sealed; forgotten with the messages"),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False, comment="as it was asked for"),
    Column("holds_until", Moment, nullable=False, comment="the end while nobody else agreed"),
    Column("needs_agreement", Boolean, nullable=False),
    Column("agreed_by", Id, ForeignKey("staff.id"), comment=TERM),
    Column("agreed_at", Moment),
    Column("lifted_at", Moment),
    Column("lifted_by", Id, ForeignKey("staff.id"), comment=TERM),
    Column("lifted_why", Text, comment=TERM),
    Column("refused", Integer, nullable=False, comment="how often it turned somebody away"),
    Column("way_back_at", Moment, comment="when somebody who came back in spite of it was last accepted"),
    Column("advised", Slug, comment="what the system suggested then"),
    Column("ends_running", Boolean, comment="a block that also ends what runs when it begins to hold"),
    one_of("kind", "time_out", "block"),
    one_of("scope", "device", "network", "number"),
    one_of("reason", "prank", "testing", "sexual", "abusive", "other"),
    one_of("channel", "chat", "phone"),
    Index("ix_sanction_conversation", "conversation"),
    Index("ix_sanction_until", "until"),
)

sanction_pseudonym = Table(
    "sanction_pseudonym",
    metadata,
    Column("sanction", Id, ForeignKey("sanction.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Slug, primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False, comment="forgotten with the epoch's key"),
    Column("digest", LargeBinary, nullable=False, comment="32 bytes; never shown to anybody"),
    Index("ix_sanction_pseudonym_digest", "digest"),
    Index("ix_sanction_pseudonym_epoch", "epoch"),
    one_of("kind", "device", "ip4", "ip6", "tel"),
)

block_pseudonym = Table(
    "block_pseudonym",
    metadata,
    Column("sanction", Id, ForeignKey("sanction.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Slug, primary_key=True),
    Column("digest", LargeBinary, nullable=False, comment="32 bytes, by the key of blocks; gone when the block ends"),
    Index("ix_block_pseudonym_digest", "digest"),
    one_of("kind", "device", "ip4", "ip6", "tel"),
)

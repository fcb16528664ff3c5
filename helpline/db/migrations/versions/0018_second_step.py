"""Keep what somebody has beside their password, who is about to set it up, and what a passkey is asked to sign."""

import sqlalchemy as sa
from alembic import op

from helpline.db.migrations.parts import blob, ident, index, key, known, moment, refers, slug

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Three tables."""
    op.create_table(
        "factor",
        ident("id"),
        ident("staff"),
        slug("kind"),
        sa.Column("name", sa.String(64), nullable=False, comment="what its owner calls it"),
        blob("secret", "of a code, sealed; of a passkey its public key"),
        blob("credential", "by which a device knows its passkey", null=True),
        sa.Column(
            "counter", sa.BigInteger(), nullable=False, comment="the last code or use that was taken; it only grows"
        ),
        moment("created_at"),
        moment("confirmed_at", "null until it was shown to work", null=True),
        moment("used_at", null=True),
        key("factor", "id"),
        refers("factor", "staff", "staff"),
        sa.UniqueConstraint("credential", name=op.f("uq_factor_credential")),
        known("factor", "kind", "code", "passkey"),
    )
    index("ix_factor_staff", "factor", "staff")
    op.create_table(
        "half_session",
        blob("token_hash", "SHA-256 of the cookie's token"),
        ident("staff"),
        moment("created_at"),
        key("half_session", "token_hash"),
        refers("half_session", "staff", "staff"),
    )
    index("ix_half_session_staff", "half_session", "staff")
    op.create_table(
        "challenge",
        blob("digest", "SHA-256 of what a passkey is to sign, once"),
        ident("staff"),
        moment("created_at"),
        key("challenge", "digest"),
        refers("challenge", "staff", "staff"),
    )


def downgrade() -> None:
    """The password alone."""
    for table in ("challenge", "half_session", "factor"):
        op.drop_table(table)

"""Keep who is blocked under a key of its own, and which networks and numbers asked to be spared.

The new columns may be empty, so that the previous release goes on writing rows without them.
"""

import sqlalchemy as sa
from alembic import op

from helpline.db.migrations.parts import blob, ident, index, key, known, refers, slug

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """One table and two columns."""
    op.create_table(
        "block_pseudonym",
        ident("sanction"),
        slug("kind"),
        blob("digest", "32 bytes, by the key of blocks; gone when the block ends"),
        key("block_pseudonym", "sanction", "kind"),
        refers("block_pseudonym", "sanction", "sanction", "CASCADE"),
        known("block_pseudonym", "kind", "device", "ip4", "ip6", "tel"),
    )
    index("ix_block_pseudonym_digest", "block_pseudonym", "digest")
    ends = "a block that also ends what runs when it begins to hold"
    op.add_column("sanction", sa.Column("ends_running", sa.Boolean(), comment=ends))
    op.add_column("attempt_pseudonym", sa.Column("spared", sa.Boolean(), comment="asked that nothing keeps it out"))


def downgrade() -> None:
    """Who is blocked is known for the running epochs only."""
    op.drop_column("attempt_pseudonym", "spared")
    op.drop_column("sanction", "ends_running")
    op.drop_table("block_pseudonym")

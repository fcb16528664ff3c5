"""Keep time-outs and blocks, and who came back in spite of one.

The columns of a conversation may be empty, so that the previous release goes on writing rows without them.
"""

import sqlalchemy as sa
from alembic import op

from helpline.db.migrations.parts import blob, flag, ident, index, key, known, moment, number, refers, slug

revision = "0012"
down_revision = "0011"

TERM = "forgotten with the registration's term"
WAITING_BACK = "state = 'waiting' AND way_back_of IS NOT NULL"


def upgrade() -> None:
    """Two tables of their own, three columns, and a short index of who waits to come back."""
    op.create_table(
        "sanction",
        ident("id"),
        slug("kind"),
        slug("scope"),
        slug("reason"),
        slug("channel"),
        ident("conversation", TERM, null=True),
        ident("by", TERM, null=True),
        blob("note", "sealed; forgotten with the messages", null=True),
        moment("since"),
        moment("until", "as it was asked for"),
        moment("holds_until", "the end while nobody else agreed"),
        flag("needs_agreement"),
        ident("agreed_by", TERM, null=True),
        moment("agreed_at", null=True),
        moment("lifted_at", null=True),
        ident("lifted_by", TERM, null=True),
        sa.Column("lifted_why", sa.Text(), comment=TERM),
        number("refused", "how often it turned somebody away"),
        moment("way_back_at", "when somebody who came back in spite of it was last accepted", null=True),
        slug("advised", "what the system suggested then", null=True),
        key("sanction", "id"),
        refers("sanction", "by", "staff"),
        refers("sanction", "agreed_by", "staff"),
        refers("sanction", "lifted_by", "staff"),
        known("sanction", "kind", "time_out", "block"),
        known("sanction", "scope", "device", "network", "number"),
        known("sanction", "reason", "prank", "testing", "sexual", "abusive", "other"),
        known("sanction", "channel", "chat", "phone"),
    )
    index("ix_sanction_conversation", "sanction", "conversation")
    index("ix_sanction_until", "sanction", "until")
    op.create_table(
        "sanction_pseudonym",
        ident("sanction"),
        slug("kind"),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False, comment="forgotten with the epoch's key"),
        blob("digest", "32 bytes; never shown to anybody"),
        key("sanction_pseudonym", "sanction", "kind", "epoch"),
        refers("sanction_pseudonym", "sanction", "sanction", "CASCADE"),
        known("sanction_pseudonym", "kind", "device", "ip4", "ip6", "tel"),
    )
    index("ix_sanction_pseudonym_digest", "sanction_pseudonym", "digest")
    index("ix_sanction_pseudonym_epoch", "sanction_pseudonym", "epoch")
    op.add_column("conversation", ident("way_back_of", "the sanction in spite of which it came in", null=True))
    op.add_column("conversation", ident("way_back_from", "who gave that, and is never asked", null=True))
    op.add_column("conversation", slug("way_back_after", "the kind of that sanction", null=True))
    index("ix_conversation_way_back", "conversation", "place_rank", "place_at", "id", where=WAITING_BACK)


def downgrade() -> None:
    """Nobody is kept out any more."""
    op.drop_index("ix_conversation_way_back", "conversation")
    for column in ("way_back_after", "way_back_from", "way_back_of"):
        op.drop_column("conversation", column)
    op.drop_table("sanction_pseudonym")
    op.drop_table("sanction")

"""Know who was here in the epoch before, and keep what is advised, what came of it, and digests of marked lines."""

import sqlalchemy as sa
from alembic import op

from helpline.db.migrations.parts import blob, ident, index, key, known, number, refers, slug, text

revision = "0014"
down_revision = "0012"

SUGGESTIONS = ("nothing", "look", "looks_like_prank")


def upgrade() -> None:
    """Four tables of their own; the previous release leaves them alone. None tells in which order its rows came."""
    op.create_table(
        "earlier_pseudonym",
        ident("attempt"),
        slug("kind"),
        number("epoch", "the one before; forgotten with its key"),
        blob("digest", "32 bytes; kept only of who was here in that epoch"),
        key("earlier_pseudonym", "attempt", "kind"),
        refers("earlier_pseudonym", "attempt", "attempt", "CASCADE"),
        known("earlier_pseudonym", "kind", "device", "tel"),
        sqlite_with_rowid=False,
    )
    index("ix_earlier_pseudonym_epoch", "earlier_pseudonym", "epoch")
    op.create_table(
        "advice",
        ident("conversation"),
        slug("suggestion"),
        text("reasons", "JSON of codes and counts, for and against; never a text"),
        slug("put_away", "what was suggested when the volunteer put it away", null=True),
        key("advice", "conversation"),
        refers("advice", "conversation", "conversation", "CASCADE"),
        known("advice", "suggestion", *SUGGESTIONS),
        known("advice", "put_away", *SUGGESTIONS),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "advice_count",
        slug("week", "of the calendar; no other moment is kept"),
        slug("suggestion"),
        slug("became", "what the volunteer decided"),
        sa.Column("count", sa.Integer(), nullable=False),
        key("advice_count", "week", "suggestion", "became"),
        known("advice_count", "suggestion", *SUGGESTIONS),
        known("advice_count", "became", "time_out", "mark", "neither"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "marked_line",
        ident("id", "random; leads to nothing"),
        slug("week", "forgotten with the key of that week"),
        blob("digests", "keyed digests of pieces of a line, 8 bytes each"),
        key("marked_line", "id"),
        sqlite_with_rowid=False,
    )
    index("ix_marked_line_week", "marked_line", "week")


def downgrade() -> None:
    """Remove them."""
    for table in ("marked_line", "advice_count", "advice", "earlier_pseudonym"):
        op.drop_table(table)

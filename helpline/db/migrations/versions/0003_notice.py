"""Let a coordinator put a notice on the child's page that goes by itself."""

from alembic import op

from helpline.db.migrations.parts import ident, index, key, moment, refers, slug, text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of notices."""
    op.create_table(
        "notice",
        ident("id"),
        slug("line"),
        text("texts", "JSON: a text for each language"),
        ident("put_by"),
        moment("put_at"),
        moment("until", "gone by itself from then on"),
        ident("lifted_by", null=True),
        moment("lifted_at", null=True),
        key("notice", "id"),
        refers("notice", "put_by", "staff"),
        refers("notice", "lifted_by", "staff"),
    )
    index("ix_notice_newest", "notice", "line", "put_at")


def downgrade() -> None:
    """Remove it."""
    op.drop_table("notice")

"""Keep the answers of the survey under a random name, and for a short while whose they are."""

import sqlalchemy as sa
from alembic import op

from helpline.db.migrations.parts import check, ident, key, known, refers, slug, small

revision = "0006"
down_revision = "0005"

QUESTIONS = ("before_feeling", "before_size", "after_feeling", "after_size")


def upgrade() -> None:
    """Make both tables. Neither has a number of its rows, which would tell in which order they came."""
    op.create_table(
        "survey",
        ident("pair", "random; leads to nothing once survey_of is gone"),
        slug("channel"),
        ident("topic", "the main one; null while it is not known", null=True),
        slug("week", "of the calendar; no other moment is kept"),
        *(small(question, null=True) for question in QUESTIONS),
        *(check("survey", f"{question}_one_to_five", f"{question} BETWEEN 1 AND 5") for question in QUESTIONS),
        known("survey", "channel", "chat", "phone"),
        key("survey", "pair"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_of",
        ident("conversation", "until ten minutes after its end"),
        ident("pair"),
        key("survey_of", "conversation"),
        refers("survey_of", "conversation", "conversation", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["pair"], ["survey.pair"], name=op.f("fk_survey_of_pair")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Remove both."""
    op.drop_table("survey_of")
    op.drop_table("survey")

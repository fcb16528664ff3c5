"""Say of a place in the queue that who practises stands behind every child."""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """A comment alone: the previous release sorts by the same column, and never writes the new rank."""
    _say("0 re-queued through our own fault, 1 ordinary, 2 practising")


def downgrade() -> None:
    """As it was; who practises is ordinary again."""
    op.execute("UPDATE conversation SET place_rank = 1 WHERE place_rank = 2")
    _say("0 re-queued through our own fault, 1 ordinary")


def _say(comment: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"COMMENT ON COLUMN conversation.place_rank IS '{comment}'")

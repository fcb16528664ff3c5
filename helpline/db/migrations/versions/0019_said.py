"""Keep no index of every `client_id` on SQLite, whose one process knows them: half of what a message writes."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """On PostgreSQL it stays, for all nodes."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("uq_message_client_id", "message")


def downgrade() -> None:
    """As before."""
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("uq_message_client_id", "message", ["conversation", "sender", "client_id"], unique=True)

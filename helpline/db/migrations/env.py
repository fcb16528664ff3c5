"""Runs the migrations over the connection that `helpline.db.schema` hands in; there is no alembic.ini."""

from __future__ import annotations

from alembic import context

from helpline.db.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    # SQLite changes a table by making it anew
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()

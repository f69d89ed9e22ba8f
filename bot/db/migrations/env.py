"""Runs the migrations on the connection that `bot.db.migrate` hands over."""

from __future__ import annotations

from alembic import context

from bot.db.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite alters a table by building it anew.
    render_as_batch=True,
    # Both engines undo DDL; the caller's transaction holds all revisions or none.
    transactional_ddl=True,
)
context.run_migrations()

"""Runs migrations on the connection, and inside the transaction, that ``casebook.schema`` gives."""

from alembic import context

from inbox_tui.store.casebook.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot change most things in a table; batch mode builds it anew and copies.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

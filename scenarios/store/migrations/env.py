"""Alembic's way in: it runs within the connection that the app hands it, in the transaction that is open there."""

from alembic import context

from scenarios.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

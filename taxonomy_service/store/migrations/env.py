"""Run the steps on the connection that `store.schema` hands over; batch mode, since SQLite cannot alter in place."""

from alembic import context
from sqlmodel import SQLModel

from taxonomy_service.store import (
    actor_tables,
    curation_tables,
    event_tables,
    finding_tables,
    reference_tables,
    service_audit_tables,
    tables,
)

_REGISTERED = (
    tables,
    actor_tables,
    curation_tables,
    event_tables,
    finding_tables,
    reference_tables,
    service_audit_tables,
)
assert all(_REGISTERED), "importing them registers them"

context.configure(
    connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()

"""The database."""

from taxonomy_service.cli.console import command_engine, output
from taxonomy_service.store import schema


def upgrade() -> None:
    """Make the database's tables, or bring them up to this program's revision."""
    engine = command_engine()
    before = schema.schema_state(engine)
    schema.upgrade(engine)
    done = "was current already" if before is schema.SchemaState.CURRENT else f"was {before}, now at {schema.REVISION}"
    output.print(f"the database {done}: {engine.url.render_as_string(hide_password=True)}")

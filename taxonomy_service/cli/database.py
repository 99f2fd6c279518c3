"""The database."""

from taxonomy_service.cli.console import output, read_settings
from taxonomy_service.store import schema
from taxonomy_service.store.session import open_engine


def upgrade() -> None:
    """Make the database's tables, or bring them up to this program's revision."""
    engine = open_engine(read_settings().url)
    before = schema.schema_state(engine)
    schema.upgrade(engine)
    done = "was current already" if before is schema.SchemaState.CURRENT else f"was {before}, now at {schema.REVISION}"
    output.print(f"the database {done}: {engine.url.render_as_string(hide_password=True)}")

"""The database's schema: is it the one this program knows, and how it becomes so."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlalchemy.engine import Connection

from taxonomy_service.domain.errors import DatabaseOutOfStep


class SchemaState(StrEnum):
    """How the database's schema stands to this program."""

    EMPTY = "empty"
    CURRENT = "current"
    BEHIND = "behind"
    AHEAD = "ahead"
    FOREIGN = "foreign"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    """Return the revision that this program was written for."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None
    return newest


def schema_state(engine: Engine) -> SchemaState:
    """Compare the database's revision with the program's."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        tables = set(inspect(connection).get_table_names())
    if found is None:
        return SchemaState.FOREIGN if tables - {"alembic_version"} else SchemaState.EMPTY
    script = ScriptDirectory.from_config(_config())
    if found == script.get_current_head():
        return SchemaState.CURRENT
    known = {step.revision for step in script.walk_revisions()}
    return SchemaState.BEHIND if found in known else SchemaState.AHEAD


def require_current(engine: Engine) -> None:
    """Raise DatabaseOutOfStep with what to do, unless the schema is current."""
    state = schema_state(engine)
    sentences = {
        SchemaState.EMPTY: "the database is empty: run `taxonomy-service upgrade`, which makes its tables",
        SchemaState.BEHIND: "the database is behind this program: make a backup, then run `taxonomy-service upgrade`",
        SchemaState.AHEAD: "the database was written by a newer version of this program: install that version, "
        "or restore the backup made before the upgrade",
        SchemaState.FOREIGN: "the database holds tables that are not ours: set TAXONOMY_DATABASE_URL to another one",
    }
    if state is not SchemaState.CURRENT:
        raise DatabaseOutOfStep(sentences[state], state=state.value)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply the missing steps in one transaction; nothing happens where none is missing.

    Raises DatabaseOutOfStep for a database that is ahead or not ours.
    """
    if schema_state(engine) in {SchemaState.AHEAD, SchemaState.FOREIGN}:
        require_current(engine)
    with _locked(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take steps back, in one transaction."""
    with _locked(engine) as connection:
        command.downgrade(_config(connection), revision)


@contextmanager
def _locked(engine: Engine) -> Iterator[Connection]:
    with engine.execution_options(writing=True).begin() as connection:
        yield connection

"""The database's schema: is it the one this program knows, and how it becomes so."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import Connection

from taxonomy_service.domain.errors import DatabaseOutOfStep
from taxonomy_service.domain.messages import message
from taxonomy_service.store.failures import failures_told

if TYPE_CHECKING:
    from alembic.config import Config

REVISION = "0009"
"""The newest step of the migrations; a test compares it with them."""
MIGRATIONS = Path(__file__).parent / "migrations"
_OURS = re.compile(r"[0-9]{4}")


class SchemaState(StrEnum):
    """How the database's schema stands to this program."""

    EMPTY = "empty"
    CURRENT = "current"
    BEHIND = "behind"
    AHEAD = "ahead"
    FOREIGN = "foreign"


_SENTENCES = {
    SchemaState.EMPTY: message("the database is empty: run `taxonomy-service upgrade`, which makes its tables"),
    SchemaState.BEHIND: message(
        "the database is behind this program: make a backup, then run `taxonomy-service upgrade`"
    ),
    SchemaState.AHEAD: message(
        "the database was written by a newer version of this program: install that version, "
        "or restore the backup made before the upgrade"
    ),
    SchemaState.FOREIGN: message(
        "the database holds tables that are not ours: set TAXONOMY_DATABASE_URL to another one"
    ),
}


def schema_state(engine: Engine) -> SchemaState:
    """Compare the database's revision with the program's; ours are numbers of four digits."""
    with failures_told(), engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        found = None
        if "alembic_version" in tables:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None:
        return SchemaState.FOREIGN if tables - {"alembic_version"} else SchemaState.EMPTY
    if found == REVISION:
        return SchemaState.CURRENT
    if not _OURS.fullmatch(found):
        return SchemaState.FOREIGN
    return SchemaState.BEHIND if found < REVISION else SchemaState.AHEAD


def require_current(engine: Engine) -> None:
    """Raise DatabaseOutOfStep with what to do, unless the schema is current."""
    state = schema_state(engine)
    if state is not SchemaState.CURRENT:
        raise DatabaseOutOfStep(_SENTENCES[state], state=state.value)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply the missing steps in one transaction; nothing happens where none is missing.

    Raises DatabaseOutOfStep for a database that is ahead or not ours, Conflict for one that is busy.
    """
    from alembic import command  # noqa: PLC0415  0.15 s that only an upgrade should cost

    if schema_state(engine) in {SchemaState.AHEAD, SchemaState.FOREIGN}:
        require_current(engine)
    with _migrating(engine) as config:
        command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take steps back, in one transaction."""
    from alembic import command  # noqa: PLC0415  as above

    with _migrating(engine) as config:
        command.downgrade(config, revision)


@contextmanager
def _migrating(engine: Engine) -> Iterator["Config"]:
    with failures_told(), engine.execution_options(writing=True).begin() as connection:
        yield alembic_config(connection)


def alembic_config(connection: Connection | None = None) -> "Config":
    """Return Alembic's configuration, with the connection that the steps run on."""
    from alembic.config import Config  # noqa: PLC0415  as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config

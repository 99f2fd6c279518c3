"""What a resource holds beside its relations in one row, and a view of the labels one by one."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE VIEW label AS
SELECT t.resource_key, j.key AS place, json_extract(j.value, '$[0]') AS form,
       json_extract(j.value, '$[1]') AS language, json_extract(j.value, '$[2]') AS kind,
       json_extract(j.value, '$[3]') AS node, json_extract(j.value, '$[4]') AS plain
FROM resource_content t, json_each(t.labels) j
"""
_POSTGRESQL = """
CREATE VIEW label AS
SELECT t.resource_key, j.place - 1 AS place, j.label ->> 0 AS form, j.label ->> 1 AS language,
       j.label ->> 2 AS kind, j.label ->> 3 AS node, (j.label ->> 4)::boolean AS plain
FROM resource_content t, json_array_elements(t.labels::json) WITH ORDINALITY AS j (label, place)
"""
_MANY = 10_000
"""Rows, or resources, at a time: a database may hold millions."""
_COLUMNS = {
    "label": ("form", "language", "kind", "node", "plain"),
    "note": ("kind", "type", "value", "language", "datatype"),
    "notation": ("value", "language", "datatype"),
    "statement": ("predicate", "type", "value", "language", "datatype"),
}
_PARTS = ("labels", "notes", "notations", "properties")
_CONTENT = sa.table("resource_content", *map(sa.column, ("resource_key", *_PARTS)))
_NODES = sa.table("label_node", sa.column("resource_key"), sa.column("node"))


def upgrade() -> None:
    op.create_table("resource_content", *_of_resource("resource_key"), *map(_long, _PARTS))
    op.create_table("label_node", *_of_resource("resource_key", "node"), _long("node"))
    op.create_index("ix_label_node_node", "label_node", ["node"])
    _carry_over(op.get_bind())
    for table in ("label", "note", "notation"):
        op.drop_table(table)
    op.execute("DELETE FROM statement WHERE resource_key IS NOT NULL")
    op.drop_index("ix_statement_subject", "statement")
    with op.batch_alter_table("statement") as statement:
        statement.drop_index("ix_statement_resource_key")
        statement.drop_column("resource_key")
    op.create_index("ix_statement_subject", "statement", ["scheme_key", "subject"])
    op.execute(_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE)


def downgrade() -> None:
    op.execute("DROP VIEW label")
    other = sa.text("resource_key IS NULL")
    op.drop_index("ix_statement_subject", "statement")
    with op.batch_alter_table("statement") as statement:
        statement.add_column(sa.Column("resource_key", sa.Integer(), nullable=True))
        statement.create_foreign_key("fk_statement_resource", "resource", ["resource_key"], ["key"], ondelete="CASCADE")
        statement.create_index("ix_statement_resource_key", ["resource_key"])
    op.create_index(
        "ix_statement_subject", "statement", ["scheme_key", "subject"], sqlite_where=other, postgresql_where=other
    )
    _make_table(
        "label",
        _short("language"),
        _short("kind"),
        _long("form"),
        sa.Column("node", sa.Text(), nullable=True),
        sa.Column("plain", sa.Boolean(), nullable=False),
    )
    in_use = sa.text("node IS NOT NULL")
    op.create_index("ix_label_node", "label", ["node"], sqlite_where=in_use, postgresql_where=in_use)
    _make_table("notation", _long("value"), _short("language"), _long("datatype"))
    _make_table("note", _short("kind"), _short("type"), _long("value"), _short("language"), _long("datatype"))
    _carry_back(op.get_bind())
    op.drop_table("label_node")
    op.drop_table("resource_content")


def _of_resource(*key: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Return a column for the resource, and its constraints."""
    own = sa.Column("resource_key", sa.Integer(), nullable=False, autoincrement=False)
    resource = sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], ondelete="CASCADE")
    return own, resource, sa.PrimaryKeyConstraint(*key)


def _short(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _long(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _make_table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(name, sa.Column("key", sa.Integer(), nullable=False), *_of_resource("key"), *columns)
    op.create_index(f"ix_{name}_resource_key", name, ["resource_key"])


def _carry_over(connection: sa.Connection) -> None:
    read = {"label": _label, "note": _note, "notation": list, "statement": _property}
    for first in _steps(connection):
        found = {table: dict(_by_resource(connection, first, table, make)) for table, make in read.items()}
        keys = sorted(set().union(*found.values()))
        _insert(connection, _CONTENT, ((key, *(_text(found[table].get(key, [])) for table in read)) for key in keys))
        nodes = {(key, label[3]) for key, labels in found["label"].items() for label in labels}
        _insert(connection, _NODES, sorted((key, node) for key, node in nodes if node is not None))


def _steps(connection: sa.Connection) -> range:
    """Return the first keys of steps through the resources."""
    last: int | None = connection.execute(sa.text("SELECT max(key) FROM resource")).scalar()
    return range(0, (last or 0) + 1, _MANY)


def _by_resource(connection: sa.Connection, first: int, table: str, make: Any) -> Iterator[tuple[int, list[Any]]]:
    query = sa.text(
        f"SELECT resource_key, {', '.join(_COLUMNS[table])} FROM {table} "  # noqa: S608
        "WHERE resource_key >= :first AND resource_key < :end ORDER BY resource_key, key"
    )
    rows = connection.execute(query, {"first": first, "end": first + _MANY})
    for key, own in groupby(rows, key=lambda row: row[0]):
        yield key, [make(row[1:]) for row in own]


def _label(columns: Any) -> list[Any]:
    *texts, plain = columns
    return [*texts, bool(plain)]


def _note(columns: Any) -> dict[str, Any]:
    kind, type_, value, language, datatype = columns
    return {"kind": kind, "content": [value, language, datatype] if type_ == "literal" else value}


def _property(columns: Any) -> list[Any]:
    predicate, type_, value, language, datatype = columns
    return [predicate, [value, language, datatype] if type_ == "literal" else value]


def _text(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _carry_back(connection: sa.Connection) -> None:
    query = sa.text(
        f"SELECT resource_key, scheme_key, iri, {', '.join(_PARTS)} FROM resource_content "  # noqa: S608
        "JOIN resource ON key = resource_key WHERE key >= :first AND key < :end ORDER BY key"
    )
    for first in _steps(connection):
        _spread(connection, connection.execute(query, {"first": first, "end": first + _MANY}).all())


def _spread(connection: sa.Connection, stored: Sequence[sa.Row[Any]]) -> None:
    columns_of: dict[str, Callable[[Any], list[Any]]] = {"label": list, "note": _note_columns, "notation": list}
    for place, (table, back) in enumerate(columns_of.items(), 3):
        target = sa.table(table, *map(sa.column, ("resource_key", *_COLUMNS[table])))
        _insert(connection, target, ((row[0], *back(value)) for row in stored for value in json.loads(row[place])))
    columns = ("resource_key", "scheme_key", "subject", *_COLUMNS["statement"])
    properties = ((*row[:3], *_property_columns(value)) for row in stored for value in json.loads(row.properties))
    _insert(connection, sa.table("statement", *map(sa.column, columns)), properties)


def _note_columns(note: Any) -> list[Any]:
    return [note["kind"], *_node_columns(note["content"])]


def _property_columns(stated: Any) -> list[Any]:
    predicate, node = stated
    return [predicate, *_node_columns(node)]


def _node_columns(node: Any) -> list[Any]:
    return ["literal", *node] if isinstance(node, list) else ["blank" if node.startswith("_:") else "iri", node, "", ""]


def _insert(connection: sa.Connection, table: sa.TableClause, rows: Iterable[tuple[Any, ...]]) -> None:
    waiting, names = iter(rows), table.columns.keys()
    while block := list(islice(waiting, _MANY)):
        values: list[Mapping[str, Any]] = [dict(zip(names, row, strict=True)) for row in block]
        connection.execute(sa.insert(table), values)

"""The labels of a resource in one row, and a view of them one by one."""

import json
from collections.abc import Iterable, Iterator
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
SELECT l.resource_key, j.key AS place, json_extract(j.value, '$[0]') AS form, json_extract(j.value, '$[1]') AS language,
       json_extract(j.value, '$[2]') AS kind, json_extract(j.value, '$[3]') AS node, json_extract(j.value, '$[4]') AS plain
FROM label_list l, json_each(l.labels) j
"""
_POSTGRESQL = """
CREATE VIEW label AS
SELECT l.resource_key, j.place - 1 AS place, j.label ->> 0 AS form, j.label ->> 1 AS language,
       j.label ->> 2 AS kind, j.label ->> 3 AS node, (j.label ->> 4)::boolean AS plain
FROM label_list l, json_array_elements(l.labels::json) WITH ORDINALITY AS j (label, place)
"""
_MANY = 10_000
_LISTS = sa.table("label_list", sa.column("resource_key"), sa.column("labels"))
_NODES = sa.table("label_node", sa.column("resource_key"), sa.column("node"))


def upgrade() -> None:
    op.create_table("label_list", _resource_key(), sa.Column("labels", sa.Text(), nullable=False), *_of_a_resource())
    op.create_table(
        "label_node", _resource_key(), sa.Column("node", sa.Text(), nullable=False), *_of_a_resource("node")
    )
    op.create_index("ix_label_node_node", "label_node", ["node"])
    _carry_over(op.get_bind())
    op.drop_table("label")
    op.execute(_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE)


def downgrade() -> None:
    op.execute("DROP VIEW label")
    in_use = sa.text("node IS NOT NULL")
    op.create_table(
        "label",
        sa.Column("key", sa.Integer(), nullable=False),
        _resource_key(),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=True),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_label_resource_key", "label", ["resource_key"])
    op.create_index("ix_label_node", "label", ["node"], sqlite_where=in_use, postgresql_where=in_use)
    _carry_back(op.get_bind())
    op.drop_table("label_node")
    op.drop_table("label_list")


def _resource_key() -> sa.Column[int]:
    return sa.Column("resource_key", sa.Integer(), nullable=False, autoincrement=False)


def _of_a_resource(*more: str) -> tuple[sa.Constraint, ...]:
    own = sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], ondelete="CASCADE")
    return own, sa.PrimaryKeyConstraint("resource_key", *more)


def _carry_over(connection: sa.Connection) -> None:
    query = "SELECT resource_key, form, language, kind, node, plain FROM label ORDER BY resource_key, key"
    lists, nodes = [], set()
    for key, rows in groupby(connection.execute(sa.text(query)), key=lambda row: row.resource_key):
        labels = [[form, language, kind, node, bool(plain)] for _, form, language, kind, node, plain in rows]
        lists.append({"resource_key": key, "labels": json.dumps(labels, ensure_ascii=False, separators=(",", ":"))})
        nodes |= {(key, label[3]) for label in labels if label[3] is not None}
    _insert(connection, _LISTS, lists)
    _insert(connection, _NODES, ({"resource_key": key, "node": node} for key, node in sorted(nodes)))


def _carry_back(connection: sa.Connection) -> None:
    lists = connection.execute(sa.text("SELECT resource_key, labels FROM label_list ORDER BY resource_key")).all()
    columns = ("form", "language", "kind", "node", "plain")
    rows = (
        {"resource_key": key, **dict(zip(columns, label, strict=True))}
        for key, labels in lists
        for label in json.loads(labels)
    )
    _insert(connection, sa.table("label", *map(sa.column, ("resource_key", *columns))), rows)


def _insert(connection: sa.Connection, table: sa.TableClause, rows: Iterable[dict[str, Any]]) -> None:
    waiting: Iterator[dict[str, Any]] = iter(rows)
    while block := list(islice(waiting, _MANY)):
        connection.execute(sa.insert(table), block)

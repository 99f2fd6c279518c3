"""Schemes, resources, labels, releases, keys."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "scheme",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("iri", sa.Text(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("iri"),
    )
    op.create_table(
        "release",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("scheme_key", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.Column("concepts", sa.Integer(), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ids", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["scheme_key"], ["scheme.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("scheme_key", "number"),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_content_hash"), ["content_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_release_scheme_key"), ["scheme_key"], unique=False)

    op.create_table(
        "resource",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("scheme_key", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("iri", sa.Text(), nullable=False),
        sa.Column("ordered", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["scheme_key"], ["scheme.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("scheme_key", "role", "iri"),
    )
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_scheme_key"), ["scheme_key"], unique=False)

    op.create_table(
        "label",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("resource_key", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=True),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("label", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_label_resource_key"), ["resource_key"], unique=False)

    op.create_table(
        "notation",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("resource_key", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("datatype", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("notation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notation_resource_key"), ["resource_key"], unique=False)

    op.create_table(
        "note",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("resource_key", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("datatype", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_resource_key"), ["resource_key"], unique=False)

    op.create_table(
        "relation",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("resource_key", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relation_resource_key"), ["resource_key"], unique=False)

    op.create_table(
        "statement",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("scheme_key", sa.Integer(), nullable=False),
        sa.Column("resource_key", sa.Integer(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("predicate", sa.Text(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("datatype", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["scheme_key"], ["scheme.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_resource_key"), ["resource_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_scheme_key"), ["scheme_key"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_scheme_key"))
        batch_op.drop_index(batch_op.f("ix_statement_resource_key"))

    op.drop_table("statement")
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_relation_resource_key"))

    op.drop_table("relation")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_resource_key"))

    op.drop_table("note")
    with op.batch_alter_table("notation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notation_resource_key"))

    op.drop_table("notation")
    with op.batch_alter_table("label", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_label_resource_key"))

    op.drop_table("label")
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_scheme_key"))

    op.drop_table("resource")
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_release_scheme_key"))
        batch_op.drop_index(batch_op.f("ix_release_content_hash"))

    op.drop_table("release")
    op.drop_table("scheme")
    op.drop_table("api_key")

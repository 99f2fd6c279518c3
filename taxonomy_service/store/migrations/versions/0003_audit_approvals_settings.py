"""The audit chain, approvals, settings, kept answers, and the look-ups that editing needs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _scheme_key() -> "sa.Column[int]":
    return sa.Column("scheme_key", sa.Integer(), nullable=False)


def _of_scheme() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["scheme_key"], ["scheme.key"], ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("key", sa.Integer(), nullable=False),
        _scheme_key(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change_set", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        _of_scheme(),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("scheme_key", "number"),
    )
    op.create_index("ix_audit_entry_scheme_key", "audit_entry", ["scheme_key"])
    op.create_table(
        "audit_touch",
        sa.Column("key", sa.Integer(), nullable=False),
        _scheme_key(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("iri", sa.Text(), nullable=False),
        _of_scheme(),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_audit_touch_iri", "audit_touch", ["scheme_key", "iri", "number"])
    op.create_table(
        "audit_head",
        _scheme_key(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        _of_scheme(),
        sa.PrimaryKeyConstraint("scheme_key"),
    )
    op.create_table(
        "label_approval",
        sa.Column("key", sa.Integer(), nullable=False),
        _scheme_key(),
        sa.Column("iri", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        _of_scheme(),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("scheme_key", "iri", "language", "kind", "form"),
    )
    op.create_index("ix_label_approval_scheme_key", "label_approval", ["scheme_key"])
    op.create_table(
        "scheme_settings",
        _scheme_key(),
        sa.Column("body", sa.Text(), nullable=False),
        _of_scheme(),
        sa.PrimaryKeyConstraint("scheme_key"),
    )
    op.create_table(
        "kept_answer",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor", "name"),
    )
    op.create_index("ix_kept_answer_time", "kept_answer", ["time"])
    op.create_table(
        "proposal",
        sa.Column("key", sa.Integer(), nullable=False),
        _scheme_key(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        _of_scheme(),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("scheme_key", "number"),
    )
    op.create_index("ix_proposal_scheme_key", "proposal", ["scheme_key"])
    op.create_table(
        "proposal_event",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("proposal_key", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["proposal_key"], ["proposal.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_proposal_event_proposal_key", "proposal_event", ["proposal_key"])
    op.create_index("ix_resource_id", "resource", ["scheme_key", "id"])
    op.create_index("ix_relation_target", "relation", ["target"])
    in_use = sa.text("node IS NOT NULL")
    op.create_index("ix_label_node", "label", ["node"], sqlite_where=in_use, postgresql_where=in_use)
    other = sa.text("resource_key IS NULL")
    op.create_index(
        "ix_statement_subject", "statement", ["scheme_key", "subject"], sqlite_where=other, postgresql_where=other
    )


def downgrade() -> None:
    op.drop_index("ix_statement_subject", "statement")
    op.drop_index("ix_label_node", "label")
    op.drop_index("ix_relation_target", "relation")
    op.drop_index("ix_resource_id", "resource")
    for table in ("proposal_event", "proposal"):
        op.drop_table(table)
    for table in ("kept_answer", "scheme_settings", "label_approval", "audit_head", "audit_touch", "audit_entry"):
        op.drop_table(table)

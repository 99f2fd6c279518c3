"""Settings frozen with releases, labels released without approval, parts of proposals, imports to be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("release") as release:
        release.add_column(sa.Column("settings", sa.Text(), nullable=True))
    with op.batch_alter_table("proposal") as proposal:
        proposal.add_column(sa.Column("needs", sa.Text(), nullable=True))
    op.create_table(
        "undoable_import",
        sa.Column("scheme_key", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["scheme_key"], ["scheme.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("scheme_key", "number"),
    )
    op.create_table(
        "unapproved_label",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("scheme_key", sa.Integer(), nullable=False),
        sa.Column("iri", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["scheme_key"], ["scheme.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("scheme_key", "iri", "language", "kind", "form"),
    )
    op.create_index("ix_unapproved_label_scheme_key", "unapproved_label", ["scheme_key"])


def downgrade() -> None:
    op.drop_table("unapproved_label")
    op.drop_table("undoable_import")
    with op.batch_alter_table("proposal") as proposal:
        proposal.drop_column("needs")
    with op.batch_alter_table("release") as release:
        release.drop_column("settings")

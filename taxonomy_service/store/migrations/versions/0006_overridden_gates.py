"""What stood in the way of releases that were made in spite of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release_override",
        sa.Column("scheme_key", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["scheme_key"], ["scheme.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("scheme_key", "number", "kind"),
    )


def downgrade() -> None:
    op.drop_table("release_override")

"""Actors with grants; keys belong to actors, expire, are used and revoked; events and the webhooks told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_table(
        "actor_grant",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_actor_grant_actor_id", "actor_grant", ["actor_id"], unique=False)
    _give_keys_to_actors()
    _create_events()


def _give_keys_to_actors() -> None:
    """Make an actor of every key there is: what a key did so far is known under its id."""
    op.execute("INSERT INTO actor (id, name, created) SELECT id, name, created FROM api_key")
    op.execute("INSERT INTO actor_grant (actor_id, role) SELECT id, role FROM api_key")
    with op.batch_alter_table("api_key") as batch_op:
        batch_op.add_column(sa.Column("actor_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("purpose", sa.Text(), nullable=True))
        for name in ("expires", "used", "revoked"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE api_key SET actor_id = id, purpose = ''")
    with op.batch_alter_table("api_key") as batch_op:
        batch_op.alter_column("actor_id", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("purpose", existing_type=sa.Text(), nullable=False)
        batch_op.drop_column("name")
        batch_op.drop_column("role")
        batch_op.create_foreign_key("fk_api_key_actor_id", "actor", ["actor_id"], ["id"], ondelete="CASCADE")
        batch_op.create_index("ix_api_key_actor_id", ["actor_id"], unique=False)


def _create_events() -> None:
    op.create_table(
        "event",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("scheme_key", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["scheme_key"], ["scheme.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("scheme_key", "number"),
    )
    op.create_index("ix_event_scheme_key", "event", ["scheme_key"], unique=False)
    op.create_table(
        "webhook",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("scheme_key", sa.Integer(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["scheme_key"], ["scheme.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_webhook_scheme_key", "webhook", ["scheme_key"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Text(), nullable=False),
        sa.Column("event_key", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_key"], ["event.key"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_delivery_event_key", "delivery", ["event_key"], unique=False)
    op.create_index("ix_delivery_webhook_id", "delivery", ["webhook_id"], unique=False)
    op.create_index("ix_delivery_state_due", "delivery", ["state", "due"], unique=False)


def downgrade() -> None:
    for table in ("delivery", "webhook", "event"):
        op.drop_table(table)
    _give_keys_back()


def _give_keys_back() -> None:
    with op.batch_alter_table("api_key") as batch_op:
        batch_op.add_column(sa.Column("name", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("role", sa.String(), nullable=True))
    op.execute("UPDATE api_key SET name = (SELECT name FROM actor WHERE actor.id = actor_id)")
    op.execute(
        "UPDATE api_key SET role = coalesce((SELECT role FROM actor_grant g WHERE g.key = "
        "(SELECT min(key) FROM actor_grant h WHERE h.actor_id = api_key.actor_id "
        "AND h.scheme IS NULL AND h.languages IS NULL)), 'reader')"
    )
    op.execute("DELETE FROM api_key WHERE revoked IS NOT NULL OR expires IS NOT NULL")
    with op.batch_alter_table("api_key") as batch_op:
        batch_op.drop_index("ix_api_key_actor_id")
        batch_op.drop_constraint("fk_api_key_actor_id", type_="foreignkey")
        for name in ("actor_id", "purpose", "expires", "used", "revoked"):
            batch_op.drop_column(name)
        batch_op.alter_column("name", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("role", existing_type=sa.String(), nullable=False)
    op.drop_index("ix_actor_grant_actor_id", table_name="actor_grant")
    op.drop_table("actor_grant")
    op.drop_table("actor")

"""The tables of events and of the webhooks they are delivered to.

A `delivery` is written with the event, in the transaction of what happened: none is lost when the process dies.
"""

from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


def _scheme_key(*, nullable: bool = False) -> Column[int]:
    return Column(Integer, ForeignKey("scheme.key", ondelete="CASCADE"), nullable=nullable, index=True)


def _when() -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=False)


class EventRow(SQLModel, table=True):
    """Something that happened in a scheme; `data` is a JSON object."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("scheme_key", "number"),)
    key: int | None = Field(default=None, primary_key=True)
    scheme_key: int = Field(sa_column=_scheme_key())
    number: int
    kind: str
    time: datetime = Field(sa_column=_when())
    data: str = Field(sa_type=Text)


class EventHorizonRow(SQLModel, table=True):
    """Up to which number events of a scheme were let go of, some that nobody was told yet excepted."""

    __tablename__ = "event_horizon"
    scheme_key: int = Field(sa_column=Column(Integer, ForeignKey("scheme.key", ondelete="CASCADE"), primary_key=True))
    number: int


class WebhookRow(SQLModel, table=True):
    """A subscription; `scheme_key` NULL is all schemes, `kinds` are separated by spaces.

    `secret` stands as it is, since every message is signed with it.
    """

    __tablename__ = "webhook"
    id: str = Field(primary_key=True, sa_type=Text)
    scheme_key: int | None = Field(default=None, sa_column=_scheme_key(nullable=True))
    url: str = Field(sa_type=Text)
    kinds: str
    secret: str = Field(sa_type=Text)
    actor_id: str = Field(sa_type=Text)
    created: datetime = Field(sa_column=_when())


class DeliveryRow(SQLModel, table=True):
    """An event for a webhook; while it is `leased`, a worker has it until `due`."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_state_due", "state", "due"),)
    key: int | None = Field(default=None, primary_key=True)
    webhook_id: str = Field(
        sa_column=Column(Text, ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    event_key: int = Field(
        sa_column=Column(Integer, ForeignKey("event.key", ondelete="CASCADE"), nullable=False, index=True)
    )
    state: str
    tries: int = 0
    due: datetime = Field(sa_column=_when())
    leased: bool = False
    status: int | None = None
    error: str = Field(default="", sa_type=Text)

"""The tables of actors with their grants and keys.

What else is kept names an actor by `id` alone, so that the rest of a row can be erased.
"""

from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


def _actor_id() -> Column[str]:
    return Column(Text, ForeignKey("actor.id", ondelete="CASCADE"), nullable=False, index=True)


def _when(*, nullable: bool = True) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=nullable)


class ActorRow(SQLModel, table=True):
    """An actor; `issuer` and `subject` are those of the tokens that stand for it. One that is `erased` keeps its id."""

    __tablename__ = "actor"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    email: str | None = Field(default=None, sa_type=Text)
    issuer: str | None = Field(default=None, sa_type=Text)
    subject: str | None = Field(default=None, sa_type=Text)
    created: datetime = Field(sa_column=_when(nullable=False))
    erased: datetime | None = Field(default=None, sa_column=_when())


class GrantRow(SQLModel, table=True):
    """A role of an actor; `scheme` NULL is all schemes, `languages` NULL all languages, else tags between spaces."""

    __tablename__ = "actor_grant"
    key: int | None = Field(default=None, primary_key=True)
    actor_id: str = Field(sa_column=_actor_id())
    role: str
    scheme: str | None = Field(default=None, sa_type=Text)
    languages: str | None = Field(default=None, sa_type=Text)


class KeyRow(SQLModel, table=True):
    """An API key: its public part and the salted scrypt hash of its secret part."""

    __tablename__ = "api_key"
    id: str = Field(primary_key=True)
    actor_id: str = Field(sa_column=_actor_id())
    purpose: str = Field(default="", sa_type=Text)
    salt: bytes
    hash: bytes
    created: datetime = Field(sa_column=_when(nullable=False))
    expires: datetime | None = Field(default=None, sa_column=_when())
    used: datetime | None = Field(default=None, sa_column=_when())
    revoked: datetime | None = Field(default=None, sa_column=_when())

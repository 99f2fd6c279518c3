"""The tables of the audit chain of the service itself."""

from datetime import datetime

from sqlalchemy import Column, DateTime, Integer, Text
from sqlmodel import Field, SQLModel


class ServiceAuditEntryRow(SQLModel, table=True):
    """A link of the chain; `body` is the JSON that is hashed together with `previous`. It names actors by id alone."""

    __tablename__ = "service_audit_entry"
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    change_set: int
    kind: str
    actor: str = Field(sa_type=Text)
    time: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    body: str = Field(sa_type=Text)
    previous: str
    hash: str


class ServiceAuditHeadRow(SQLModel, table=True):
    """The newest link, so that a missing last entry shows; the only row has the key 1."""

    __tablename__ = "service_audit_head"
    key: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    number: int
    hash: str

"""The table of references."""

from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, LargeBinary, Text
from sqlmodel import Field, SQLModel


def _now() -> datetime:
    return datetime.now(UTC)


class ReferenceRow(SQLModel, table=True):
    """A reference; `languages` are tags with spaces between, `body` is the compiled form, `checksum` its SHA-256."""

    __tablename__ = "reference"
    key: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, sa_type=Text)
    kind: str = ""
    licence: str = Field(default="", sa_type=Text)
    source: str = Field(default="", sa_type=Text)
    languages: str = Field(default="", sa_type=Text)
    senses: int = 0
    forms: int = 0
    checksum: str = ""
    added: datetime = Field(default_factory=_now, sa_column=Column(DateTime(timezone=True), nullable=False))
    body: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))

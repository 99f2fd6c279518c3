"""The tables. Rows never leave this package; the rules live in the domain.

The draft of a scheme is held in `resource`, `resource_content`, `label_node`, `relation` and `statement`; a `release`
holds its canonical N-Triples, compressed, and never changes.
"""

from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


def _scheme_key() -> Column[int]:
    return Column(Integer, ForeignKey("scheme.key", ondelete="CASCADE"), nullable=False, index=True)


def _resource_key() -> Column[int]:
    return Column(Integer, ForeignKey("resource.key", ondelete="CASCADE"), nullable=False, index=True)


class SchemeRow(SQLModel, table=True):
    """A concept scheme; `current` is the number of its newest release, 0 before the first."""

    __tablename__ = "scheme"
    key: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True, sa_type=Text)
    iri: str = Field(unique=True, sa_type=Text)
    current: int = 0


class ResourceRow(SQLModel, table=True):
    """A scheme, concept or collection of the draft; one that is `gone` only keeps its id from being used again."""

    __tablename__ = "resource"
    __table_args__ = (UniqueConstraint("scheme_key", "role", "iri"), Index("ix_resource_id", "scheme_key", "id"))
    key: int | None = Field(default=None, primary_key=True)
    scheme_key: int = Field(sa_column=_scheme_key())
    role: str
    id: str = Field(sa_type=Text)
    iri: str = Field(sa_type=Text)
    ordered: bool = False
    gone: bool = False


class ResourceContentRow(SQLModel, table=True):
    """What a resource holds beside its relations, read and written as a whole: JSON arrays of what `domain` calls so.

    The view `label` has a row for each label.
    """

    __tablename__ = "resource_content"
    resource_key: int = Field(
        sa_column=Column(Integer, ForeignKey("resource.key", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )
    labels: str = Field(sa_type=Text)
    notes: str = Field(sa_type=Text)
    notations: str = Field(sa_type=Text)
    properties: str = Field(sa_type=Text)


class LabelNodeRow(SQLModel, table=True):
    """A node that carries a label of a resource in SKOS-XL."""

    __tablename__ = "label_node"
    resource_key: int = Field(
        sa_column=Column(Integer, ForeignKey("resource.key", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )
    node: str = Field(sa_type=Text, primary_key=True, index=True)


class RelationRow(SQLModel, table=True):
    """A relation, mapping or membership as asserted; `position` is the place in an ordered list, else -1."""

    __tablename__ = "relation"
    __table_args__ = (Index("ix_relation_target", "target"),)
    key: int | None = Field(default=None, primary_key=True)
    resource_key: int = Field(sa_column=_resource_key())
    kind: str
    target: str = Field(sa_type=Text)
    position: int = -1


class StatementRow(SQLModel, table=True):
    """A statement about another subject of the scheme than its resources.

    The `type` of its object is "iri", "blank" or "literal".
    """

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_subject", "scheme_key", "subject"),)
    key: int | None = Field(default=None, primary_key=True)
    scheme_key: int = Field(sa_column=_scheme_key())
    subject: str = Field(sa_type=Text)
    predicate: str = Field(sa_type=Text)
    type: str
    value: str = Field(sa_type=Text)
    language: str = ""
    datatype: str = Field(default="", sa_type=Text)


class ReleaseRow(SQLModel, table=True):
    """A release; `ids` is a JSON object from IRI to id for the concepts whose id is not their local name.

    `settings` are those of the scheme when it was released, as JSON; null for none, and where nobody kept them.
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("scheme_key", "number"),)
    key: int | None = Field(default=None, primary_key=True)
    scheme_key: int = Field(sa_column=_scheme_key())
    number: int
    version: str | None = Field(default=None, sa_type=Text)
    content_hash: str = Field(index=True)
    published: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    concepts: int
    labels: int
    note: str = Field(default="", sa_type=Text)
    ids: str = Field(default="{}", sa_type=Text)
    settings: str | None = Field(default=None, sa_type=Text)
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))

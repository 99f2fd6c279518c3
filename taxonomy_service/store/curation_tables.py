"""The tables of curation: the audit chain, approvals, settings, overridden gates, answers kept for a retry."""

from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


def _scheme_key(*, primary: bool = False) -> Column[int]:
    own = ForeignKey("scheme.key", ondelete="CASCADE")
    return Column(Integer, own, nullable=False, primary_key=primary, index=not primary)


def _time() -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=False)


class AuditEntryRow(SQLModel, table=True):
    """A link of a scheme's audit chain; `body` is the JSON that is hashed together with `previous`.

    `change_set` is the number of the entry of its change set, which is its own for that entry itself.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("scheme_key", "number"),)
    key: int | None = Field(default=None, primary_key=True)
    scheme_key: int = Field(sa_column=_scheme_key())
    number: int
    change_set: int
    kind: str
    actor: str = Field(sa_type=Text)
    time: datetime = Field(sa_column=_time())
    body: str = Field(sa_type=Text)
    previous: str
    hash: str


class AuditTouchRow(SQLModel, table=True):
    """A resource that an entry changed."""

    __tablename__ = "audit_touch"
    __table_args__ = (Index("ix_audit_touch_iri", "scheme_key", "iri", "number"),)
    key: int | None = Field(default=None, primary_key=True)
    scheme_key: int = Field(sa_column=Column(Integer, ForeignKey("scheme.key", ondelete="CASCADE"), nullable=False))
    number: int
    iri: str = Field(sa_type=Text)


class AuditHeadRow(SQLModel, table=True):
    """The newest link of a scheme's chain, so that a missing last entry shows."""

    __tablename__ = "audit_head"
    scheme_key: int = Field(sa_column=_scheme_key(primary=True))
    number: int
    hash: str


class UndoableImportRow(SQLModel, table=True):
    """What the import of an audit entry did to the draft, as JSON, compressed."""

    __tablename__ = "undoable_import"
    scheme_key: int = Field(sa_column=_scheme_key(primary=True))
    number: int = Field(primary_key=True)
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class LabelApprovalRow(SQLModel, table=True):
    """The approval state of a label of the draft; one without a row came with an import and counts as approved."""

    __tablename__ = "label_approval"
    __table_args__ = (UniqueConstraint("scheme_key", "iri", "language", "kind", "form"),)
    key: int | None = Field(default=None, primary_key=True)
    scheme_key: int = Field(sa_column=_scheme_key())
    iri: str = Field(sa_type=Text)
    language: str
    kind: str
    form: str = Field(sa_type=Text)
    state: str
    actor: str = Field(sa_type=Text)
    time: datetime = Field(sa_column=_time())


class UnapprovedLabelRow(SQLModel, table=True):
    """A label of the newest release that nobody approved before it was released, nor since."""

    __tablename__ = "unapproved_label"
    __table_args__ = (UniqueConstraint("scheme_key", "iri", "language", "kind", "form"),)
    key: int | None = Field(default=None, primary_key=True)
    scheme_key: int = Field(sa_column=_scheme_key())
    iri: str = Field(sa_type=Text)
    language: str
    kind: str
    form: str = Field(sa_type=Text)


class SchemeSettingsRow(SQLModel, table=True):
    """The settings of a scheme, as JSON."""

    __tablename__ = "scheme_settings"
    scheme_key: int = Field(sa_column=_scheme_key(primary=True))
    body: str = Field(sa_type=Text)


class ReleaseOverrideRow(SQLModel, table=True):
    """What stood in the way of a release that was made in spite of it, by kind: how many things, and the reason."""

    __tablename__ = "release_override"
    scheme_key: int = Field(sa_column=_scheme_key(primary=True))
    number: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    items: int
    reason: str = Field(sa_type=Text)
    actor: str = Field(sa_type=Text)


class KeptAnswerRow(SQLModel, table=True):
    """The answer to a request with an idempotency key, for its retries."""

    __tablename__ = "kept_answer"
    actor: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(primary_key=True, sa_type=Text)
    request: str
    status: int
    headers: str = Field(sa_type=Text)
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    time: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, index=True))


class ProposalRow(SQLModel, table=True):
    """A proposal; `changes` is its change set as JSON, `languages` are joined by spaces, "-" for none.

    `needs` are the languages whose approval each operation needs, as JSON; null where nobody kept it.
    """

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("scheme_key", "number"),)
    key: int | None = Field(default=None, primary_key=True)
    scheme_key: int = Field(sa_column=_scheme_key())
    number: int
    author: str = Field(sa_type=Text)
    state: str
    changes: str = Field(sa_type=Text)
    languages: str = Field(sa_type=Text)
    needs: str | None = Field(default=None, sa_type=Text)


class ProposalEventRow(SQLModel, table=True):
    """Something that happened to a proposal."""

    __tablename__ = "proposal_event"
    key: int | None = Field(default=None, primary_key=True)
    proposal_key: int = Field(
        sa_column=Column(Integer, ForeignKey("proposal.key", ondelete="CASCADE"), nullable=False, index=True)
    )
    kind: str
    actor: str = Field(sa_type=Text)
    time: datetime = Field(sa_column=_time())
    text: str = Field(sa_type=Text)
    language: str | None = None
    verdict: str | None = None

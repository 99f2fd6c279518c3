"""The tables of findings: the findings, decisions on them, warnings made of them, jobs that look for them."""

from datetime import datetime

from sqlalchemy import Column, DateTime, Float, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel


def _scheme_key() -> Column[int]:
    return Column(Integer, ForeignKey("scheme.key", ondelete="CASCADE"), nullable=False)


def _moment() -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=False)


class FindingRow(SQLModel, table=True):
    """A finding; `payload` is all of it as JSON, the other columns are what lists are narrowed and ordered by.

    `rank` puts the gravest first: the confidence of a boundary finding, 1 to 3 for the severity of an integrity
    finding. `code` is the relation of a boundary finding, or the check's code; `run` the job that saw it last.
    """

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("scheme_key", "fingerprint"),
        Index("ix_finding_order", "scheme_key", "rank", "fingerprint"),
        Index("ix_finding_subject", "scheme_key", "subject"),
    )
    key: int | None = Field(default=None, primary_key=True)
    scheme_key: int = Field(sa_column=_scheme_key())
    fingerprint: str
    evidence: str
    kind: str
    state: str
    warns: bool
    flagged: bool
    code: str
    severity: str
    subject: str = Field(sa_type=Text)
    language: str
    label: str = Field(sa_type=Text)
    rank: float = Field(sa_type=Float)
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    first_seen: datetime = Field(sa_column=_moment())
    last_seen: datetime = Field(sa_column=_moment())
    run: str = ""


class DecisionRow(SQLModel, table=True):
    """What a person decided about the finding of a fingerprint; never changed: the newest counts."""

    __tablename__ = "finding_decision"
    __table_args__ = (Index("ix_finding_decision", "scheme_key", "fingerprint"),)
    key: int | None = Field(default=None, primary_key=True)
    scheme_key: int = Field(sa_column=_scheme_key())
    fingerprint: str
    evidence: str
    state: str
    reason: str = Field(sa_type=Text)
    author: str = Field(sa_type=Text)
    decided: datetime = Field(sa_column=_moment())


class WarningEditionRow(SQLModel, table=True):
    """How often the warnings of a scheme have changed: what a server asks to know whether its own are still good."""

    __tablename__ = "warning_edition"
    scheme_key: int = Field(
        sa_column=Column(Integer, ForeignKey("scheme.key", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )
    edition: int


class SealedWarningsRow(SQLModel, table=True):
    """The warnings of a release as they were when the next one took its place; `body` is compressed JSON."""

    __tablename__ = "sealed_warnings"
    release_key: int = Field(
        sa_column=Column(Integer, ForeignKey("release.key", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class JobRow(SQLModel, table=True):
    """A job; a partial index keeps a scheme from having two that run. `parameters` and `counts` are JSON objects."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_scheme", "scheme_key", "started"),
        Index(
            "ix_job_running",
            "scheme_key",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )
    id: str = Field(primary_key=True)
    scheme_key: int = Field(sa_column=_scheme_key())
    kind: str
    state: str
    author: str = Field(sa_type=Text)
    parameters: str = Field(sa_type=Text)
    started: datetime = Field(sa_column=_moment())
    beat: datetime = Field(sa_column=_moment())
    ended: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=True))
    done: int = 0
    total: int = 0
    cancelling: bool = False
    counts: str | None = Field(default=None, sa_type=Text)
    fault: str = Field(default="", sa_type=Text)

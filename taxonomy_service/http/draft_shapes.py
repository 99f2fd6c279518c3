"""The shapes of what the editing API answers."""

from datetime import datetime
from typing import Any

from pydantic import Field

from taxonomy_service.http.shapes import Shape


class DraftLabelShape(Shape):
    """A label of the draft, with what is stated of it; `approval` is draft or approved."""

    form: str
    language: str
    direction: str
    kind: str
    resource: str | None = None
    equivalence: str | None = None
    note: str | None = None
    approval: str
    since: datetime | None = None


class DraftNoteShape(Shape):
    """A note of the draft; one that is a resource has its IRI as text."""

    kind: str
    text: str
    language: str
    direction: str


class LinkShape(Shape):
    """A relation or a mapping as it is stated."""

    kind: str
    target: str


class DraftResourceShape(Shape):
    """A concept, a collection or the scheme as the draft has it; `broader` and `narrower` are read both ways."""

    id: str
    iri: str
    role: str
    etag: str
    labels: list[DraftLabelShape]
    notes: list[DraftNoteShape]
    notations: list[str]
    broader: list[str] = Field(default_factory=list)
    narrower: list[str] = Field(default_factory=list)
    relations: list[LinkShape] = Field(default_factory=list)
    mappings: list[LinkShape] = Field(default_factory=list)
    members: list[str] = Field(default_factory=list)
    ordered: bool = False
    retired: bool = False
    successors: list[str] = Field(default_factory=list, description="IRIs")
    required_attributes: list[str] = Field(
        default_factory=list, description="IRIs of those that the concept itself requires"
    )


class DraftSchemeShape(DraftResourceShape):
    """A scheme's draft as a whole; `etag` is that of all that is in it."""

    settings: dict[str, Any]


class StatementShape(Shape):
    """A statement; `object` has a `value` and, for a text, `literal`, `language` and `datatype`."""

    subject: str
    predicate: str
    object: dict[str, Any]


class LabelNameShape(Shape):
    """A label that came or went."""

    form: str
    language: str
    direction: str
    kind: str


class ChangedShape(Shape):
    """What became of a resource: created, changed or removed; `moved` and `retired` are said of concepts."""

    role: str
    id: str | None
    iri: str
    change: str
    labels_added: list[LabelNameShape] = Field(default_factory=list)
    labels_removed: list[LabelNameShape] = Field(default_factory=list)
    moved: bool = False
    retired: bool = False
    removed: list[StatementShape]
    added: list[StatementShape]


class OutcomeShape(Shape):
    """What a change set did or, in a dry run, would do; `change_set` is its number in the audit chain.

    `operations` says for each operation which resources (IRIs) it changed.
    """

    scheme: str
    change_set: int | None
    dry_run: bool
    etag: str = Field(description="of the draft afterwards")
    concepts_added: int
    concepts_removed: int
    concepts_changed: int
    operations: list[list[str]]
    changes: list[ChangedShape]

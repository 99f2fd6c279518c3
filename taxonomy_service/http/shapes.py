"""The shapes of what the read API answers."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Base of all shapes: immutable."""

    model_config = ConfigDict(frozen=True)


class LabelShape(Shape):
    """A label as it is served: what language it is in, which way it is written, and why it was chosen."""

    form: str
    language: str
    direction: str = Field(description="ltr or rtl, for `dir`")
    rung: str = Field(description="exact, range, fallback, untagged or any")


class ConceptLink(Shape):
    """A concept, named."""

    id: str
    iri: str
    label: LabelShape | None = None


class AncestorShape(ConceptLink):
    """A broader concept and how many steps up it is."""

    distance: int


class TextShape(Shape):
    """A text of a note."""

    text: str
    language: str
    direction: str


class AttributeValueShape(Shape):
    """A value that an attribute may take."""

    id: str
    names: dict[str, str]


class AttributeShape(Shape):
    """An attribute that annotations with this concept must state."""

    id: str
    iri: str
    names: dict[str, str]
    values: list[AttributeValueShape]


class ConceptShape(Shape):
    """A concept with all that its scheme says of it."""

    id: str
    iri: str
    scheme: str
    release: int
    label: LabelShape | None
    preferred_labels: dict[str, str]
    alternative_labels: dict[str, list[str]]
    hidden_labels: dict[str, list[str]]
    notations: list[str]
    notes: dict[str, list[TextShape]]
    broader: list[ConceptLink]
    narrower: list[ConceptLink]
    related: list[ConceptLink]
    mappings: dict[str, list[str]]
    collections: list[ConceptLink]
    retired: bool
    successors: list[ConceptLink]
    required_attributes: list[AttributeShape]
    created: str | None = None
    modified: str | None = None


class ConceptPage(Shape):
    """A part of a list of concepts; `next` is the cursor of the following part."""

    items: list[ConceptLink]
    total: int
    next: str | None


class TreeShape(ConceptLink):
    """A concept with those narrower than it; `more` counts those not shown."""

    narrower: list["TreeShape"]
    more: int


class HitShape(Shape):
    """A label that was found by a search."""

    concept: ConceptLink
    form: str
    language: str
    direction: str
    kind: str
    score: float | None = None


class ReleaseShape(Shape):
    """A release of a scheme."""

    scheme: str
    number: int
    version: str | None
    content_hash: str
    published: datetime
    concepts: int
    labels: int
    note: str


class LanguageShape(Shape):
    """What a scheme holds in a language; `concepts` counts those with a preferred label."""

    language: str
    name: str
    direction: str
    concepts: int
    preferred: int
    alternative: int
    hidden: int


class SchemeLink(Shape):
    """A scheme, named."""

    id: str
    iri: str
    titles: dict[str, str]
    languages: list[str]
    concepts: int
    release: int


class SchemeShape(SchemeLink):
    """A scheme with its languages, newest release and size."""

    default_language: str
    labels: int
    collections: int
    language_counts: list[LanguageShape]
    current: ReleaseShape


class FindingShape(Shape):
    """Something in a file that a person should look at."""

    code: str
    severity: str
    message: str
    subject: str
    statement: str | None


class ChangesShape(Shape):
    """How many concepts and labels differ from the state before."""

    concepts_added: int
    concepts_removed: int
    concepts_changed: int
    labels_added: int
    labels_removed: int


class SchemeImportShape(Shape):
    """What an import did to a scheme; `release` is null where nothing changed or nothing was written.

    `change_set` is the number by which it is undone, null where there was nothing before.
    """

    id: str
    iri: str
    new: bool
    concepts: int
    labels: int
    languages: list[str]
    changes: ChangesShape
    release: ReleaseShape | None
    change_set: int | None


class ImportShape(Shape):
    """The report on an import."""

    file: str
    dry_run: bool
    statements: int
    schemes: list[SchemeImportShape]
    finding_counts: dict[str, int]
    findings: list[FindingShape] = Field(description="the first 1,000")

"""The picture of a concept's boundaries: over which neighbouring concepts each language's label reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag


class Reach(StrEnum):
    """How much of a column a label covers."""

    WHOLE = "whole"
    PART = "part"
    UNKNOWN = "unknown"


class ColumnKind(StrEnum):
    """What a column stands for."""

    CONCEPT = "concept"
    REST = "rest"
    ELSEWHERE = "elsewhere"


class Column(NamedTuple):
    """A part of the field: a concept, what a concept covers beside those shown, or whatever lies elsewhere.

    `labels` are the concept's preferred labels; `more` is the number of concepts that a rest stands for.
    """

    kind: ColumnKind
    concept: ConceptId | None
    labels: Mapping[LanguageTag, str]
    more: int = 0


class Heading(NamedTuple):
    """A concept above the columns `first` to `last`, which it covers; level 0 is the topmost."""

    concept: ConceptId
    labels: Mapping[LanguageTag, str]
    level: int
    first: int
    last: int


class Judged(NamedTuple):
    """What a finding says of a concept's label: how sure (0..1), and which concept it names better, if one is known."""

    relation: BoundaryRelation
    confidence: float
    candidate: ConceptId | None = None


class Band(NamedTuple):
    """One language's label of the concept, None where it has none, and how far it reaches over which columns.

    `relation` and `confidence` (0..1) come from a finding, None where there is none: the label is held to be exact.
    """

    language: LanguageTag
    form: str | None
    reach: Mapping[int, Reach]
    relation: BoundaryRelation | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class BoundaryPicture:
    """A concept's field; the concept itself is in the first columns, `own` of them."""

    concept: ConceptId
    labels: Mapping[LanguageTag, str]
    headings: tuple[Heading, ...]
    columns: tuple[Column, ...]
    own: int
    bands: tuple[Band, ...]

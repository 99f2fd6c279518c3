"""Boundary findings: a label that covers something else in its language than its concept covers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Message
from taxonomy_service.domain.statements import Iri


class BoundaryRelation(StrEnum):
    """What the label covers, seen from its concept."""

    BROADER = "broader"
    NARROWER = "narrower"
    OVERLAPPING = "overlapping"
    DIFFERENT = "different"
    UNTRANSLATED = "untranslated"


class EvidenceKind(StrEnum):
    """Where evidence comes from (design §6)."""

    STRUCTURE = "structure"
    PROFILE = "profile"
    REFERENCE = "reference"
    EMBEDDING = "embedding"
    USAGE = "usage"
    DECLARATION = "declaration"


class Evidence(NamedTuple):
    """One piece of evidence: `weight` is what it adds to the finding's log-odds, `reason` what a linguist can check."""

    kind: EvidenceKind
    weight: float
    reason: Message


@dataclass(frozen=True, slots=True)
class BoundaryFinding:
    """A preferred label suspected of another boundary than its concept's.

    `confidence` is the calibrated probability (0..1) that it is one; `flagged` says that it is shown by default.
    `candidate` is the concept that the label names better, None where none is known. `evidence` is in order of weight,
    the heaviest first, never empty; `suggestions` are labels that would fit, best first, never invented.
    """

    concept: Iri
    language: LanguageTag
    label: str
    relation: BoundaryRelation
    confidence: float
    flagged: bool
    candidate: Iri | None
    evidence: tuple[Evidence, ...]
    suggestions: tuple[str, ...] = ()

"""Boundary findings: a label that covers something else in its language than its concept covers."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.statements import Iri, Literal


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
    COMPOSITION = "composition"
    """No evidence of a mismatch, but what a suggested label is put together of; its weight is 0."""


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
    the heaviest first, never empty, what a suggestion is put together of last; `suggestions` are labels that would fit,
    best first, never invented.
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

    @property
    def declared(self) -> bool:
        """Whether a person stated it (`tax:equivalence`), and nobody guessed."""
        return any(piece.kind is EvidenceKind.DECLARATION for piece in self.evidence)


_GUESSED = {
    BoundaryRelation.BROADER: message("{label} seems to cover more than its concept"),
    BoundaryRelation.NARROWER: message("{label} seems to cover less than its concept"),
    BoundaryRelation.OVERLAPPING: message("{label} seems to cover a part of its concept and other things too"),
    BoundaryRelation.DIFFERENT: message("{label} seems to name something else than its concept"),
    BoundaryRelation.UNTRANSLATED: message("{label} seems to be left untranslated"),
}
_SURE = {
    BoundaryRelation.BROADER: message("{label} covers more than its concept"),
    BoundaryRelation.NARROWER: message("{label} covers less than its concept"),
    BoundaryRelation.OVERLAPPING: message("{label} covers a part of its concept and other things too"),
    BoundaryRelation.DIFFERENT: message("{label} names something else than its concept"),
    BoundaryRelation.UNTRANSLATED: message("{label} is left untranslated"),
}


def boundary_sentence(finding: BoundaryFinding, *, sure: bool) -> Message:
    """Return the finding in a sentence; `sure` where a person said so."""
    sentence = (_SURE if sure else _GUESSED)[finding.relation]
    return Message(sentence.text, (("label", Literal(finding.label, finding.language)),))


def boundary_fingerprint(scheme: Iri, concept: Iri, language: LanguageTag, label: str) -> str:
    """Name the finding on a label from run to run (32 hex digits), whatever is found of it."""
    return _digest(["boundary", scheme, concept, language, label])


def boundary_evidence(finding: BoundaryFinding) -> str:
    """Return a digest (32 hex digits) of what speaks for a finding: a decision on it holds as long as this stays.

    Relation, candidate, kinds of evidence and their sentences count, not the numbers nor what the sentences quote:
    another concept somewhere in the scheme moves every weight a little, and must not bring back what was dismissed.
    Nor does a suggestion, which speaks for nothing.
    """
    speaking = [piece for piece in finding.evidence if piece.kind is not EvidenceKind.COMPOSITION]
    pieces = sorted({(piece.kind.value, piece.reason.text) for piece in speaking})
    return _digest([finding.relation, finding.candidate, pieces])


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()[:32]

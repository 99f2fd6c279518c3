"""Verdicts: the answer to one label, in the shape in which every client gets it.

These values are `msgspec.Struct`s, which are made and written as JSON several times faster than data classes
(docs/decisions/0005): one is made for every label of every annotation. What a verdict is made of leads never back to
it, so that the garbage collector need not look at them (`gc=False`): it would at every long list of verdicts.
"""

from enum import StrEnum
from typing import Any

from msgspec import Struct

from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.hierarchy import ConceptRelation


class VerdictCode(StrEnum):
    """Every label gets exactly one; the codes are permanent."""

    PREFERRED = "preferred"
    ALTERNATIVE = "alternative"
    HIDDEN = "hidden"
    IDENTIFIER = "identifier"
    OTHER_LANGUAGE = "other-language"
    AMBIGUOUS = "ambiguous"
    MISMATCH = "mismatch"
    RETIRED = "retired"
    UNKNOWN = "unknown"
    MALFORMED = "malformed"


ACCEPTED = frozenset({VerdictCode.PREFERRED, VerdictCode.ALTERNATIVE, VerdictCode.HIDDEN, VerdictCode.IDENTIFIER})
"""The verdicts by which a label names its concept."""


class MatchRung(StrEnum):
    """How the form was found (design: the matching ladder)."""

    EXACT = "exact"
    KEY = "key"
    VARIANT = "variant"
    IDENTIFIER = "identifier"


class WarningCode(StrEnum):
    """What does not change the verdict but should be seen."""

    MISSING_ATTRIBUTE = "missing-attribute"
    INVALID_ATTRIBUTE = "invalid-attribute"
    BOUNDARY = "boundary"
    NOT_APPROVED = "not-approved"
    INVISIBLE_CHARACTERS = "invisible-characters"
    UNKNOWN_CLAIM = "unknown-claim"


class NamedConcept(Struct, frozen=True, gc=False):
    """A concept as a verdict shows it: preferred labels in the language asked and in the scheme's default language."""

    id: str
    iri: str
    preferred_labels: dict[str, str]


class MatchedLabel(Struct, frozen=True, gc=False):
    """The label that matched: its form, language and kind, the rung of the form and that of the language."""

    form: str
    language: str
    kind: str
    rung: MatchRung
    language_rung: str


class Candidate(Struct, frozen=True, gc=False):
    """One of several concepts that a label names, or one it names in another language."""

    concept: NamedConcept
    matched: MatchedLabel
    relation: ConceptRelation | None = None


class BoundaryNote(Struct, frozen=True, gc=False):
    """What a finding says of the label that matched.

    `finding` is its fingerprint; `concept` the id of the concept on which the label stands; `relation` what the label
    covers, seen from that concept; `confidence` (0 to 1) how sure this is; `state` open, confirmed by a person, or
    fixed where the next release will no longer hold the label; `reasons` the heaviest evidence; `candidate` the id of
    the concept that the label names better; `suggestions` labels that would fit. Neither is ever invented.
    """

    finding: str
    concept: str
    relation: BoundaryRelation
    confidence: float
    state: FindingState
    reasons: tuple[str, ...] = ()
    candidate: str | None = None
    suggestions: tuple[str, ...] = ()


class VerdictWarning(Struct, frozen=True, gc=False):
    """A warning; `attribute` and `allowed` are filled for the attribute codes, `boundary` for `boundary`."""

    code: WarningCode
    message: str
    attribute: str | None = None
    allowed: tuple[str, ...] = ()
    boundary: BoundaryNote | None = None


class Suggestion(Struct, frozen=True, gc=False):
    """A label that may have been meant; `score` is the similarity of the forms, 0 to 1."""

    concept: NamedConcept
    label: str
    language: str
    kind: str
    score: float


class ReleaseName(Struct, frozen=True, gc=False):
    """The release an answer was judged by; `content_hash` is the SHA-256 of its canonical N-Triples."""

    scheme: str
    number: int
    version: str | None
    content_hash: str


class Verdict(Struct, frozen=True, gc=False):
    """The verdict on one label.

    `concept` is what the label names; `claimed` what the annotation says it names; `relation` where `concept` stands,
    seen from `claimed` (mismatch only); `successor` the final successor of a retired concept; `fault` why a label is
    malformed; `candidates` the concepts of an ambiguous label, or those named in other languages.
    """

    verdict: VerdictCode
    label: str
    language: str
    release: ReleaseName
    concept: NamedConcept | None = None
    claimed: NamedConcept | None = None
    relation: ConceptRelation | None = None
    matched: MatchedLabel | None = None
    successor: NamedConcept | None = None
    fault: str | None = None
    candidates: tuple[Candidate, ...] = ()
    warnings: tuple[VerdictWarning, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """A label to be judged; `concept` is the id, IRI or notation it claims, `attributes` what the annotation states.

    Nothing else may be stated: a misspelt `concept` would be a claim that nobody judges.
    """

    label: str
    language: str | None = None
    concept: str | None = None
    attributes: dict[str, Any] | None = None

"""Findings: what was noticed, each with its place, and what a person decided about it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.messages import Message
from taxonomy_service.domain.statements import Statement


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ImportCode(StrEnum):
    """What an import can notice; each code is permanent."""

    INVALID_LANGUAGE_TAG = "invalid-language-tag"
    UNREGISTERED_LANGUAGE_TAG = "unregistered-language-tag"
    CANONICAL_LANGUAGE_TAG = "canonical-language-tag"
    LABEL_NOT_STRING = "label-not-string"
    UNUSABLE_LABEL = "unusable-label"
    SECOND_PREFERRED_LABEL = "second-preferred-label"
    LABEL_KIND_CLASH = "label-kind-clash"
    DANGLING_REFERENCE = "dangling-reference"
    RELATION_TO_LITERAL = "relation-to-literal"
    INVALID_IRI = "invalid-iri"
    CONCEPT_AND_SCHEME = "concept-and-scheme"
    HIERARCHY_CYCLE = "hierarchy-cycle"
    CONCEPT_WITHOUT_SCHEME = "concept-without-scheme"
    SCHEME_MADE = "scheme-made"
    BROKEN_LIST = "broken-list"
    XL_LABEL_FORM = "xl-label-form"


_SEVERITIES = {
    ImportCode.CANONICAL_LANGUAGE_TAG: Severity.INFO,
    ImportCode.UNREGISTERED_LANGUAGE_TAG: Severity.WARNING,
    ImportCode.DANGLING_REFERENCE: Severity.WARNING,
    ImportCode.HIERARCHY_CYCLE: Severity.WARNING,
    ImportCode.CONCEPT_WITHOUT_SCHEME: Severity.INFO,
    ImportCode.SCHEME_MADE: Severity.INFO,
    ImportCode.BROKEN_LIST: Severity.WARNING,
    ImportCode.XL_LABEL_FORM: Severity.WARNING,
}


@dataclass(frozen=True, slots=True)
class ImportFinding:
    """Something in a file that a person should look at.

    `subject` is the resource it is about; `statement` the N-Triples line at fault, where there is one.
    """

    code: ImportCode
    message: str
    subject: str
    statement: str | None = None

    @property
    def severity(self) -> Severity:
        """An error is something that was not imported as what it claims to be."""
        return _SEVERITIES.get(self.code, Severity.ERROR)


def count_findings(findings: Iterable[ImportFinding]) -> dict[ImportCode, int]:
    """Return how many findings there are of each code, the frequent first."""
    return dict(Counter(finding.code for finding in findings).most_common())


@dataclass(frozen=True, slots=True)
class IntegrityFinding:
    """What a check of a vocabulary found: one for each faulty resource or pair.

    `subject` and `related` are IRIs or `_:name`; `label` the form at fault, where there is one, in `language`; `proof`
    the path or the statements that show it; `fingerprint` names the finding from run to run (hex, stable as long as
    code, subject, related, language and label are the same), `evidence` is a digest of the proof: a decision holds as
    long as both stay.
    """

    code: str
    severity: Severity
    subject: str
    message: Message
    fingerprint: str
    evidence: str
    related: tuple[str, ...] = ()
    language: LanguageTag = UNTAGGED
    label: str = ""
    proof: tuple[Statement, ...] = ()


class FindingKind(StrEnum):
    """What a finding that is kept is about: what a label covers, or how the vocabulary is made."""

    BOUNDARY = "boundary"
    INTEGRITY = "integrity"


class FindingState(StrEnum):
    """What became of a finding."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about the finding of a fingerprint, as its evidence was then."""

    fingerprint: str
    evidence: str
    state: FindingState
    reason: str
    author: str
    decided: datetime


def state_of(decision: Decision | None, evidence: str, undecided: FindingState = FindingState.OPEN) -> FindingState:
    """Return the state of a finding that was found again; `decision` is the newest one on it.

    `undecided` where nobody decided, where it was fixed (and is back), and where it was dismissed and its evidence
    changed.
    """
    if decision is None or decision.state is FindingState.FIXED:
        return undecided
    if decision.state is FindingState.DISMISSED and decision.evidence != evidence:
        return undecided
    return decision.state

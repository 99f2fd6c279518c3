"""Findings: what a reader of a file noticed, each with its place."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


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

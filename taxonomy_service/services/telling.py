"""Findings told to people: sentences in the reader's language, and beside each what a program needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from taxonomy_service.domain.boundaries import BoundaryFinding, Evidence, boundary_sentence
from taxonomy_service.domain.findings import Decision, FindingKind, FindingState, IntegrityFinding
from taxonomy_service.domain.labels import resolve_label
from taxonomy_service.domain.languages import LanguageTag, direction
from taxonomy_service.domain.messages import Message, Part, Quoted, tell
from taxonomy_service.domain.statements import Literal
from taxonomy_service.domain.tracking import KeptFinding
from taxonomy_service.exchange.ntriples import line
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.findings import TrackedFinding


@dataclass(frozen=True, slots=True)
class ToldForm:
    """A form in a language; `direction` is ltr or rtl, as HTML's `dir` wants it."""

    form: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class ToldResource:
    """A resource that a finding mentions; `id` and `label` are null where it is no concept of the scheme."""

    iri: str
    id: str | None
    label: ToldForm | None


@dataclass(frozen=True, slots=True)
class ToldEvidence:
    """A piece of evidence.

    `reason` is the sentence in the reader's language, `message` the English one with its places open, and `values` what
    stands in them; `weight` is what the piece adds to the log-odds of the finding.
    """

    kind: str
    weight: float
    reason: str
    message: str
    values: dict[str, str | int | float | ToldForm]


@dataclass(frozen=True, slots=True)
class ToldDecision:
    """What a person decided; `evidence` is the digest of what she saw."""

    state: FindingState
    reason: str
    author: str
    decided: datetime
    evidence: str


@dataclass(frozen=True, slots=True)
class ToldBoundary:
    """What a label covers, seen from its concept; `confidence` (0 to 1) says how sure that is.

    `candidate` is a concept that it names better, `suggestions` are labels that would fit: null and none where none is
    known. `flagged` says that it is shown by default.
    """

    relation: str
    confidence: float
    flagged: bool
    candidate: ToldResource | None
    suggestions: list[ToldForm]
    evidence: list[ToldEvidence]


@dataclass(frozen=True, slots=True)
class ToldIntegrity:
    """What a check found; `proof` are statements as N-Triples."""

    code: str
    severity: str
    related: list[ToldResource]
    proof: list[str]


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding, `sentence` saying it in the reader's language (`told_in`).

    `subject` is what it is about, the concept on which `label` stands; one of `boundary` and `integrity` is filled.
    `digest` is that of the evidence: a decision holds until it changes. In a list `decisions` has the newest only.
    """

    fingerprint: str
    kind: FindingKind
    state: FindingState
    sentence: str
    told_in: str
    subject: ToldResource
    label: ToldForm | None
    boundary: ToldBoundary | None
    integrity: ToldIntegrity | None
    digest: str
    decisions: list[ToldDecision]
    first_seen: datetime
    last_seen: datetime
    run: str | None


def tell_finding(tracked: TrackedFinding, reader: LanguageTag) -> ToldFinding:
    """Tell a finding to a reader of a language that has a catalogue."""
    kept = tracked.kept
    finding = kept.finding
    return ToldFinding(
        fingerprint=kept.fingerprint,
        kind=kept.kind,
        state=kept.state,
        sentence=tell(_sentence(kept), translator(reader)),
        told_in=reader,
        subject=_resource(tracked, kept.subject, reader),
        label=_form(finding.label, finding.language) if finding.label else None,
        boundary=_boundary(tracked, finding, reader) if isinstance(finding, BoundaryFinding) else None,
        integrity=_integrity(tracked, finding, reader) if isinstance(finding, IntegrityFinding) else None,
        digest=kept.evidence,
        decisions=[_decision(decision) for decision in tracked.decisions],
        first_seen=kept.first_seen,
        last_seen=kept.last_seen,
        run=kept.run or None,
    )


def _sentence(kept: KeptFinding) -> Message:
    finding = kept.finding
    if isinstance(finding, BoundaryFinding):
        return boundary_sentence(finding, sure=kept.state is FindingState.CONFIRMED)
    return finding.message


def _boundary(tracked: TrackedFinding, finding: BoundaryFinding, reader: LanguageTag) -> ToldBoundary:
    return ToldBoundary(
        finding.relation.value,
        round(finding.confidence, 4),
        finding.flagged,
        None if finding.candidate is None else _resource(tracked, finding.candidate, reader),
        [_form(form, finding.language) for form in finding.suggestions],
        [_evidence(piece, translator(reader)) for piece in finding.evidence],
    )


def _integrity(tracked: TrackedFinding, finding: IntegrityFinding, reader: LanguageTag) -> ToldIntegrity:
    related = [_resource(tracked, iri, reader) for iri in finding.related]
    return ToldIntegrity(finding.code, finding.severity.value, related, [line(row) for row in finding.proof])


def _form(form: str, language: LanguageTag) -> ToldForm:
    return ToldForm(form, language, direction(language))


def _resource(tracked: TrackedFinding, iri: str, reader: LanguageTag) -> ToldResource:
    names = tracked.names.get(iri)
    if names is None:
        return ToldResource(iri, None, None)
    label = resolve_label(names.preferred, reader, (LanguageTag("en"),))
    return ToldResource(iri, names.id, _form(label.form, label.language) if label else None)


def _evidence(piece: Evidence, translate: Callable[[str], str]) -> ToldEvidence:
    values = {name: _value(value) for name, value in piece.reason.values}
    return ToldEvidence(
        piece.kind.value, round(piece.weight, 4), tell(piece.reason, translate), piece.reason.text, values
    )


def _value(value: Quoted) -> str | int | float | ToldForm:
    if isinstance(value, Part):
        return str(value.said)
    return _form(value.value, value.language) if isinstance(value, Literal) else value


def _decision(decision: Decision) -> ToldDecision:
    return ToldDecision(decision.state, decision.reason, decision.author, decision.decided, decision.evidence)

"""Look for what stands in the way of a release."""

from collections.abc import Iterable, Iterator

from taxonomy_service.domain.boundaries import BoundaryFinding, boundary_sentence
from taxonomy_service.domain.findings import FindingKind, FindingState, IntegrityFinding, Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.release_gates import GateItem, GateKind
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.tracking import FindingFilter, KeptFinding
from taxonomy_service.services.integrity import check_scheme, without_dismissed
from taxonomy_service.services.profiles import scheme_profile
from taxonomy_service.store.finding_lists import list_findings
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store

MOST_KEPT = 100_000
"""Kept findings of one kind that are looked at."""


def look_at_gate(
    store: Store, scheme: StoredScheme, content: ConceptScheme, before: ConceptScheme | None, settings: SchemeSettings
) -> tuple[GateItem, ...]:
    """Return what the gate finds in the content to be released, as grave as the scheme's settings say."""
    found = (
        *_errors(store, scheme, content, settings),
        *_confirmed(store, scheme, content),
        *_vanished(content, before),
    )
    weighed = ((item, settings.gate_severity(item.kind)) for item in found)
    return tuple(item._replace(severity=severity) for item, severity in weighed if severity is not None)


def _errors(store: Store, scheme: StoredScheme, content: ConceptScheme, settings: SchemeSettings) -> Iterator[GateItem]:
    """Yield the errors of the integrity checks but for those that somebody dismissed."""
    if settings.gate_severity(GateKind.INTEGRITY_ERROR) is None:
        return
    report = without_dismissed(store, scheme.id, check_scheme(content, scheme_profile(settings)))
    yield from (_item(GateKind.INTEGRITY_ERROR, finding) for finding in report.at_least(Severity.ERROR))


def _item(kind: GateKind, finding: IntegrityFinding) -> GateItem:
    return GateItem(kind, Severity.ERROR, finding.code, finding.subject, finding.message)


def _confirmed(store: Store, scheme: StoredScheme, content: ConceptScheme) -> Iterator[GateItem]:
    """Yield the confirmed boundary findings whose label is part of the content."""
    standing = {
        (concept.iri, label.language, label.form) for concept in content.concepts.values() for label in concept.labels
    }
    for kept in _kept(store, scheme, FindingKind.BOUNDARY, FindingState.CONFIRMED):
        finding = kept.finding
        if isinstance(finding, BoundaryFinding) and (finding.concept, finding.language, finding.label) in standing:
            told = boundary_sentence(finding, sure=True)
            yield GateItem(GateKind.CONFIRMED_FINDING, Severity.ERROR, finding.relation.value, finding.concept, told)


def _kept(store: Store, scheme: StoredScheme, kind: FindingKind, state: FindingState) -> list[KeptFinding]:
    wanted = FindingFilter(kind=kind, states=(state,))
    return list_findings(store, scheme, wanted, after=None, limit=MOST_KEPT)


def _vanished(content: ConceptScheme, before: ConceptScheme | None) -> Iterable[GateItem]:
    """Yield the concepts that the release before has and the content has not: whoever uses their ids is left alone."""
    old = before.concepts if before else {}
    for own in sorted(old.keys() - content.concepts.keys()):
        told = message(
            "{concept} is no longer there; retire it instead, with a successor where there is one", concept=own
        )
        yield GateItem(GateKind.VANISHED_ID, Severity.ERROR, GateKind.VANISHED_ID.value, old[own].iri, told)

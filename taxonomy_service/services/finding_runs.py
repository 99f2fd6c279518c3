"""What a run leaves behind: the findings of a scheme, kept with the decisions on them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime

from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.equivalences import LabelPlace, overrule, place_of
from taxonomy_service.domain.findings import FindingKind, FindingState, IntegrityFinding, state_of
from taxonomy_service.domain.labels import Equivalence
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import (
    EVERYTHING,
    Scope,
    Settled,
    found_boundary,
    found_integrity,
    settle,
)
from taxonomy_service.store.concept_names import standing_labels
from taxonomy_service.store.findings import known_findings, newest_decisions, write_settled
from taxonomy_service.store.schemes import StoredScheme, find_scheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.warnings import renew_warnings


def keep_boundary_findings(
    store: Store,
    scheme: StoredScheme,
    findings: Iterable[BoundaryFinding],
    declared: Mapping[LabelPlace, Equivalence],
    *,
    scope: Scope = EVERYTHING,
    run: str = "",
) -> dict[str, int]:
    """Keep what was detected in a scheme, and return how many findings there are now of each state.

    What linguists declared on labels that the run looked at overrules what was detected. Decisions are kept; what is no
    longer found within the scope is fixed.
    """
    found = {
        place_of(finding): found_boundary(scheme.iri, finding)
        for finding in overrule(findings, declared)
        if scope.languages is None or finding.language in scope.languages
    }
    known = known_findings(store, scheme, FindingKind.BOUNDARY, scope)
    places = {own: LabelPlace(Iri(entry.subject), entry.language, entry.label) for own, entry in known.items()}
    places |= {entry.fingerprint: place for place, entry in found.items()}
    labels = standing_labels(store, scheme, {place.concept for place in places.values()})
    settled = settle(
        found.values(),
        known,
        newest_decisions(store, scheme, None if scope.subjects is None else places),
        standing={own for own, place in places.items() if place in labels},
        silenced={own for own, place in places.items() if declared.get(place) is Equivalence.EXACT},
    )
    _write(store, scheme, settled, run)
    renew_warnings(store, scheme)
    return _counts(settled)


def _write(store: Store, scheme: StoredScheme, settled: list[Settled], run: str) -> None:
    write_settled(store, scheme, settled, now=datetime.now(UTC), run=run)


def _counts(settled: Iterable[Settled]) -> dict[str, int]:
    return dict(Counter(entry.state.value for entry in settled))


def keep_integrity_findings(
    store: Store,
    scheme_id: str,
    findings: Iterable[IntegrityFinding],
    *,
    codes: Collection[str] | None = None,
    run: str = "",
) -> dict[str, int]:
    """Keep what checks found in a scheme, and return how many findings there are now of each state.

    `codes` are the checks that ran, None for all of them. Decisions are kept; what is no longer found is fixed.
    """
    scheme = find_scheme(store, scheme_id)
    scope = Scope(codes=None if codes is None else frozenset(codes))
    found = {finding.fingerprint: found_integrity(finding) for finding in findings}
    known = known_findings(store, scheme, FindingKind.INTEGRITY, scope)
    settled = settle(found.values(), known, newest_decisions(store, scheme), standing=found)
    _write(store, scheme, settled, run)
    return _counts(settled)


def with_states(
    store: Store, scheme_id: str, findings: Iterable[IntegrityFinding]
) -> Iterator[tuple[IntegrityFinding, FindingState]]:
    """Yield findings that need not be kept, each with its state: dismissed where it was accepted as it is."""
    decisions = newest_decisions(store, find_scheme(store, scheme_id))
    for finding in findings:
        yield finding, state_of(decisions.get(finding.fingerprint), finding.evidence)

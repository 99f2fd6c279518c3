"""Boundary warnings of a release: the present findings for the newest, those sealed with it for an older one."""

from collections.abc import Mapping

import msgspec

from taxonomy_service.domain.boundaries import boundary_sentence
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.verdicts import BoundaryNote, VerdictWarning, WarningCode
from taxonomy_service.matching.label_index import LabelWarnings
from taxonomy_service.store.draft import known_concept_ids
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.warnings import WarningFinding, seal, sealed, warning_findings

MOST_REASONS = 3

_Sealed = list[tuple[ConceptId, str, LanguageTag, VerdictWarning]]
_decode = msgspec.json.Decoder(_Sealed).decode
_encode = msgspec.json.Encoder().encode


def release_warnings(store: Store, scheme: StoredScheme, number: int) -> LabelWarnings:
    """Return the warnings on the labels of a release, by label (docs/decisions/0014)."""
    if number == scheme.current:
        return _present(store, scheme)
    body = sealed(store, scheme, number)
    return {(concept, form, language): warning for concept, form, language, warning in _decode(body)} if body else {}


def seal_warnings(store: Store, scheme: StoredScheme) -> None:
    """Keep the warnings of the newest release as they are, to be called before another one takes its place."""
    warnings = _present(store, scheme) if scheme.current else {}
    if warnings:
        seal(store, scheme, scheme.current, _encode([(*place, warning) for place, warning in warnings.items()]))


def _present(store: Store, scheme: StoredScheme) -> LabelWarnings:
    findings = warning_findings(store, scheme)
    ids = known_concept_ids(store, scheme.key) if findings else {}
    return {
        (ids[entry.finding.concept], entry.finding.label, entry.finding.language): _warning(entry, ids)
        for entry in findings
        if entry.finding.concept in ids
    }


def _warning(entry: WarningFinding, ids: Mapping[Iri, ConceptId]) -> VerdictWarning:
    finding = entry.finding
    note = BoundaryNote(
        finding=entry.fingerprint,
        concept=ids[finding.concept],
        relation=finding.relation,
        confidence=round(finding.confidence, 3),
        state=entry.state,
        reasons=tuple(str(piece.reason) for piece in finding.evidence[:MOST_REASONS]),
        candidate=ids.get(finding.candidate) if finding.candidate is not None else None,
        suggestions=finding.suggestions,
    )
    return VerdictWarning(
        WarningCode.BOUNDARY, str(boundary_sentence(finding, sure=entry.state is FindingState.CONFIRMED)), boundary=note
    )

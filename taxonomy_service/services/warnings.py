"""Warnings on the labels of a release: by findings and approvals as they are for the newest, else as sealed with it."""

from collections.abc import Mapping

import msgspec

from taxonomy_service.domain.approvals import LabelKey
from taxonomy_service.domain.boundaries import boundary_sentence
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Iri, Literal
from taxonomy_service.domain.verdicts import BoundaryNote, VerdictWarning, WarningCode
from taxonomy_service.matching.label_index import LabelWarnings
from taxonomy_service.store.draft import known_concept_ids
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.unapproved_labels import read_unapproved
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
    return _by_label(_decode(body)) if body else {}


def seal_warnings(store: Store, scheme: StoredScheme) -> None:
    """Keep the warnings of the newest release as they are, to be called before another one takes its place."""
    warnings = _present(store, scheme) if scheme.current else {}
    if warnings:
        rows = [(*label, warning) for label, found in warnings.items() for warning in found]
        seal(store, scheme, scheme.current, _encode(rows))


def _present(store: Store, scheme: StoredScheme) -> LabelWarnings:
    """Return the warnings as they are now: of each label that of a finding, then that it is not approved."""
    findings, unapproved = warning_findings(store, scheme), sorted(read_unapproved(store, scheme.key))
    ids = known_concept_ids(store, scheme.key) if findings or unapproved else {}
    rows: _Sealed = [
        (ids[entry.finding.concept], entry.finding.label, entry.finding.language, _warning(entry, ids))
        for entry in findings
        if entry.finding.concept in ids
    ]
    rows += [(ids[Iri(key.iri)], key.form, key.language, _not_approved(key)) for key in unapproved if key.iri in ids]
    return _by_label(rows)


def _by_label(rows: _Sealed) -> LabelWarnings:
    found: dict[tuple[ConceptId, str, LanguageTag], tuple[VerdictWarning, ...]] = {}
    for concept, form, language, warning in rows:
        label = (concept, form, language)
        found[label] = (*found.get(label, ()), warning)
    return found


def _not_approved(key: LabelKey) -> VerdictWarning:
    told = message(
        "{form} was released before anybody approved it in {language}",
        form=Literal(key.form, key.language),
        language=key.language or "no language",
    )
    return VerdictWarning(WarningCode.NOT_APPROVED, str(told))


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

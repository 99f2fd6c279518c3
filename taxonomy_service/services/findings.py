"""Findings of a scheme, as people work through them: lists, single ones, decisions."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.errors import Conflict, Malformed, NotFound
from taxonomy_service.domain.events import EventKind
from taxonomy_service.domain.findings import Decision, FindingKind, FindingState
from taxonomy_service.domain.messages import Amount, message
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import FindingFilter, FindingPlace, KeptFinding, warns_when
from taxonomy_service.services.events import announce
from taxonomy_service.store.concept_names import ConceptNames, concept_iri, concept_names
from taxonomy_service.store.finding_lists import count_findings_by_state, list_findings
from taxonomy_service.store.findings import add_decision, decisions_on, find_finding, newest_decisions
from taxonomy_service.store.schemes import StoredScheme, find_scheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.warnings import renew_warnings

LONGEST_REASON = 4_000
"""Characters: a reason is read by people."""


@dataclass(frozen=True, slots=True)
class TrackedFinding:
    """A finding with the decisions on it, newest first, and the names of the concepts that it mentions, by IRI."""

    kept: KeptFinding
    decisions: tuple[Decision, ...]
    names: dict[str, ConceptNames]


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A part of a list of findings; `states` counts the whole list, `next_after` is None at its end.

    Each comes with the newest decision on it only.
    """

    items: tuple[TrackedFinding, ...]
    next_after: FindingPlace | None
    states: dict[FindingState, int]


def page_of_findings(
    store: Store,
    actor: Actor,
    scheme_id: str,
    wanted: FindingFilter,
    *,
    after: FindingPlace | None = None,
    limit: int = 100,
) -> FindingPage:
    """Return a page of findings, the gravest first.

    `wanted.branch` and `wanted.subject` may be the id of a concept instead of its IRI. Raises NotFound, Forbidden.
    """
    scheme = find_scheme(store, scheme_id)
    require(actor, Action.INSPECT, scheme_id)
    wanted = _with_iris(store, scheme, wanted)
    found = list_findings(store, scheme, wanted, after=after, limit=limit + 1)
    shown = found[:limit]
    decisions = newest_decisions(store, scheme, [entry.fingerprint for entry in shown])
    names = concept_names(store, scheme, {iri for entry in shown for iri in _mentioned(entry)})
    items = tuple(
        TrackedFinding(
            entry,
            (decisions[entry.fingerprint],) if entry.fingerprint in decisions else (),
            {iri: names[iri] for iri in _mentioned(entry) if iri in names},
        )
        for entry in shown
    )
    last = FindingPlace(shown[-1].rank, shown[-1].fingerprint) if len(found) > limit else None
    return FindingPage(items, last, count_findings_by_state(store, scheme, wanted))


def _with_iris(store: Store, scheme: StoredScheme, wanted: FindingFilter) -> FindingFilter:
    def known(name: str) -> Iri:
        found = concept_iri(store, scheme, name)
        if found is None:
            raise NotFound(message("concept in {scheme}", scheme=scheme.id), name)
        return found

    return replace(
        wanted,
        branch=known(wanted.branch) if wanted.branch is not None else None,
        subject=known(wanted.subject) if wanted.subject is not None else None,
    )


def _mentioned(kept: KeptFinding) -> tuple[str, ...]:
    finding = kept.finding
    if isinstance(finding, BoundaryFinding):
        return (finding.concept,) if finding.candidate is None else (finding.concept, finding.candidate)
    return (finding.subject, *finding.related)


def finding_of(store: Store, actor: Actor, scheme_id: str, fingerprint: str) -> TrackedFinding:
    """Return a finding with all that was ever decided on it. Raises NotFound, Forbidden."""
    scheme = find_scheme(store, scheme_id)
    require(actor, Action.INSPECT, scheme_id)
    return _tracked(store, scheme, find_finding(store, scheme, fingerprint))


def _tracked(store: Store, scheme: StoredScheme, kept: KeptFinding) -> TrackedFinding:
    decisions = decisions_on(store, scheme, kept.fingerprint)
    return TrackedFinding(kept, tuple(decisions), concept_names(store, scheme, _mentioned(kept)))


def decide(
    store: Store,
    actor: Actor,
    scheme_id: str,
    fingerprint: str,
    state: FindingState,
    *,
    reason: str = "",
    evidence: str | None = None,
) -> TrackedFinding:
    """Give a finding the state that a person decided, for a reason that a dismissal must have.

    `evidence` is the digest that she saw, where she wants to be sure. The state holds until the evidence changes; a
    finding that was decided to be open waits for somebody else. Raises NotFound, Forbidden (without the right to edit
    in the finding's language), Malformed, and Conflict where the evidence changed since.
    """
    scheme = find_scheme(store, scheme_id)
    require(actor, Action.EDIT, scheme_id)
    kept = find_finding(store, scheme, fingerprint)
    require(actor, Action.EDIT, scheme_id, kept.finding.language or None)
    told = reason.strip()
    _refuse_unfit(kept, state, told, evidence)
    decision = Decision(kept.fingerprint, kept.evidence, state, told, actor.id, datetime.now(UTC))
    add_decision(store, scheme, decision, warns=warns_when(state))
    _announce_decision(store, scheme, kept, state)
    if kept.kind is FindingKind.BOUNDARY:
        renew_warnings(store, scheme)
    return _tracked(store, scheme, replace(kept, state=state))


def _announce_decision(store: Store, scheme: StoredScheme, kept: KeptFinding, state: FindingState) -> None:
    data = {"finding": kept.fingerprint, "kind": kept.kind.value, "state": state.value}
    announce(store, scheme, EventKind.FINDING, data | {"language": kept.finding.language or None})


def _refuse_unfit(kept: KeptFinding, state: FindingState, reason: str, evidence: str | None) -> None:
    if evidence is not None and evidence != kept.evidence:
        raise Conflict(
            message("the evidence for this finding changed since you saw it; look again"), evidence=kept.evidence
        )
    if state is FindingState.DISMISSED and not reason:
        raise Malformed(message("a finding is dismissed for a reason; state it for those who read the finding next"))
    if len(reason) > LONGEST_REASON:
        raise Malformed(message("a reason has at most {limit} characters", limit=Amount(LONGEST_REASON)))

"""Mend the draft of a scheme: the fixes become a change set like any other."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from taxonomy_service.domain.access import Actor, require
from taxonomy_service.domain.change_sets import ChangeSet, Outcome
from taxonomy_service.domain.changes import StatementDifference, in_order
from taxonomy_service.domain.editing.restating import given_statement
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.findings import FindingState, IntegrityFinding, state_of
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.operations import Restate
from taxonomy_service.exchange.skos_writer import scheme_statements
from taxonomy_service.integrity.fixes.fix import Choices, Fix
from taxonomy_service.integrity.fixes.mending import mend
from taxonomy_service.services.drafts import draft_etag, open_draft
from taxonomy_service.services.editing import Edit, check_seen, edit
from taxonomy_service.services.fixing import FixReport
from taxonomy_service.services.profiles import stored_profile
from taxonomy_service.store.concept_names import concept_iri
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.findings import newest_decisions
from taxonomy_service.store.schemes import StoredScheme, find_scheme
from taxonomy_service.store.session import Store


class WantedFixes(NamedTuple):
    """Which fixes, by the codes of their checks, and what a person chose; its concepts by id or IRI."""

    fixes: Mapping[str, Fix]
    choices: Choices


class MendedDraft(NamedTuple):
    """What the fixes change, and what came of the change set; None where there is nothing to mend.

    `etag` is that of the draft afterwards.
    """

    report: FixReport
    outcome: Outcome | None
    etag: str


def fix_draft(store: Store, actor: Actor, scheme_id: str, wanted: WantedFixes, how: Edit | None = None) -> MendedDraft:
    """Mend the draft of a scheme by a change set of one operation; what was dismissed is left alone.

    Checks run as the settings of the scheme say. Raises NotFound, and whatever `edit` raises: the right to edit is
    asked for in every language that the fixes touch, in a dry run the right to propose.
    """
    how = how or Edit()
    require(actor, how.action, scheme_id)
    scheme = find_scheme(store, scheme_id)
    report = _report(store, scheme, wanted)
    if not report.difference:
        if how.seen is not None:
            check_seen(store, scheme, open_draft(store, scheme), how.seen)
        return MendedDraft(report, None, draft_etag(store, scheme))
    changes = ChangeSet((_restated(report.difference),), how.provenance.comment or f"fixes: {', '.join(report.mended)}")
    outcome = edit(store, actor, scheme_id, changes, how)
    return MendedDraft(report, outcome, outcome.etag)


def _report(store: Store, scheme: StoredScheme, wanted: WantedFixes) -> FixReport:
    decisions = newest_decisions(store, scheme)

    def stands(finding: IntegrityFinding) -> bool:
        return state_of(decisions.get(finding.fingerprint), finding.evidence) is FindingState.DISMISSED

    statements = scheme_statements(read_draft(store, scheme.key))
    choices = _with_iris(store, scheme, wanted.choices)
    profile = stored_profile(store, scheme)
    return FixReport(*mend(statements, wanted.fixes, choices, profile=profile, stands=stands))


def _with_iris(store: Store, scheme: StoredScheme, choices: Choices) -> Choices:
    """Return choices that name concepts by IRI, and the scheme too, whose id will do."""

    def known(name: str) -> str:
        found = scheme.iri if name in {scheme.id, scheme.iri} else concept_iri(store, scheme, name)
        if found is None:
            raise NotFound(message("concept in {scheme}", scheme=scheme.id), name)
        return found

    cut = frozenset((known(one), known(broader)) for one, broader in choices.cut)
    attach_to = None if choices.attach_to is None else known(choices.attach_to)
    return replace(choices, cut=cut, attach_to=attach_to)


def _restated(difference: StatementDifference) -> Restate:
    removed, added = (tuple(map(given_statement, in_order(rows))) for rows in (difference.removed, difference.added))
    return Restate(removed, added)

"""Work lists: what a scheme waits for in a language, and of whom."""

from dataclasses import dataclass

from taxonomy_service.domain.access import Action, Actor, allowed_schemes, may, require
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag, sorted_tags
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.tracking import FindingFilter
from taxonomy_service.services.approvals import WaitingLabel, labels_waiting, without_label
from taxonomy_service.services.drafts import read_draft_about
from taxonomy_service.services.findings import page_of_findings
from taxonomy_service.services.proposals import proposals_waiting
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme, list_schemes
from taxonomy_service.store.session import Store


@dataclass(frozen=True, slots=True)
class LanguageWork:
    """What waits in a language: ids of concepts without a label, labels without approval, how many open findings."""

    language: LanguageTag
    missing: tuple[str, ...]
    labels: tuple[WaitingLabel, ...]
    findings: int


@dataclass(frozen=True, slots=True)
class SchemeWork:
    """What waits in a scheme; `proposals` are the numbers of those that wait for an opinion of whoever asks."""

    scheme: str
    languages: tuple[LanguageWork, ...]
    proposals: tuple[int, ...]


def schemes_of_work(store: Store, actor: Actor) -> list[str]:
    """Return the ids of the schemes that the actor works on, in order. Raises Forbidden where there can be none."""
    return allowed_schemes(actor, Action.INSPECT, [scheme.id for scheme in list_schemes(store)])


def work_of(store: Store, actor: Actor, scheme_id: str, language: LanguageTag | None = None) -> SchemeWork:
    """Return what waits in a scheme, in one language or in all that are the actor's.

    Those are the languages of the draft, those that it must have and those granted, as far as she works in them, in
    code point order. Raises NotFound, Forbidden.
    """
    require(actor, Action.INSPECT, scheme_id, language)
    draft = read_draft(store, find_scheme(store, scheme_id).key)
    wanted = _own_languages(store, actor, draft) if language is None else [language]
    return SchemeWork(
        scheme_id,
        tuple(_language_work(store, actor, draft, tag) for tag in wanted),
        tuple(proposal.number for proposal in proposals_waiting(store, actor, scheme_id)),
    )


def _own_languages(store: Store, actor: Actor, draft: ConceptScheme) -> list[LanguageTag]:
    found = {label.language for concept in draft.concepts.values() for label in concept.labels}
    found |= set(read_draft_about(store, actor, draft.id).settings.required_languages)
    found |= {tag for grant in actor.grants if grant.scheme in {None, draft.id} for tag in grant.languages or ()}
    return [tag for tag in sorted_tags(found - {UNTAGGED}) if may(actor, Action.INSPECT, draft.id, tag)]


def _language_work(store: Store, actor: Actor, draft: ConceptScheme, language: LanguageTag) -> LanguageWork:
    wanted = FindingFilter(languages=(language,), states=(FindingState.OPEN,))
    return LanguageWork(
        language,
        tuple(without_label(draft.concepts.values(), language)),
        tuple(labels_waiting(store, actor, draft.id, language)),
        page_of_findings(store, actor, draft.id, wanted, limit=1).states.get(FindingState.OPEN, 0),
    )

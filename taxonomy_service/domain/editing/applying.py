"""One operation after the other on a draft, each held to the rules."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from taxonomy_service.domain import operations, terms
from taxonomy_service.domain.concepts import Collection, Concept
from taxonomy_service.domain.drafts import Change, Draft
from taxonomy_service.domain.editing import (
    attributes,
    collections,
    concepts,
    labels,
    mappings,
    merging,
    notes,
    places,
    restating,
    settings,
)
from taxonomy_service.domain.editing.rules import check_changes
from taxonomy_service.domain.errors import EditRefused, NotFound
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.operations import Operation
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.skos_terms import XL_LABELS
from taxonomy_service.domain.statements import Literal
from taxonomy_service.domain.stating import ResourceRole

Check: TypeAlias = Callable[[Draft, tuple[Change, ...]], None]
"""What raises EditRefused for changes that break a rule."""
_DOING: dict[type, Callable[[Draft, Any], None]] = {
    operations.Create: concepts.create,
    operations.Revise: concepts.revise,
    operations.Move: places.move,
    operations.Merge: merging.merge,
    operations.Split: merging.split,
    operations.Retire: concepts.retire,
    operations.Restore: concepts.restore,
    operations.AddLabel: labels.add_label,
    operations.ReviseLabel: labels.revise_label,
    operations.RemoveLabel: labels.remove_label,
    operations.AddNote: notes.add_note,
    operations.ReviseNote: notes.revise_note,
    operations.RemoveNote: notes.remove_note,
    operations.Relate: places.relate,
    operations.Unrelate: places.unrelate,
    operations.AddMapping: mappings.add_mapping,
    operations.RemoveMapping: mappings.remove_mapping,
    operations.CreateCollection: collections.create_collection,
    operations.SetMembers: collections.set_members,
    operations.RemoveCollection: collections.remove_collection,
    operations.DefineAttribute: attributes.define_attribute,
    operations.RemoveAttribute: attributes.remove_attribute,
    operations.RequireAttribute: attributes.require_attribute,
    operations.UnrequireAttribute: attributes.unrequire_attribute,
    operations.ReviseSettings: settings.revise_settings,
    operations.Restate: restating.restate,
}


def apply(draft: Draft, operation: Operation, check: Check = check_changes) -> tuple[Change, ...]:
    """Apply an operation to a draft and return what it changed, in order of role and IRI; `check` holds it to rules.

    Raises EditRefused where the draft forbids it or a rule would be broken, NotFound for what is not there; the draft
    is then half changed and of no more use.
    """
    _DOING[type(operation)](draft, operation)
    changes = draft.step()
    check(draft, changes)
    return changes


def refusals(draft: Draft, given: Iterable[Operation]) -> dict[int, EditRefused | NotFound]:
    """Apply those operations that the draft allows, one after the other, and return why not the others, by place."""
    found: dict[int, EditRefused | NotFound] = {}
    for place, operation in enumerate(given):
        mark = draft.mark()
        try:
            apply(draft, operation)
        except (EditRefused, NotFound) as error:
            found[place] = error
            draft.back_to(mark)
    return found


def languages_of(draft: Draft, changes: tuple[Change, ...]) -> frozenset[LanguageTag]:
    """Return the languages in which something was changed; "" stands for what has no language.

    What is stated of a label (its equivalence, say) is in the label's language.
    """
    found: set[LanguageTag] = set()
    for change in changes:
        own = _label_language(draft, change) if change.key.role is ResourceRole.OTHER else None
        for row in change.removed | change.added:
            if row.predicate in XL_LABELS or row.object == terms.XL_LABEL:
                continue  # the form of the node says in which language
            literal = row.object if isinstance(row.object, Literal) else None
            found.add(own if own is not None else literal.language if literal else UNTAGGED)
    return frozenset(found)


def _label_language(draft: Draft, change: Change) -> LanguageTag | None:
    """Return the language of the label whose node a resource is, None for another resource."""
    owner = draft.label_owner(change.key.iri)
    state = None if owner is None else draft.state(owner)
    labels = state.labels if isinstance(state, ConceptScheme | Concept | Collection) else ()
    return next((label.language for label in labels if label.resource == change.key.iri), None)

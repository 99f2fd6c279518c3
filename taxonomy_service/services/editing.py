"""Change the draft of a scheme: operations together, all or none, with their audit entries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

import msgspec

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.approvals import Approval, ApprovalState, LabelKey, label_changes
from taxonomy_service.domain.audit import Deed, Provenance, Record
from taxonomy_service.domain.change_sets import ChangeSet, Outcome, Seen, Step
from taxonomy_service.domain.differences import changed_parts
from taxonomy_service.domain.drafts import Change, Draft
from taxonomy_service.domain.editing.applying import Check, apply, languages_of
from taxonomy_service.domain.editing.restating import given_statement
from taxonomy_service.domain.editing.rules import check_changes, check_restored
from taxonomy_service.domain.errors import Conflict, EditRefused, Malformed, NotFound, Stale, TooLarge
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.messages import Message, message, verbatim
from taxonomy_service.domain.operations import Operation, Restate, ReviseSettings
from taxonomy_service.domain.statements import Statement
from taxonomy_service.domain.stating import ResourceRole
from taxonomy_service.services.drafts import draft_etag, open_draft, resource_etag
from taxonomy_service.services.profiles import require_usable
from taxonomy_service.services.unapproved_labels import note_states
from taxonomy_service.services.undoing import CHANGE_SET, Restoring, in_the_way, inverse_of
from taxonomy_service.store.approvals import forget_approvals, set_approvals
from taxonomy_service.store.audit import add_entries, change_set_entries, read_head
from taxonomy_service.store.draft import write_changes
from taxonomy_service.store.schemes import StoredScheme, find_scheme
from taxonomy_service.store.session import Store

MOST_OPERATIONS = 10_000


class Acceptance(NamedTuple):
    """What was approved: the languages, and what the audit entry should know of the proposal."""

    languages: frozenset[LanguageTag]
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Edit:
    """How a change set is to be done: as what client, given which state, and whether in earnest.

    With `accepted` it is a proposal that reviewers approved, each in her languages; its labels count as approved. With
    `restoring` it undoes an import.
    """

    provenance: Provenance = field(default_factory=Provenance)
    seen: Seen | None = None
    dry_run: bool = False
    accepted: Acceptance | None = None
    restoring: Restoring | None = None

    @property
    def action(self) -> Action:
        """What an actor must be allowed: whoever may propose may also try."""
        if self.accepted is not None:
            return Action.APPROVE
        return Action.PROPOSE if self.dry_run else Action.EDIT


def edit(store: Store, actor: Actor, scheme_id: str, changes: ChangeSet, how: Edit | None = None) -> Outcome:
    """Do the operations of a change set, all or none, and write an audit entry for each and one for the set.

    A dry run does all but write, and asks only for the right to propose. Raises NotFound, Forbidden (by the languages
    that the changes touch), Stale, Malformed, EditRefused with the place of the operation.
    """
    how = how or Edit()
    action = how.action
    require(actor, action, scheme_id)
    scheme = find_scheme(store, scheme_id)
    _check_size(changes)
    draft = open_draft(store, scheme)
    if how.seen is not None:
        check_seen(store, scheme, draft, how.seen)
    check = check_changes if how.restoring is None else partial(check_restored, later=how.restoring.touched)
    steps = tuple(_step(draft, operation, place, check) for place, operation in enumerate(changes.operations))
    for step in steps:
        _require_languages(actor, how, scheme.id, step)
    number = None if how.dry_run else _write(store, actor, scheme, (changes, steps, draft.changes()), how)
    difference = changed_parts(draft.about, draft.changes())
    return Outcome(number, draft_etag(store, scheme), steps, draft.changes(), difference)


def _check_size(changes: ChangeSet) -> None:
    if not changes.operations:
        raise Malformed(message("operations: a change set without operations changes nothing; give at least one"))
    if len(changes.operations) > MOST_OPERATIONS:
        raise TooLarge(message("operations"), MOST_OPERATIONS, message("operations in one change set"))


def _step(draft: Draft, operation: Operation, place: int, check: Check) -> Step:
    try:
        if isinstance(operation, ReviseSettings):
            require_usable(operation.settings)
        changes = apply(draft, operation, check)
    except (EditRefused, NotFound) as error:
        error.data = {**error.data, "operation": place}
        raise
    return Step(operation, changes, languages_of(draft, changes))


def check_seen(store: Store, scheme: StoredScheme, draft: Draft, seen: Seen) -> None:
    """Raise Stale unless the present state is one that the client has seen."""
    if "*" in seen.etags:
        return
    if seen.id is None:
        etag, what = draft_etag(store, scheme), message("the draft of {scheme}", scheme=scheme.id)
    else:
        etag, what = resource_etag(store, scheme, draft, seen.id), verbatim(seen.id)
    if etag not in seen.etags:
        raise Stale(what, etag)


def _require_languages(actor: Actor, how: Edit, scheme_id: str, step: Step) -> None:
    """Require the right in every language that a step changes something in; settings ask for an administrator.

    Anybody may try, or propose, other settings; who approves them is looked at when she does.
    """
    if how.action is Action.EDIT and any(change.key.role is ResourceRole.SETTINGS for change in step.changes):
        require(actor, Action.ADMINISTER, scheme_id)
    for language in sorted(step.languages):
        if how.accepted is None:
            require(actor, how.action, scheme_id, None if language == UNTAGGED else language)
        elif language not in how.accepted.languages:
            raise Conflict(_not_approved(language))


def _not_approved(language: LanguageTag) -> Message:
    if language == UNTAGGED:
        return message(
            "by now this would change something without a language too, which nobody approved; revise the proposal"
        )
    return message(
        "by now this would change something in {language_tag} too, where nobody approved it; revise the proposal",
        language_tag=language,
    )


def _write(
    store: Store,
    actor: Actor,
    scheme: StoredScheme,
    done: tuple[ChangeSet, tuple[Step, ...], tuple[Change, ...]],
    how: Edit,
) -> int:
    change_set, steps, changes = done
    time = datetime.now(UTC)
    number = read_head(store, scheme.key).number + 1
    write_changes(store, scheme.key, changes)
    labels = label_changes(changes)
    forget_approvals(store, scheme.key, labels.removed)
    state = ApprovalState.DRAFT if how.accepted is None else ApprovalState.APPROVED
    set_approvals(store, scheme.key, labels.added, Approval(state, actor.id, time))
    if how.restoring is not None:
        _restore_approvals(store, scheme, labels.added, how.restoring)
    if state is ApprovalState.APPROVED:
        note_states(store, scheme, labels.added, state)
    comment = change_set.comment or how.provenance.comment
    deed = Deed(scheme.id, number, actor.id, time, how.provenance._replace(comment=comment))
    whole = Record(CHANGE_SET, {"operations": len(steps), **(how.accepted.details if how.accepted else {})})
    add_entries(store, scheme.key, [whole, *map(_record, steps)], deed)
    return number


def _restore_approvals(store: Store, scheme: StoredScheme, labels: tuple[LabelKey, ...], restoring: Restoring) -> None:
    forget_approvals(store, scheme.key, labels)
    for label in labels:
        approval = restoring.approvals.get(label)
        if approval is not None:
            set_approvals(store, scheme.key, [label], approval)


def _record(step: Step) -> Record:
    operation: dict[str, object] = msgspec.to_builtins(step.operation)
    details = {
        "operation": None if isinstance(step.operation, Restate) else operation,
        "removed": _statements(step.changes, lambda change: change.removed),
        "added": _statements(step.changes, lambda change: change.added),
    }
    touched = dict.fromkeys(change.key.iri for change in step.changes)
    return Record(str(operation["operation"]), details, tuple(touched))


def _statements(changes: tuple[Change, ...], part: Callable[[Change], frozenset[Statement]]) -> list[dict[str, object]]:
    rows = sorted((row for change in changes for row in part(change)), key=str)
    return [msgspec.to_builtins(given_statement(row)) for row in rows]


def undo(store: Store, actor: Actor, scheme_id: str, number: int, how: Edit | None = None) -> Outcome:
    """Undo a change set by another one, which takes away what that one added and the other way round.

    An import into a draft that was there is undone likewise, by an administrator. Raises NotFound, EditRefused where a
    later change stands in the way, Conflict for what is neither.
    """
    how = how or Edit()
    require(actor, how.action, scheme_id)
    scheme = find_scheme(store, scheme_id)
    entries = change_set_entries(store, scheme.key, number)
    if not entries or entries[0].number != number:
        raise NotFound(message("change set of {scheme}", scheme=scheme.id), str(number))
    inverse = inverse_of(store, scheme, entries)
    if inverse.restoring is not None:
        require(actor, Action.ADMINISTER, scheme_id)
        how = replace(how, restoring=inverse.restoring)
    comment = how.provenance.comment or f"undo of {number}"
    try:
        return edit(store, actor, scheme_id, ChangeSet(inverse.operations, comment), how)
    except EditRefused as refused:
        raise in_the_way(store, scheme, number, refused) from refused

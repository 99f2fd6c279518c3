"""Notes: what is written about a concept, a collection or the scheme."""

from dataclasses import replace

from taxonomy_service.domain.concepts import Note
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.givens import GivenNote
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.operations import AddNote, RemoveNote, ReviseNote
from taxonomy_service.domain.statements import Literal
from taxonomy_service.domain.stating import Labelled, in_canonical_order


def note_of(given: GivenNote) -> Note:
    """Return the note that was given."""
    return Note(given.kind, Literal(given.text, LanguageTag(given.language)))


def add_note(draft: Draft, operation: AddNote) -> None:
    """Add a note."""
    _replace(draft, draft.labelled(operation.concept), None, operation.note)


def revise_note(draft: Draft, operation: ReviseNote) -> None:
    """Replace a note by another."""
    _replace(draft, draft.labelled(operation.concept), operation.note, operation.by)


def remove_note(draft: Draft, operation: RemoveNote) -> None:
    """Take a note away."""
    _replace(draft, draft.labelled(operation.concept), operation.note, None)


def _replace(draft: Draft, resource: Labelled, old: GivenNote | None, new: GivenNote | None) -> None:
    notes = list(resource.notes)
    if old is not None:
        if note_of(old) not in notes:
            raise _refused(EditFault.ABSENT, resource, old)
        notes.remove(note_of(old))
    if new is not None:
        if note_of(new) in notes:
            raise _refused(EditFault.PRESENT, resource, new)
        notes.append(note_of(new))
    draft.put(in_canonical_order(replace(resource, notes=tuple(notes))))


def _refused(fault: EditFault, resource: Labelled, given: GivenNote) -> Exception:
    text = Literal(given.text[:100], LanguageTag(given.language))
    if fault is EditFault.ABSENT:
        told = message("{concept} has no {kind} {note}", concept=resource.id, kind=given.kind.value, note=text)
    else:
        told = message("{concept} has the {kind} {note} already", concept=resource.id, kind=given.kind.value, note=text)
    return refusal(fault, told)

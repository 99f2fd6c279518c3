"""Translation tables: what a translator is asked to fill in, and the operations that a filled table stands for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taxonomy_service.domain.concepts import Concept, Note, NoteKind, is_retired
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.errors import TaxonomyError, UnreadableFile
from taxonomy_service.domain.givens import GivenLabel, GivenNote, LabelName
from taxonomy_service.domain.hierarchy import build_hierarchy
from taxonomy_service.domain.labels import LabelKind, preferred_forms
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.domain.operations import AddLabel, AddNote, Operation, ReviseLabel, ReviseNote
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """A row of a table; the first parts help the translator, `label`, `alternatives`, `definition` are hers to fill.

    `present` is the preferred label that the concept had in the language when the table was made. `place` names the row
    in a file that was read.
    """

    concept: str
    language: LanguageTag
    broader: str = ""
    source_label: str = ""
    source_alternatives: tuple[str, ...] = ()
    source_definition: str = ""
    present: str = ""
    label: str = ""
    alternatives: tuple[str, ...] = ()
    definition: str = ""
    place: str = ""


def translation_rows(
    scheme: ConceptScheme, language: LanguageTag, source: LanguageTag, *, missing_only: bool = True
) -> Iterator[TranslationRow]:
    """Yield a row for each concept in use, in order of IRI: of those without a preferred label in the language, or all.

    What is there in the language stands in the row, so that a translator can correct it.
    """
    hierarchy = build_hierarchy(scheme)
    for concept in scheme.concepts.values():
        forms = preferred_forms(concept.labels)
        if is_retired(concept) or (missing_only and language in forms):
            continue
        above = [scheme.concepts[own] for own in hierarchy.broader.get(concept.id, ())]
        yield TranslationRow(
            concept.id,
            language,
            broader=" | ".join(preferred_forms(own.labels).get(source, own.id) for own in above),
            source_label=forms.get(source, ""),
            source_alternatives=_alternatives(concept, source),
            source_definition=_definition(concept, source),
            present=forms.get(language, ""),
            label=forms.get(language, ""),
            alternatives=_alternatives(concept, language),
            definition=_definition(concept, language),
        )


def _alternatives(concept: Concept, language: LanguageTag) -> tuple[str, ...]:
    wanted = (language, LabelKind.ALTERNATIVE)
    return tuple(label.form for label in concept.labels if (label.language, label.kind) == wanted)


def _definition(concept: Concept, language: LanguageTag) -> str:
    found = _definitions(concept, language)
    return found[0].value if found else ""


def _definitions(concept: Concept, language: LanguageTag) -> list[Literal]:
    contents = [note.content for note in concept.notes if note.kind is NoteKind.DEFINITION]
    return [content for content in contents if isinstance(content, Literal) and content.language == language]


def filled_in(draft: Draft, rows: Iterable[TranslationRow]) -> tuple[Operation, ...]:
    """Return the operations that bring what was filled in into the draft; an empty cell changes nothing.

    Raises UnreadableFile with the row: for a concept that is not there, for a text that cannot be one, and where the
    preferred label is another one now than when the table was made.
    """
    operations: list[Operation] = []
    for row in rows:
        try:
            operations += _operations(draft.concept(row.concept), row)
        except UnreadableFile:
            raise
        except TaxonomyError as error:
            raise UnreadableFile(row.place, error.said) from error
    return tuple(operations)


def _operations(concept: Concept, row: TranslationRow) -> Iterator[Operation]:
    present = preferred_forms(concept.labels).get(row.language, "")
    if row.label and row.label != present:
        if present != row.present:
            reason = message(
                "{concept} is called {present} in {language_tag} by now; the table was made with {former}",
                concept=concept.id,
                present=Given(present),
                language_tag=row.language,
                former=Given(row.present),
            )
            raise UnreadableFile(row.place, reason)
        given = GivenLabel(row.label, row.language)
        if present:
            yield ReviseLabel(concept.id, LabelName(present, row.language), form=given.form)
        else:
            yield AddLabel(concept.id, given)
    known = {label.form for label in concept.labels if label.language == row.language} | {row.label}
    for form in dict.fromkeys(row.alternatives):
        if form not in known:
            yield AddLabel(concept.id, GivenLabel(form, row.language, LabelKind.ALTERNATIVE))
    yield from _definition_operations(concept, row)


def _definition_operations(concept: Concept, row: TranslationRow) -> Iterator[Operation]:
    """Yield what gives a definition; of several that are there already the first is the one that was shown."""
    present = _definitions(concept, row.language)
    new = GivenNote(row.definition, row.language) if row.definition else None
    if new is None or Note(NoteKind.DEFINITION, Literal(new.text, row.language)) in concept.notes:
        return
    if present:
        yield ReviseNote(concept.id, GivenNote(present[0].value, row.language), new)
    else:
        yield AddNote(concept.id, new)

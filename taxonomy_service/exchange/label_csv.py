"""CSV out: one row a label, safe to open in a spreadsheet."""

from collections.abc import Iterator

from taxonomy_service.domain.concepts import Concept, NoteKind, is_retired
from taxonomy_service.domain.hierarchy import Hierarchy, build_hierarchy
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal
from taxonomy_service.exchange.csv_rows import csv_row

COLUMNS = ("scheme", "concept", "iri", "notation", "broader", "language", "kind", "label", "definition", "retired")


def csv_chunks(scheme: ConceptScheme) -> Iterator[str]:
    """Yield the CSV (RFC 4180, UTF-8) of all labels; several notations or broader concepts are joined by `|`.

    A cell that a spreadsheet would run as a formula begins with an apostrophe. A concept without labels has one row.
    """
    hierarchy = build_hierarchy(scheme)
    yield csv_row(COLUMNS)
    for concept in scheme.concepts.values():
        yield "".join(map(csv_row, _rows(scheme, hierarchy, concept)))


def _rows(scheme: ConceptScheme, hierarchy: Hierarchy, concept: Concept) -> list[tuple[str, ...]]:
    definitions = {
        note.content.language: note.content.value
        for note in concept.notes
        if note.kind is NoteKind.DEFINITION and isinstance(note.content, Literal)
    }
    notations = "|".join(notation.value for notation in concept.notations)
    about = (scheme.id, concept.id, concept.iri, notations, "|".join(hierarchy.broader.get(concept.id, ())))
    retired = "yes" if is_retired(concept) else ""
    if not concept.labels:
        return [(*about, "", "", "", "", retired)]
    return [
        (*about, label.language, label.kind.value, label.form, definitions.get(label.language, ""), retired)
        for label in concept.labels
    ]

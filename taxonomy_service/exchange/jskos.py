"""JSKOS out: the JSON in which thesaurus tools (Cocoda, BARTOC, coli-conc) exchange SKOS.

https://gbv.github.io/jskos/ 0.5; a text without language stands under "und".
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Collection, Concept, ConceptId, Note, RelationKind, is_retired, successors
from taxonomy_service.domain.hierarchy import Hierarchy, build_hierarchy
from taxonomy_service.domain.labels import Label, LabelKind, preferred_forms
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, label_languages, scheme_titles
from taxonomy_service.domain.stated_languages import StatedLanguages, stated_languages
from taxonomy_service.domain.statements import Literal, Property, is_blank

_TEXT_FIELDS = {
    terms.DCT + "created": "created",
    terms.DCT + "issued": "issued",
    terms.DCT + "modified": "modified",
    terms.OWL + "versionInfo": "version",
}
_RESOURCE_FIELDS = {terms.DCT + "license": "license", terms.DCT + "creator": "creator"}


def jskos_chunks(scheme: ConceptScheme) -> Iterator[str]:
    """Yield one JSON object: the scheme, with its concepts in `concepts`."""
    hierarchy = build_hierarchy(scheme)
    head = _json(_scheme(scheme, hierarchy))
    yield f'{head[:-1]},"concepts":['
    for number, item in enumerate(_concepts(scheme, hierarchy)):
        yield (",\n" if number else "\n") + _json(item)
    yield "\n]}\n"


def jskos_lines(scheme: ConceptScheme) -> Iterator[str]:
    """Yield one JSON object a line: the scheme, then its concepts and collections."""
    hierarchy = build_hierarchy(scheme)
    yield f"{_json(_scheme(scheme, hierarchy))}\n"
    for item in _concepts(scheme, hierarchy):
        yield f"{_json(item)}\n"
    for group in scheme.collections.values():
        yield f"{_json(_collection(group))}\n"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _concepts(scheme: ConceptScheme, hierarchy: Hierarchy) -> Iterator[dict[str, Any]]:
    top = frozenset(hierarchy.top)
    for concept in scheme.concepts.values():
        yield _concept(scheme, hierarchy, concept, is_top=concept.id in top)


def _scheme(scheme: ConceptScheme, hierarchy: Hierarchy) -> dict[str, Any]:
    return _filled(
        {
            "@context": "https://gbv.github.io/jskos/context.json",
            "type": [terms.CONCEPT_SCHEME],
            "uri": scheme.iri,
            "identifier": [scheme.id],
            "prefLabel": {language or "und": form for language, form in scheme_titles(scheme).items()},
            "languages": [language or "und" for language in _languages(scheme)],
            "topConcepts": [{"uri": scheme.concepts[own].iri} for own in hierarchy.top],
            **_notes(scheme.notes),
            **_common_properties(scheme.properties),
            **_stated(scheme),
        }
    )


def _stated(scheme: ConceptScheme) -> dict[str, Any]:
    """Return the languages of the scheme's settings as RDF states them: JSKOS has no fields for them."""
    stated = stated_languages(scheme) or StatedLanguages()
    return {
        terms.FALLBACK_LANGUAGES: " ".join(stated.fallbacks) or None,
        terms.REQUIRED_LANGUAGE: list(stated.required_languages),
    }


def _languages(scheme: ConceptScheme) -> list[LanguageTag]:
    """Return the languages that the scheme supports: those of its labels, and those that it must have."""
    stated = stated_languages(scheme)
    required = stated.required_languages if stated else ()
    return sorted({*label_languages(scheme), *required})


def _concept(scheme: ConceptScheme, hierarchy: Hierarchy, concept: Concept, *, is_top: bool) -> dict[str, Any]:
    def linked(ids: Iterable[ConceptId]) -> list[dict[str, str]]:
        return [{"uri": scheme.concepts[own].iri} for own in ids]

    own = concept.id
    return _filled(
        {
            "type": [terms.CONCEPT],
            "uri": concept.iri,
            "identifier": [own],
            "notation": [notation.value for notation in concept.notations],
            **_labels(concept.labels),
            **_notes(concept.notes),
            "inScheme": [{"uri": scheme.iri}],
            "topConceptOf": [{"uri": scheme.iri}] if is_top else [],
            "broader": linked(hierarchy.broader.get(own, ())),
            "narrower": linked(hierarchy.narrower.get(own, ())),
            "related": linked(hierarchy.related.get(own, ())),
            "mappings": [
                {
                    "type": [terms.SKOS + mapping.kind],
                    "from": {"memberSet": [{"uri": concept.iri}]},
                    "to": {"memberSet": [{"uri": mapping.target}]},
                }
                for mapping in concept.mappings
            ],
            "deprecated": is_retired(concept) or None,
            "replacedBy": [{"uri": iri} for iri in successors(concept) if not is_blank(iri)],
            **_common_properties(concept.properties),
        }
    )


def _collection(group: Collection) -> dict[str, Any]:
    kind = terms.COLLECTION if group.member_list is None else terms.ORDERED_COLLECTION
    members = group.members if group.member_list is None else group.member_list
    return _filled(
        {
            "type": [kind],
            "uri": group.iri,
            "identifier": [group.id],
            **_labels(group.labels),
            **_notes(group.notes),
            "inScheme": [{"uri": r.target} for r in group.relations if r.kind is RelationKind.IN_SCHEME],
            ("memberSet" if group.member_list is None else "memberList"): [{"uri": iri} for iri in members],
        }
    )


def _labels(labels: Iterable[Label]) -> dict[str, Any]:
    labels = tuple(labels)
    preferred = {language or "und": form for language, form in preferred_forms(labels).items()}
    return {
        "prefLabel": preferred,
        "altLabel": _by_language(label for label in labels if label.kind is LabelKind.ALTERNATIVE),
        "hiddenLabel": _by_language(label for label in labels if label.kind is LabelKind.HIDDEN),
    }


def _by_language(labels: Iterable[Label]) -> dict[str, list[str]]:
    forms: dict[str, list[str]] = {}
    for label in labels:
        forms.setdefault(label.language or "und", []).append(label.form)
    return forms


def _notes(notes: Iterable[Note]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for note in notes:
        if isinstance(note.content, Literal):
            texts = found.setdefault(note.kind.value, {}).setdefault(note.content.language or "und", [])
            texts.append(note.content.value)
    return found


def _common_properties(properties: Iterable[Property]) -> dict[str, Any]:
    """Return what JSKOS has a field for; nodes without IRI, which it cannot name, are left out."""
    found: dict[str, Any] = {}
    for predicate, node in properties:
        if isinstance(node, Literal):
            field = _TEXT_FIELDS.get(predicate)
            if field:
                found.setdefault(field, node.value)
        elif predicate in _RESOURCE_FIELDS and not is_blank(node):
            found.setdefault(_RESOURCE_FIELDS[predicate], []).append({"uri": node})
    return found


def _filled(entries: dict[str, Any]) -> dict[str, Any]:
    """Drop what is empty, as JSKOS asks."""
    return {key: value for key, value in entries.items() if value not in (None, [], {})}

"""Concept schemes: a vocabulary as one value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import NewType

from taxonomy_service.domain import terms
from taxonomy_service.domain.attributes import Attribute, AttributeValue
from taxonomy_service.domain.concepts import Collection, Concept, ConceptId, Note
from taxonomy_service.domain.labels import Label, preferred_forms
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Iri, Literal, Property, Statement

SchemeId = NewType("SchemeId", str)


@dataclass(frozen=True, slots=True)
class ConceptScheme:
    """A scheme with all that belongs to it.

    `concepts` and `collections` are in the order of their IRIs. `statements` are those of other resources (SKOS-XL
    label nodes, agents, attributes …), sorted.
    """

    id: SchemeId
    iri: Iri
    labels: tuple[Label, ...] = ()
    notes: tuple[Note, ...] = ()
    notations: tuple[Literal, ...] = ()
    top_concepts: tuple[Iri, ...] = ()
    properties: tuple[Property, ...] = ()
    concepts: Mapping[ConceptId, Concept] = field(default_factory=dict)
    collections: Mapping[ConceptId, Collection] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()


_LANGUAGE = attrgetter("language")


def label_languages(scheme: ConceptScheme) -> list[LanguageTag]:
    """Return the languages of the concepts' labels, in code point order."""
    languages = map(_LANGUAGE, chain.from_iterable(concept.labels for concept in scheme.concepts.values()))
    return sorted(set(languages))


def scheme_titles(scheme: ConceptScheme) -> dict[LanguageTag, str]:
    """Return the scheme's names by language: its preferred labels, else `dct:title`, `dc:title` or `rdfs:label`."""
    titles = preferred_forms(scheme.labels)
    for predicate in (terms.DCT + "title", terms.DC + "title", terms.RDFS + "label"):
        for stated in scheme.properties:
            if stated.predicate == predicate and isinstance(stated.object, Literal):
                titles.setdefault(stated.object.language, stated.object.value)
    return titles


def attributes_of(scheme: ConceptScheme) -> dict[Iri, Attribute]:
    """Return the attributes that the scheme's statements define, by IRI, in order of IRI.

    The values of each are in order of `skos:notation` where that is a whole number (none counts as 0), then of IRI.
    """
    by_subject: dict[str, list[Statement]] = {}
    for statement in scheme.statements:
        by_subject.setdefault(statement.subject, []).append(statement)
    defined = {row.subject for row in scheme.statements if row[1:] == (terms.TYPE, terms.ATTRIBUTE)}
    return {Iri(subject): _attribute(subject, by_subject) for subject in sorted(defined)}


def _attribute(subject: str, by_subject: Mapping[str, list[Statement]]) -> Attribute:
    rows = by_subject[subject]
    values = [row.object for row in rows if row.predicate == terms.ALLOWED_VALUE and isinstance(row.object, str)]
    ordered = sorted(values, key=lambda value: (_rank(by_subject.get(value, [])), value))
    return Attribute(
        _identifier(subject, rows),
        Iri(subject),
        _names(rows),
        tuple(
            AttributeValue(_identifier(value, by_subject.get(value, [])), Iri(value), _names(by_subject.get(value, [])))
            for value in ordered
        ),
    )


def _rank(rows: Iterable[Statement]) -> int:
    for row in rows:
        if row.predicate == terms.NOTATION and isinstance(row.object, Literal):
            number = row.object.value
            if number.isdecimal() and len(number) < 10:  # Python refuses to read numbers of thousands of digits
                return int(number)
    return 0


def _identifier(subject: str, rows: Iterable[Statement]) -> str:
    for row in rows:
        if row.predicate == terms.IDENTIFIER and isinstance(row.object, Literal):
            return row.object.value
    return subject.replace("#", "/").rpartition("/")[2]


def _names(rows: Iterable[Statement]) -> dict[LanguageTag, str]:
    label = terms.RDFS + "label"
    return {
        row.object.language: row.object.value
        for row in rows
        if row.predicate == label and isinstance(row.object, Literal)
    }

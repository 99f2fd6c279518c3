"""Export a scheme as a file."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from taxonomy_service.domain.concepts import Concept
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.stating import concept_statements
from taxonomy_service.exchange.blocks import in_blocks
from taxonomy_service.exchange.canonical import canonical_chunks
from taxonomy_service.exchange.jskos import jskos_chunks, jskos_lines
from taxonomy_service.exchange.jsonld import jsonld_chunks, statements_jsonld
from taxonomy_service.exchange.label_csv import csv_chunks
from taxonomy_service.exchange.rdfxml import rdfxml_chunks, refuse_unwritable
from taxonomy_service.exchange.turtle import concept_turtle, turtle_chunks


class ExportFormat(StrEnum):
    """The formats that are written."""

    TURTLE = "turtle"
    RDFXML = "rdfxml"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    JSKOS = "jskos"
    JSKOS_LINES = "jskos-ndjson"
    CSV = "csv"

    @property
    def extension(self) -> str:
        """The usual ending of a file's name."""
        return _EXTENSIONS[self]


_EXTENSIONS = {
    ExportFormat.TURTLE: ".ttl",
    ExportFormat.RDFXML: ".rdf",
    ExportFormat.NTRIPLES: ".nt",
    ExportFormat.JSONLD: ".jsonld",
    ExportFormat.JSKOS: ".json",
    ExportFormat.JSKOS_LINES: ".ndjson",
    ExportFormat.CSV: ".csv",
}
_MEDIA_TYPES = {
    ExportFormat.TURTLE: "text/turtle; charset=utf-8",
    ExportFormat.RDFXML: "application/rdf+xml",
    ExportFormat.NTRIPLES: "application/n-triples",
    ExportFormat.JSONLD: "application/ld+json",
    ExportFormat.JSKOS: "application/json",
    ExportFormat.JSKOS_LINES: "application/x-ndjson",
    ExportFormat.CSV: "text/csv; charset=utf-8; header=present",
}


_WRITERS: dict[ExportFormat, Callable[[ConceptScheme], Iterator[str] | Iterator[bytes]]] = {
    ExportFormat.TURTLE: turtle_chunks,
    ExportFormat.RDFXML: rdfxml_chunks,
    ExportFormat.NTRIPLES: canonical_chunks,
    ExportFormat.JSONLD: jsonld_chunks,
    ExportFormat.JSKOS: jskos_chunks,
    ExportFormat.JSKOS_LINES: jskos_lines,
    ExportFormat.CSV: csv_chunks,
}
_REFUSALS: dict[ExportFormat, Callable[[ConceptScheme], None]] = {ExportFormat.RDFXML: refuse_unwritable}
"""The formats that cannot hold every scheme, with what raises Conflict for one that they cannot."""


def media_type(format: ExportFormat) -> str:  # noqa: A002
    """Return the media type of a format."""
    return _MEDIA_TYPES[format]


def export_chunks(scheme: ConceptScheme, format: ExportFormat) -> Iterator[bytes]:  # noqa: A002
    """Return the file as blocks of about 64 KB, UTF-8, made as they are asked for.

    Raises Conflict, at once and not at some block, where the format cannot hold what the scheme states.
    """
    if format in _REFUSALS:
        _REFUSALS[format](scheme)  # half a file is worse than looking at it twice
    return in_blocks(_WRITERS[format](scheme))


def concept_as_turtle(scheme: ConceptScheme, concept: Concept) -> str:
    """Return one concept as Turtle."""
    return concept_turtle(scheme, concept_statements(concept))


def concept_as_jsonld(concept: Concept) -> str:
    """Return one concept as JSON-LD."""
    return statements_jsonld(concept_statements(concept))

"""JSON-LD 1.1 out, compact, with its context inside, a resource at a time."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec

from taxonomy_service.domain.concepts import MappingKind, RelationKind
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal, Node, Statement
from taxonomy_service.domain.terms import MEMBER, PREFIXES, SKOS, TYPE
from taxonomy_service.exchange.skos_terms import HAS_TOP_CONCEPT, LABELS, NOTES
from taxonomy_service.exchange.skos_writer import scheme_statements

_TEXTS = {predicate: predicate.removeprefix(SKOS) for predicate in (*LABELS, *NOTES)}
_LINKS = {
    predicate: predicate.removeprefix(SKOS)
    for predicate in (*(SKOS + kind for kind in (*RelationKind, *MappingKind)), HAS_TOP_CONCEPT, MEMBER)
}
CONTEXT: dict[str, Any] = {
    **PREFIXES,
    **{name: {"@id": f"skos:{name}", "@container": "@language"} for name in _TEXTS.values()},
    **{name: {"@id": f"skos:{name}", "@type": "@id"} for name in _LINKS.values()},
}
"""Labels and notes are language maps ("@none" for untagged ones), relations are plain IRIs."""


def jsonld_chunks(scheme: ConceptScheme) -> Iterator[str]:
    """Yield the JSON-LD of a scheme."""
    yield from _document(scheme_statements(scheme))


def statements_jsonld(statements: Iterable[Statement]) -> str:
    """Return the JSON-LD of some statements."""
    return "".join(_document(statements))


def _document(statements: Iterable[Statement]) -> Iterator[str]:
    yield f'{{"@context": {_json(CONTEXT)},\n"@graph": ['
    separator = "\n"
    for subject, rows in groupby(statements, key=lambda row: row.subject):
        yield separator + _json(_resource(subject, rows))
        separator = ",\n"
    yield "\n]}\n"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _resource(subject: str, rows: Iterable[Statement]) -> dict[str, Any]:
    resource: dict[str, Any] = {"@id": subject}
    for _, predicate, node in dict.fromkeys(rows):
        if predicate == TYPE and isinstance(node, str):
            resource.setdefault("@type", []).append(_compact(node))
        elif predicate in _TEXTS and isinstance(node, Literal) and not node.datatype:
            by_language = resource.setdefault(_TEXTS[predicate], {})
            by_language.setdefault(node.language or "@none", []).append(node.value)
        elif predicate in _LINKS and isinstance(node, str):
            resource.setdefault(_LINKS[predicate], []).append(node)
        else:
            resource.setdefault(_compact(predicate), []).append(_value(node))
    return resource


def _compact(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and not iri[len(namespace) :].startswith("//"):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _value(node: Node) -> dict[str, str]:
    if not isinstance(node, Literal):
        return {"@id": node}
    if node.language:
        return {"@value": node.value, "@language": node.language}
    return {"@value": node.value, "@type": node.datatype} if node.datatype else {"@value": node.value}

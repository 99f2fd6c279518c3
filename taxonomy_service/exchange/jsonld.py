"""JSON-LD 1.1 out, compact, with its context inside, a resource at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import msgspec

from taxonomy_service.domain.concepts import MappingKind, RelationKind
from taxonomy_service.domain.errors import Conflict
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.skos_terms import HAS_TOP_CONCEPT, LABELS, NOTES
from taxonomy_service.domain.statements import Literal, Node, Statement
from taxonomy_service.domain.terms import MEMBER, PREFIXES, SKOS, TYPE
from taxonomy_service.exchange.skos_writer import scheme_statements

_TEXTS = {predicate: predicate.removeprefix(SKOS) for predicate in (*LABELS, *NOTES)}
_LINKS = {
    predicate: predicate.removeprefix(SKOS)
    for predicate in (*(SKOS + kind for kind in (*RelationKind, *MappingKind)), HAS_TOP_CONCEPT, MEMBER)
}
_TERMS: dict[str, Any] = {
    **{name: {"@id": predicate, "@container": "@language"} for predicate, name in _TEXTS.items()},
    **{name: {"@id": predicate, "@type": "@id"} for predicate, name in _LINKS.items()},
}


def jsonld_chunks(scheme: ConceptScheme) -> Iterator[str]:
    """Yield the JSON-LD of a scheme: labels and notes as language maps, relations as plain IRIs.

    Raises Conflict where a predicate is no absolute IRI, which a reader would drop.
    """
    yield from _document(lambda: scheme_statements(scheme))


def statements_jsonld(statements: Iterable[Statement]) -> str:
    """Return the JSON-LD of some statements."""
    rows = list(statements)
    return "".join(_document(lambda: rows))


def _document(statements: Callable[[], Iterable[Statement]]) -> Iterator[str]:
    prefixes = _safe_prefixes(statements())
    yield f'{{"@context": {_json(prefixes | _TERMS)},\n"@graph": ['
    separator = "\n"
    for subject, rows in groupby(statements(), key=lambda row: row.subject):
        yield separator + _json(_resource(subject, rows, prefixes))
        separator = ",\n"
    yield "\n]}\n"


def _safe_prefixes(statements: Iterable[Statement]) -> dict[str, str]:
    """Return the prefixes that no IRI at hand has as its scheme: `<skos:Concept>`, a frequent slip, must stay so."""
    schemes = set()
    for subject, predicate, node in statements:
        schemes.add(subject.partition(":")[0])
        schemes.add(predicate.partition(":")[0])
        schemes.add((node.datatype if isinstance(node, Literal) else node).partition(":")[0])
    return {prefix: iri for prefix, iri in PREFIXES.items() if prefix not in schemes}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _resource(subject: str, rows: Iterable[Statement], prefixes: Mapping[str, str]) -> dict[str, Any]:
    resource: dict[str, Any] = {"@id": subject}
    for _, predicate, node in dict.fromkeys(rows):
        if predicate == TYPE and isinstance(node, str) and ":" in node:  # else it might be one of the context's terms
            resource.setdefault("@type", []).append(_compact(node, prefixes))
        elif predicate in _TEXTS and isinstance(node, Literal) and not node.datatype:
            by_language = resource.setdefault(_TEXTS[predicate], {})
            by_language.setdefault(node.language or "@none", []).append(node.value)
        elif predicate in _LINKS and isinstance(node, str):
            resource.setdefault(_LINKS[predicate], []).append(node)
        else:
            resource.setdefault(_key(predicate, prefixes), []).append(_value(node))
    return resource


def _key(predicate: str, prefixes: Mapping[str, str]) -> str:
    if ":" not in predicate:
        raise Conflict(
            message("<{predicate}> cannot be written in JSON-LD: not an absolute IRI", predicate=predicate[:200]),
            predicate=predicate[:200],
        )
    return _compact(predicate, prefixes)


def _compact(iri: str, prefixes: Mapping[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and not iri[len(namespace) :].startswith("//"):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _value(node: Node) -> dict[str, str]:
    if not isinstance(node, Literal):
        return {"@id": node}
    if node.language:
        return {"@value": node.value, "@language": node.language}
    return {"@value": node.value, "@type": node.datatype} if node.datatype else {"@value": node.value}

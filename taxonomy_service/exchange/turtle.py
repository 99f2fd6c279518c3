"""Turtle out, in canonical order, so that a version control system shows readable differences."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal, Node, Statement
from taxonomy_service.domain.terms import PREFIXES, SKOS, TYPE
from taxonomy_service.exchange.ntriples import iri_term, literal_text
from taxonomy_service.exchange.skos_writer import scheme_statements

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w\-]*[\w])?", re.ASCII)
_DECLARATION = re.compile(r"^[ \t]*@?prefix[ \t]+([\w.\-]*):[ \t]*<([^<>\"{}|^`\\\s]*)>", re.IGNORECASE | re.MULTILINE)
_FIRST = [SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel", "notation", "definition", "scopeNote")]
_RANK = {predicate: place for place, predicate in enumerate([TYPE, *_FIRST])}


def turtle_chunks(scheme: ConceptScheme) -> Iterator[str]:
    """Yield the Turtle of a scheme, a subject at a time.

    Subjects come in the order of `scheme_statements`; predicates: the type, labels, notation, definition and scope
    note, then by IRI; objects: by language, then by text.
    """
    yield from _document(lambda: scheme_statements(scheme), namespace_of(scheme))


def concept_turtle(scheme: ConceptScheme, statements: Iterable[Statement]) -> str:
    """Return the Turtle of some statements with the prefixes of their scheme."""
    rows = list(statements)
    return "".join(_document(lambda: rows, namespace_of(scheme)))


def statements_turtle(statements: Iterable[Statement], declared: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the Turtle of any statements: subjects in the order in which they first come, prefixes as `declared`.

    `declared` leads from prefixes to namespaces; the well-known ones are added, and the empty one for the namespace of
    most subjects where that has none.
    """
    groups: dict[str, list[Statement]] = {}
    for row in statements:
        groups.setdefault(row.subject, []).append(row)
    rows = [row for group in groups.values() for row in group]
    return _document(lambda: rows, _most_frequent(groups), declared or {})


def declared_prefixes(text: str) -> dict[str, str]:
    """Return the prefixes that a Turtle text declares, each at the beginning of a line.

    >>> declared_prefixes("@prefix ex: <http://example.org/> .") | declared_prefixes("PREFIX : <http://x/>")
    {'ex': 'http://example.org/', '': 'http://x/'}
    """
    return {found[1]: found[2] for found in _DECLARATION.finditer(text)}


def namespace_of(scheme: ConceptScheme) -> str:
    """Return the namespace of most concepts' IRIs: what stands before the last `#` or `/`."""
    return _most_frequent(concept.iri for concept in scheme.concepts.values())


def _most_frequent(iris: Iterable[str]) -> str:
    counts = Counter(map(_namespace, iris))
    return min(counts, key=lambda namespace: (-counts[namespace], namespace), default="")


def _document(
    statements: Callable[[], Iterable[Statement]], namespace: str, declared: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if iri not in declared.values()} | dict(declared)
    if "/" in namespace and iri_term(namespace) == f"<{namespace}>" and namespace not in prefixes.values():
        prefixes.setdefault("", namespace)
    used = {_namespace(iri) for iri in _iris(statements()) if _LOCAL.fullmatch(iri, len(_namespace(iri)))}
    names = _Names({prefix: iri for prefix, iri in sorted(prefixes.items()) if iri in used})
    yield from (f"@prefix {prefix}: <{iri}> .\n" for iri, prefix in names.prefixes.items())
    for subject, rows in groupby(statements(), key=lambda row: row.subject):
        yield f"\n{_subject_block(names, subject, rows)}"


def _iris(statements: Iterable[Statement]) -> set[str]:
    """Return what is written as an IRI; `rdf:type` is written as `a`."""
    found: set[str] = set()
    for subject, predicate, node in statements:
        found.add(subject)
        if predicate != TYPE:
            found.add(predicate)
        if isinstance(node, str):
            found.add(node)
        elif not node.language:
            found.add(node.datatype)
    return found


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


class _Names:
    """How IRIs are written with the prefixes at hand."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.prefixes = {iri: prefix for prefix, iri in prefixes.items()}
        self.iri = lru_cache(maxsize=4096)(self._iri)

    def _iri(self, iri: str) -> str:
        namespace = _namespace(iri)
        prefix = self.prefixes.get(namespace)
        if prefix is not None and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
        return iri_term(iri)

    def node(self, node: Node) -> str:
        """Write any node."""
        if isinstance(node, str):
            return node if node.startswith("_:") else self.iri(node)
        text = literal_text(node.value)
        if node.language:
            return f"{text}@{node.language}"
        return f"{text}^^{self.iri(node.datatype)}" if node.datatype else text


def _subject_block(names: _Names, subject: str, rows: Iterable[Statement]) -> str:
    stated: dict[str, list[Node]] = {}
    for _, predicate, node in rows:
        stated.setdefault(predicate, []).append(node)
    parts = []
    for predicate in sorted(stated, key=lambda iri: (_RANK.get(iri, len(_RANK)), iri)):
        nodes = sorted(set(stated[predicate]), key=_object_order)
        verb = "a" if predicate == TYPE else names.iri(predicate)
        parts.append(f"{verb} " + ",\n        ".join(names.node(node) for node in nodes))
    return f"{names.node(subject)} " + " ;\n    ".join(parts) + " .\n"


def _object_order(node: Node) -> tuple[bool, LanguageTag | str, str, str]:
    if isinstance(node, Literal):
        return (True, node.language, node.value, node.datatype)
    return (False, "", node, "")

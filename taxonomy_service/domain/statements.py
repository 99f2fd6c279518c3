"""RDF statements as the domain keeps them: a resource is its IRI or `_:name`, a literal is a `Literal`.

What SKOS does not define is kept in this shape and comes out again on export.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, NewType, TypeAlias

from taxonomy_service.domain.language_tags import UNTAGGED, LanguageTag

Iri = NewType("Iri", str)

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Literal(NamedTuple):
    """A literal; `datatype` is the empty string for a plain or a language-tagged one."""

    value: str
    language: LanguageTag = UNTAGGED
    datatype: str = ""


Node: TypeAlias = str | Literal
"""An IRI, `_:name`, or a literal."""


class Property(NamedTuple):
    """What a resource states: a predicate's IRI and its object."""

    predicate: str
    object: Node


class Statement(NamedTuple):
    """A whole statement."""

    subject: str
    predicate: str
    object: Node


class StatementGroup(NamedTuple):
    """Statements with the same subject and predicate; the list of objects is the taker's to keep."""

    subject: str
    predicate: str
    objects: list[Node]


def grouped(statements: Iterable[Statement]) -> Iterator[StatementGroup]:
    """Yield each statement as a group of its own."""
    return (StatementGroup(subject, predicate, [node]) for subject, predicate, node in statements)


def is_blank(node: Node) -> bool:
    """Say whether the node is a blank node."""
    return isinstance(node, str) and node.startswith("_:")


def node_order(node: Node) -> tuple[bool, str, str, str]:
    """Sort key: resources before literals, then code point order."""
    if isinstance(node, Literal):
        return (True, node.value, node.language, node.datatype)
    return (False, node, "", "")

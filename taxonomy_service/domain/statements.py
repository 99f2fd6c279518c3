"""RDF statements as the domain keeps them: a resource is its IRI or `_:name`, a literal is a `Literal`.

What SKOS does not define is kept in this shape and comes out again on export.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, NewType, TypeAlias, overload

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


class TaggedTexts(Sequence[Literal]):
    """Literals with language tags, none empty, as two columns: an object for each costs as much as parsing it."""

    __slots__ = ("forms", "languages")

    def __init__(self, forms: list[str], languages: list[LanguageTag]) -> None:
        self.forms = forms
        self.languages = languages

    def __len__(self) -> int:
        return len(self.forms)

    def __iter__(self) -> Iterator[Literal]:
        return map(Literal, self.forms, self.languages)

    @overload
    def __getitem__(self, place: int) -> Literal: ...
    @overload
    def __getitem__(self, place: slice) -> "TaggedTexts": ...
    def __getitem__(self, place: int | slice) -> "Literal | TaggedTexts":
        if isinstance(place, slice):
            return TaggedTexts(self.forms[place], self.languages[place])
        return Literal(self.forms[place], self.languages[place])

    def extend(self, others: "TaggedTexts") -> None:
        """Put others behind these."""
        self.forms += others.forms
        self.languages += others.languages


Objects: TypeAlias = list[Node] | TaggedTexts
"""What a subject states by one predicate."""


class StatementGroup(NamedTuple):
    """Statements with the same subject and predicate; the objects are the taker's to keep."""

    subject: str
    predicate: str
    objects: Objects


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

"""Canonical N-Triples: the form that a release's hash is taken over.

Sorted lines, each statement once, the escapes of canonical N-Triples (RDF 1.2 N-Triples §4: controls too, which 1.1
leaves bare), language tags in the canonical case of BCP 47, blank nodes named by `exchange.blank_nodes`.
"""

import re
from collections.abc import Iterable

from taxonomy_service.domain.statements import Literal, Node, Statement

_ESCAPED = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff\ufffe\uffff]')
_NAMED_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_NOT_IN_IRI = re.compile('[\x00-\x20<>"{}|^`\\\\]')


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _NAMED_ESCAPES.get(character) or f"\\u{ord(character):04X}"


def iri_term(iri: str) -> str:
    r"""Return `<iri>`, with the characters that IRIREF forbids as `\uXXXX`."""
    if _NOT_IN_IRI.search(iri):
        iri = _NOT_IN_IRI.sub(lambda match: f"\\u{ord(match.group()):04X}", iri)
    return f"<{iri}>"


def literal_text(value: str) -> str:
    """Return the quoted and escaped text of a literal, without tag or datatype."""
    if value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return f'"{_ESCAPED.sub(_escape, value)}"'


def term(node: Node) -> str:
    r"""Return a node as an N-Triples term.

    >>> term(Literal('say "a"')), term("http://example.org/a")
    ('"say \\"a\\""', '<http://example.org/a>')
    """
    if isinstance(node, Literal):
        text = literal_text(node.value)
        if node.language:
            return f"{text}@{node.language}"
        return f"{text}^^{iri_term(node.datatype)}" if node.datatype else text
    return node if node.startswith("_:") else iri_term(node)


def line(statement: Statement) -> str:
    """Return a statement as a line without its line end."""
    subject, predicate, target = statement
    return f"{term(subject)} {iri_term(predicate)} {term(target)} ."


def canonical_text(statements: Iterable[Statement]) -> str:
    """Return the canonical N-Triples of statements whose blank nodes have their canonical names; each line is ended."""
    known = _Terms()
    lines = []
    for subject, predicate, target in statements:
        if isinstance(target, str):
            text = known[target]
        elif target.language:
            text = f"{literal_text(target.value)}@{target.language}"
        else:
            text = term(target)
        lines.append(f"{known[subject]} {known[predicate]} {text} .\n")
    lines.sort()  # nearly sorted already, since statements come by subject
    return "".join(dict.fromkeys(lines))


class _Terms(dict[str, str]):
    """The terms of resources, each made once: the same few stand in most statements."""

    def __missing__(self, node: str) -> str:
        made = self[node] = term(node)
        return made

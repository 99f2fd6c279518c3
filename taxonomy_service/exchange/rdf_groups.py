"""Parsed RDF as groups of statements: by subject and predicate, texts with language tags as columns."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.language_tags import UNTAGGED, LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import XSD_STRING, Literal, Node, StatementGroup, TaggedTexts
from taxonomy_service.domain.terms import RDF

_PLAIN = frozenset({XSD_STRING, RDF + "langString"})
_new = tuple.__new__  # NamedTuple's own __new__ costs as much as parsing


class _Texts(dict[str, LanguageTag]):
    """One text for each IRI and tag: held once, hashed once, and compared at a glance."""

    def __missing__(self, text: str) -> LanguageTag:
        self[text] = LanguageTag(text)
        return LanguageTag(text)


def groups_of(quads: Iterable[ox.Quad], name: str) -> Iterator[StatementGroup]:
    """Yield the statements of a file called `name`, in order, those that follow one another as one group.

    The names of named graphs are dropped. Raises UnreadableFile for what is no RDF 1.1, and whatever the parser raises.
    """
    texts, literal, resource = _Texts(), ox.Literal, ox.NamedNode
    subject, predicate, own, verb = None, None, "", ""
    forms: list[str] = []
    tags: list[LanguageTag] = []
    others: list[Node] = []
    for quad in quads:
        if quad.predicate != predicate or quad.subject != subject:
            if predicate is not None:
                yield _new(StatementGroup, (own, verb, others or TaggedTexts(forms, tags)))
            subject, predicate, forms, tags, others = quad.subject, quad.predicate, [], [], []
            own, verb = texts[_resource(subject, name)], texts[predicate.value]
        target = quad.object
        if type(target) is literal and not others and (tag := target.language):
            forms.append(target.value)
            tags.append(texts[tag])
            continue
        if forms:
            others, forms, tags = [*TaggedTexts(forms, tags)], [], []
        if type(target) is resource and (iri := target.value)[:2] != "_:":
            others.append(texts[iri])
        else:
            others.append(_node(target, texts, name))
    if predicate is not None:
        yield _new(StatementGroup, (own, verb, others or TaggedTexts(forms, tags)))


def _node(target: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, texts: _Texts, name: str) -> Node:
    if not isinstance(target, ox.Literal):
        return texts[_resource(target, name)]
    if target.language:
        return Literal(target.value, texts[target.language])
    datatype = target.datatype.value
    return Literal(target.value, UNTAGGED, "" if datatype in _PLAIN else texts[datatype])


def _resource(node: ox.NamedNode | ox.BlankNode | ox.Triple, name: str) -> str:
    """Return an IRI, or `_:name` of a blank node; the parser, being lenient, lets `<_:x>` pass, which is neither."""
    if isinstance(node, ox.NamedNode):
        iri = node.value
        if iri[:2] == "_:":
            reason = message("<{iri}> is not an IRI; a blank node is written without angle brackets", iri=iri[:60])
            raise UnreadableFile(name, reason)
        return iri
    if isinstance(node, ox.Triple):
        raise UnreadableFile(name, message("a statement about a statement (RDF 1.2 triple term) cannot be kept"))
    return f"_:{node.value}"

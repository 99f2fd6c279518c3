"""RDF/XML out, a subject at a time."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from taxonomy_service.domain.errors import Conflict
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal, Node
from taxonomy_service.domain.terms import PREFIXES, RDF
from taxonomy_service.exchange.skos_writer import scheme_statements

_NAME_START = (  # XML 1.0 §2.3, without the colon
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LOCAL_NAME = re.compile(rf"[{_NAME_START}][{_NAME_START}\-.0-9\xb7\u0300-\u036f\u203f-\u2040]*\Z")
_SYNTAX_NAMES = frozenset(  # RDF/XML §5.1: as a property element they mean, or are, something else
    RDF + name for name in ("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "bagID", "aboutEach")
) | {RDF + "aboutEachPrefix", RDF + "Description", RDF + "li"}
_XML_NAMESPACES = ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rdfxml_chunks(scheme: ConceptScheme) -> Iterator[str]:
    """Yield the RDF/XML of a scheme.

    Raises Conflict where a statement cannot be written: a predicate whose IRI ends in no XML name, or a text with
    characters that XML 1.0 forbids.
    """
    prefixes = {iri: prefix for prefix, iri in PREFIXES.items()}
    declared = "".join(f"\n    xmlns:{prefix}={quoteattr(iri)}" for iri, prefix in prefixes.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'
    for subject, rows in groupby(scheme_statements(scheme), key=lambda row: row.subject):
        lines = [f"  <rdf:Description {_reference('about', subject)}>"]
        lines += [f"    {_property(prefixes, predicate, node)}" for _, predicate, node in dict.fromkeys(rows)]
        yield "\n".join([*lines, "  </rdf:Description>\n"])
    yield "</rdf:RDF>\n"


def refuse_unwritable(scheme: ConceptScheme) -> None:
    """Raise Conflict where `rdfxml_chunks` would, without writing anything."""
    for subject, predicate, node in scheme_statements(scheme):
        _xml_text(subject)
        _qualified(_xml_text(predicate))
        for text in (node.value, node.datatype) if isinstance(node, Literal) else (node,):
            _xml_text(text)


def _reference(attribute: str, node: str) -> str:
    if node.startswith("_:"):
        return f'rdf:nodeID="{node[2:]}"'
    return f"rdf:{attribute}={quoteattr(_xml_text(node))}"


def _property(prefixes: dict[str, str], predicate: str, node: Node) -> str:
    namespace, local = _qualified(predicate)
    prefix = prefixes.get(namespace)
    name = f"{prefix}:{local}" if prefix else f"ns:{local}"
    declared = "" if prefix else f" xmlns:ns={quoteattr(_xml_text(namespace))}"
    if not isinstance(node, Literal):
        return f"<{name}{declared} {_reference('resource', node)}/>"
    if node.language:
        declared += f" xml:lang={quoteattr(node.language)}"
    elif node.datatype:
        declared += f" rdf:datatype={quoteattr(_xml_text(node.datatype))}"
    return f"<{name}{declared}>{escape(_xml_text(node.value), {chr(13): '&#13;'})}</{name}>"


@lru_cache(maxsize=1024)
def _qualified(predicate: str) -> tuple[str, str]:
    """Split a predicate's IRI into a namespace and an XML name."""
    match = _LOCAL_NAME.search(predicate)
    if match is None or match.start() == 0 or predicate in _SYNTAX_NAMES or predicate.startswith(_XML_NAMESPACES):
        reason = message("its IRI does not end in an XML name, or is reserved")
        raise Conflict(
            message("<{predicate}> cannot be written in RDF/XML: {reason}", predicate=predicate[:200], reason=reason),
            predicate=predicate[:200],
        )
    return predicate[: match.start()], match.group()


def _xml_text(text: str) -> str:
    fault = None if text.isprintable() else _NOT_XML.search(text)  # XML lets all that can be printed pass
    if fault is not None:
        raise Conflict(
            message(
                "{given} cannot be written in RDF/XML: XML forbids {character}",
                given=Given(text[:60]),
                character=f"U+{ord(fault.group()):04X}",
            ),
            text=text[:200],
        )
    return text

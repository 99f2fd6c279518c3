"""RDF/XML out, a subject at a time."""

import re
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from taxonomy_service.domain.errors import Conflict
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal, Node
from taxonomy_service.domain.terms import PREFIXES
from taxonomy_service.exchange.skos_writer import scheme_statements

_LOCAL_NAME = re.compile(r"[A-Za-z_][\w.\-]*$", re.ASCII)
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


def _reference(attribute: str, node: str) -> str:
    if node.startswith("_:"):
        return f'rdf:nodeID="{node[2:]}"'
    return f"rdf:{attribute}={quoteattr(_xml_text(node))}"


def _property(prefixes: dict[str, str], predicate: str, node: Node) -> str:
    match = _LOCAL_NAME.search(predicate)
    if match is None:
        raise Conflict(
            f"<{predicate}> cannot be written in RDF/XML: its IRI does not end in an XML name", predicate=predicate
        )
    namespace = predicate[: match.start()]
    prefix = prefixes.get(namespace)
    name = f"{prefix}:{match.group()}" if prefix else f"ns:{match.group()}"
    declared = "" if prefix else f" xmlns:ns={quoteattr(namespace)}"
    if not isinstance(node, Literal):
        return f"<{name}{declared} {_reference('resource', node)}/>"
    if node.language:
        declared += f' xml:lang="{node.language}"'
    elif node.datatype:
        declared += f" rdf:datatype={quoteattr(node.datatype)}"
    return f"<{name}{declared}>{escape(_xml_text(node.value), {chr(13): '&#13;'})}</{name}>"


def _xml_text(text: str) -> str:
    fault = _NOT_XML.search(text)
    if fault is not None:
        raise Conflict(
            f"{text[:60]!r} cannot be written in RDF/XML: XML forbids U+{ord(fault.group()):04X}", text=text[:200]
        )
    return text

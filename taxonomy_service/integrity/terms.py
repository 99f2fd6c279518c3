"""Checks of the terms of SKOS that a vocabulary uses, and of what stands in their places."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import UNTAGGED
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.checks import Check, Fault, Parameters
from taxonomy_service.integrity.schema import SUB_CLASS_OF, SUB_PROPERTY_OF
from taxonomy_service.integrity.view import LABEL_PROPERTIES, XL_LABEL_PROPERTIES, View

_SKOS_FAMILY: Final = ("http://www.w3.org/2004/02/skos/", "http://www.w3.org/2008/05/skos")
_CORE: Final = (
    "Collection Concept ConceptScheme OrderedCollection altLabel broadMatch broader broaderTransitive changeNote "
    "closeMatch definition editorialNote exactMatch example hasTopConcept hiddenLabel historyNote inScheme "
    "mappingRelation member memberList narrowMatch narrower narrowerTransitive notation note prefLabel related "
    "relatedMatch scopeNote semanticRelation topConceptOf"
)
_XL: Final = "Label altLabel hiddenLabel labelRelation literalForm prefLabel"
_REMOVED: Final = (
    "symbol prefSymbol altSymbol CollectableProperty subject isSubjectOf primarySubject isPrimarySubjectOf "
    "subjectIndicator"
)
_DEFINED: Final = frozenset(
    {terms.SKOS + name for name in _CORE.split()} | {terms.SKOSXL + name for name in _XL.split()}
)
_REMOVED_TERMS: Final = frozenset(terms.SKOS + name for name in _REMOVED.split())
_NAMES: Final = {iri.rpartition("#")[2].lower(): iri for iri in sorted(_DEFINED, reverse=True)}
_MOST_SHOWN: Final = 10
_NAMING: Final = (terms.TYPE, SUB_CLASS_OF, SUB_PROPERTY_OF)
_TO_RESOURCES: Final = (
    terms.SKOS + "semanticRelation",
    terms.SKOS + "inScheme",
    terms.SKOS + "hasTopConcept",
    terms.MEMBER,
    terms.MEMBER_LIST,
    terms.SKOSXL + "labelRelation",
    *XL_LABEL_PROPERTIES.values(),
)


def undefined_terms(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the properties and classes in the namespaces of SKOS that it does not define; one finding for each."""
    for term, rows in _used(view).items():
        if term not in _DEFINED and term not in _REMOVED_TERMS and term not in {terms.SKOS, terms.SKOSXL}:
            near = _nearest(term)
            if near:
                told = message(
                    "SKOS does not define {term}; {near} seems to be meant ({count} statements)",
                    term=term,
                    near=near,
                    count=len(rows),
                )
            else:
                told = message("SKOS does not define {term} ({count} statements)", term=term, count=len(rows))
            yield Fault(term, told, tuple(rows[:_MOST_SHOWN]))


def removed_terms(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the properties and classes that were removed from SKOS before it became a Recommendation (Appendix D)."""
    for term, rows in _used(view).items():
        if term in _REMOVED_TERMS:
            told = message("{term} was removed from SKOS in 2009 ({count} statements)", term=term, count=len(rows))
            yield Fault(term, told, tuple(rows[:_MOST_SHOWN]))


def _used(view: View) -> Mapping[str, Sequence[Statement]]:
    """Return the terms of the SKOS family that stand as predicates, as types, or above others in declarations."""
    found: dict[str, list[Statement]] = {
        predicate: list(rows) for predicate, rows in view.by_predicate.items() if predicate.startswith(_SKOS_FAMILY)
    }
    for predicate in _NAMING:
        for row in view.by_predicate.get(predicate, ()):
            if isinstance(row[2], str) and row[2].startswith(_SKOS_FAMILY):
                found.setdefault(row[2], []).append(row)
    return found


def _nearest(term: str) -> str | None:
    """Return the defined term with nearly the same name, if any."""
    name = term.replace("#", "/").rpartition("/")[2].lower()
    close = get_close_matches(name, _NAMES, n=1, cutoff=0.8)
    return _NAMES[close[0]] if close else None


def literals_for_resources(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the literals where SKOS wants a resource: in relations, memberships and links to label resources."""
    for name in _TO_RESOURCES:
        for row in view.stated(name):
            node = row[2]
            if isinstance(node, Literal):
                told = message(
                    "{relation} of {resource} leads to the text {value}, not to a resource",
                    relation=_local(row.predicate),
                    resource=view.label_of(row.subject),
                    value=node,
                )
                yield Fault(row.subject, told, (row,), (row.predicate,), node.language, node.value)


def resources_for_literals(view: View, _: Parameters) -> Iterator[Fault]:
    """Find the resources and typed literals where SKOS wants a plain text: in labels and literal forms (S12, S51)."""
    for row in _misplaced(view):
        node = row[2]
        if isinstance(node, str):
            told = message(
                "{relation} of {resource} is a resource, not a text",
                relation=_local(row.predicate),
                resource=view.label_of(row.subject),
            )
            yield Fault(row.subject, told, (row,), (row.predicate, node))
        else:
            told = message(
                "{relation} of {resource} has the datatype {datatype}; a label has a language instead",
                relation=_local(row.predicate),
                resource=view.label_of(row.subject),
                datatype=node.datatype,
            )
            yield Fault(row.subject, told, (row,), (row.predicate,), label=node.value)


def _misplaced(view: View) -> Iterator[Statement]:
    """Yield labels and literal forms that are resources or typed, and notations that are resources."""
    yield from (row for _, row in view.resource_labels)
    for kind in LABEL_PROPERTIES:
        yield from (row for row in view.labels.get((kind, UNTAGGED), ()) if row[2][2])
    for row in view.stated(terms.LITERAL_FORM):
        if isinstance(row[2], str) or row[2].datatype:
            yield row
    yield from (row for row in view.stated(terms.NOTATION) if isinstance(row[2], str))


def _local(predicate: str) -> str:
    return predicate.replace("#", "/").rpartition("/")[2]


# fmt: off
CHECKS = (
    Check(
        "Q019", message("Undefined SKOS term"), Severity.ERROR,
        message("No tool knows a property that SKOS does not define; what it says is lost without a warning."),
        undefined_terms, qskos="usr",
    ),
    Check(
        "Q020", message("Removed SKOS term"), Severity.WARNING,
        message("Terms of the drafts before 2009 are no part of SKOS any more, and tools do not read them."),
        removed_terms, qskos="usr",
    ),
    Check(
        "Q027", message("Text in place of a resource"), Severity.ERROR,
        message("A relation to a text leads to no concept; tools drop it or fail."),
        literals_for_resources,
    ),
    Check(
        "Q028", message("Resource or typed literal in place of a text"), Severity.ERROR,
        message("A label that is not a text with a language is shown by no tool, and found by no search."),
        resources_for_literals, skos="S12: labels are RDF plain literals; S51: so are literal forms",
    ),
)

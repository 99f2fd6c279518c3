"""What properties and classes entail: the axioms of SKOS and SKOS-XL, and those that a vocabulary declares itself."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from taxonomy_service.domain import terms
from taxonomy_service.domain.statements import Statement

_SKOS, _XL, _RDFS, _OWL = terms.SKOS, terms.SKOSXL, terms.RDFS, terms.OWL

SUB_PROPERTY_OF: Final = _RDFS + "subPropertyOf"
SUB_CLASS_OF: Final = _RDFS + "subClassOf"
DOMAIN: Final = _RDFS + "domain"
RANGE: Final = _RDFS + "range"
INVERSE_OF: Final = _OWL + "inverseOf"
EQUIVALENT_PROPERTY: Final = _OWL + "equivalentProperty"
EQUIVALENT_CLASS: Final = _OWL + "equivalentClass"
SYMMETRIC: Final = _OWL + "SymmetricProperty"

_SUB_PROPERTIES: Final = {
    "topConceptOf": "inScheme",
    "changeNote": "note",
    "definition": "note",
    "editorialNote": "note",
    "example": "note",
    "historyNote": "note",
    "scopeNote": "note",
    "broaderTransitive": "semanticRelation",
    "narrowerTransitive": "semanticRelation",
    "related": "semanticRelation",
    "broader": "broaderTransitive",
    "narrower": "narrowerTransitive",
    "mappingRelation": "semanticRelation",
    "closeMatch": "mappingRelation",
    "exactMatch": "closeMatch",
}
_SECOND_SUB_PROPERTIES: Final = (
    ("broadMatch", "mappingRelation"),
    ("broadMatch", "broader"),
    ("narrowMatch", "mappingRelation"),
    ("narrowMatch", "narrower"),
    ("relatedMatch", "mappingRelation"),
    ("relatedMatch", "related"),
)
_INVERSES: Final = (
    ("hasTopConcept", "topConceptOf"),
    ("broader", "narrower"),
    ("broaderTransitive", "narrowerTransitive"),
    ("broadMatch", "narrowMatch"),
)
_SYMMETRIC: Final = ("related", "relatedMatch", "closeMatch", "exactMatch")

# fmt: off
AXIOMS: Final[tuple[Statement, ...]] = (
    *(Statement(_SKOS + one, SUB_PROPERTY_OF, _SKOS + other) for one, other in _SUB_PROPERTIES.items()),  # S6 S17 S22 …
    *(Statement(_SKOS + one, SUB_PROPERTY_OF, _SKOS + other) for one, other in _SECOND_SUB_PROPERTIES),  # S40 S41
    *(Statement(_SKOS + one, INVERSE_OF, _SKOS + other) for one, other in _INVERSES),  # S8 S25 S26 S43
    *(Statement(_SKOS + one, terms.TYPE, SYMMETRIC) for one in _SYMMETRIC),  # S23 S44
    Statement(_XL + "labelRelation", terms.TYPE, SYMMETRIC),  # S62
    Statement(terms.ORDERED_COLLECTION, SUB_CLASS_OF, terms.COLLECTION),  # S29
    Statement(_SKOS + "inScheme", RANGE, terms.CONCEPT_SCHEME),  # S4
    Statement(_SKOS + "hasTopConcept", DOMAIN, terms.CONCEPT_SCHEME),  # S5
    Statement(_SKOS + "hasTopConcept", RANGE, terms.CONCEPT),  # S6
    Statement(_SKOS + "semanticRelation", DOMAIN, terms.CONCEPT),  # S19
    Statement(_SKOS + "semanticRelation", RANGE, terms.CONCEPT),  # S20
    Statement(terms.MEMBER, DOMAIN, terms.COLLECTION),  # S31
    Statement(terms.MEMBER_LIST, DOMAIN, terms.ORDERED_COLLECTION),  # S33
    *(Statement(_XL + kind, RANGE, terms.XL_LABEL) for kind in ("prefLabel", "altLabel", "hiddenLabel")),  # S54
    Statement(terms.LITERAL_FORM, DOMAIN, terms.XL_LABEL),  # S50
    Statement(_XL + "labelRelation", DOMAIN, terms.XL_LABEL),  # S60
    Statement(_XL + "labelRelation", RANGE, terms.XL_LABEL),  # S61
)
# fmt: on
_DECLARING: Final = (SUB_PROPERTY_OF, EQUIVALENT_PROPERTY, INVERSE_OF, SUB_CLASS_OF, EQUIVALENT_CLASS, DOMAIN, RANGE)

Declarations = tuple[Statement, ...]


class Reading(NamedTuple):
    """A predicate whose statements entail a property's, read from object to subject where `reversed`."""

    predicate: str
    reversed: bool


class Schema:
    """The entailments between properties and between classes; of a file's declarations, those used are named."""

    def __init__(self, by_predicate: Mapping[str, Iterable[Statement]]) -> None:
        declared = [row for predicate in _DECLARING for row in by_predicate.get(predicate, ())]
        declared += [row for row in by_predicate.get(terms.TYPE, ()) if row.object == SYMMETRIC]
        self._own = frozenset(declared)
        self._entailing: dict[str, list[tuple[str, bool, Statement]]] = defaultdict(list)
        self._narrower_classes: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
        self._known: dict[str, Mapping[Reading, Declarations]] = {}
        self.domains: list[Statement] = []
        self.ranges: list[Statement] = []
        for row in (*AXIOMS, *declared):
            if isinstance(row.object, str):
                self._take(row, row.object)

    def _take(self, row: Statement, target: str) -> None:
        subject, predicate, _ = row
        if predicate in {SUB_PROPERTY_OF, EQUIVALENT_PROPERTY}:
            self._entailing[target].append((subject, False, row))
        if predicate == EQUIVALENT_PROPERTY:
            self._entailing[subject].append((target, False, row))
        elif predicate == INVERSE_OF:
            self._entailing[target].append((subject, True, row))
            self._entailing[subject].append((target, True, row))
        elif predicate == terms.TYPE:
            self._entailing[subject].append((subject, True, row))
        else:
            self._take_class(row, target)

    def _take_class(self, row: Statement, target: str) -> None:
        subject, predicate, _ = row
        if predicate in {SUB_CLASS_OF, EQUIVALENT_CLASS}:
            self._narrower_classes[target].append((subject, row))
        if predicate == EQUIVALENT_CLASS:
            self._narrower_classes[subject].append((target, row))
        elif predicate == DOMAIN:
            self.domains.append(row)
        elif predicate == RANGE:
            self.ranges.append(row)

    def readings(self, property: str) -> Mapping[Reading, Declarations]:  # noqa: A002
        """Return what entails a property: itself, its sub-properties, and inverses (transitivity left out).

        Each with the vocabulary's own declarations that lead there.
        """
        if property not in self._known:
            start = Reading(property, False)
            found: dict[Reading, Declarations] = {start: ()}
            waiting = deque([start])
            while waiting:
                current = waiting.popleft()
                for predicate, turned, row in self._entailing.get(current.predicate, ()):
                    following = Reading(predicate, current.reversed != turned)
                    if following not in found:
                        found[following] = (*found[current], *self.declared(row))
                        waiting.append(following)
            self._known[property] = found
        return self._known[property]

    def classes_below(self, wanted: str) -> Mapping[str, Declarations]:
        """Return a class and all its sub-classes, each with the vocabulary's own declarations that lead there."""
        found: dict[str, Declarations] = {wanted: ()}
        waiting = deque([wanted])
        while waiting:
            current = waiting.popleft()
            for narrower, row in self._narrower_classes.get(current, ()):
                if narrower not in found:
                    found[narrower] = (*found[current], *self.declared(row))
                    waiting.append(narrower)
        return found

    def declared(self, row: Statement) -> Declarations:
        """Return the statement where the vocabulary itself states it, nothing where SKOS does."""
        return (row,) if row in self._own else ()

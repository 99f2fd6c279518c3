"""The conditions against an oracle: a naive fixpoint of all rules over small random graphs."""

import itertools
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import MappingKind, RelationKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.schema import (
    AXIOMS,
    DOMAIN,
    INVERSE_OF,
    RANGE,
    SUB_CLASS_OF,
    SUB_PROPERTY_OF,
    SYMMETRIC,
)
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View
from tests.integrity.conftest import MakeView

SKOS = terms.SKOS
Triple = tuple[object, object, object]
_TRANSITIVE = {SKOS + name for name in ("broaderTransitive", "narrowerTransitive", "exactMatch")}


def _step(known: set[Triple]) -> Iterable[Triple]:
    for row, rule in itertools.product(known, known):
        yield from _relations(row, rule)
        yield from _types(row, rule)


def _relations(row: Triple, rule: Triple) -> Iterable[Triple]:
    (s, p, o), (a, b, c) = row, rule
    if b == SUB_PROPERTY_OF and a == p:
        yield (s, c, o)
    if b == INVERSE_OF and p in {a, c}:
        yield (o, c if p == a else a, s)
    if c == SYMMETRIC and a == p:
        yield (o, p, s)
    if p in _TRANSITIVE and b == p and a == o:
        yield (s, p, c)


def _types(row: Triple, rule: Triple) -> Iterable[Triple]:
    (s, p, o), (a, b, c) = row, rule
    if a == p and b in {DOMAIN, RANGE}:
        yield (s if b == DOMAIN else o, terms.TYPE, c)
    if b == SUB_CLASS_OF and p == terms.TYPE and o == a:
        yield (s, terms.TYPE, c)


def _fixpoint(stated: Iterable[Triple]) -> set[Triple]:
    known: set[Triple] = {*AXIOMS, *stated}
    while True:
        more = set(_step(known)) - known
        if not more:
            return known
        known |= more


def _expected(stated: Iterable[Triple]) -> set[str]:
    known = _fixpoint(stated)
    types: dict[object, set[object]] = {}
    for s, p, o in known:
        if p == terms.TYPE:
            types.setdefault(s, set()).add(o)
    pairs = {
        name: {(s, o) for s, p, o in known if p == SKOS + name and s != o}
        for name in ("related", "broaderTransitive", "exactMatch", "broadMatch", "relatedMatch")
    }
    found = set()
    if any({terms.CONCEPT, terms.CONCEPT_SCHEME} <= own for own in types.values()):
        found.add("S9")
    if any(terms.COLLECTION in own and own & {terms.CONCEPT, terms.CONCEPT_SCHEME} for own in types.values()):
        found.add("S37")
    if pairs["related"] & pairs["broaderTransitive"]:
        found.add("S27")
    if pairs["exactMatch"] & (pairs["broadMatch"] | pairs["relatedMatch"]):
        found.add("S46")
    return found


_NAMES = [f"http://x/{letter}" for letter in "abcd"]
_PROPERTIES = ["http://x/p"]
_PROPERTIES += [SKOS + kind for kind in (*RelationKind, *MappingKind, "hasTopConcept")]
_link = st.builds(Statement, st.sampled_from(_NAMES), st.sampled_from(_PROPERTIES), st.sampled_from(_NAMES))
_type = st.builds(
    Statement,
    st.sampled_from(_NAMES),
    st.just(terms.TYPE),
    st.sampled_from([terms.CONCEPT, terms.CONCEPT_SCHEME, terms.COLLECTION, terms.ORDERED_COLLECTION]),
)
_declared = st.builds(
    Statement, st.just("http://x/p"), st.sampled_from([SUB_PROPERTY_OF, INVERSE_OF]), st.sampled_from(_PROPERTIES[1:])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(_link, _link, _link, _type, _declared), max_size=6))
def test_conditions_are_broken_just_where_a_fixpoint_of_all_rules_says_so(rows: list[Statement]) -> None:
    conditions = {"S9", "S27", "S37", "S46"}
    found = {finding.code for finding in run_checks(View(rows), CHECKS, only=conditions).findings}
    assert found == _expected(rows)


def test_the_axioms_are_those_of_the_reference() -> None:
    named = {row.subject for row in AXIOMS} | {str(row.object) for row in AXIOMS}
    assert SKOS + "exactMatch" in named
    inverse = {frozenset((row.subject, row.object)) for row in AXIOMS if row.predicate == INVERSE_OF}
    assert len(inverse) == 4
    assert len(set(AXIOMS)) == len(AXIOMS)


def test_premises_name_the_declarations_that_lead_to_a_property(make_view: MakeView) -> None:
    view = make_view(":partOf rdfs:subPropertyOf :in . :in owl:equivalentProperty skos:broader . :a :partOf :b .")
    row = view.edges(SKOS + "broaderTransitive")["http://x/a"]["http://x/b"]
    assert [one.predicate for one in view.premises(row, SKOS + "broaderTransitive")] == [
        "http://x/partOf",
        terms.OWL + "equivalentProperty",
        SUB_PROPERTY_OF,
    ]


def test_literals_stand_in_no_edge_but_are_stated(make_view: MakeView) -> None:
    view = make_view(':a skos:broader "Schuh"@de, :b .')
    assert list(view.edges(SKOS + "broader")["http://x/a"]) == ["http://x/b"]
    assert Literal("Schuh", LanguageTag("de")) in [row.object for row in view.stated(SKOS + "broader")]


def test_declarations_that_run_in_circles_end(make_view: MakeView) -> None:
    rings = ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p, skos:related . :c rdfs:subClassOf :d . :d rdfs:subClassOf :c ."
    view = make_view(rings + " :a :p :b ; a :c .")
    assert "http://x/a" in view.edges(SKOS + "related")["http://x/b"]
    assert view.instances("http://x/d").keys() == {"http://x/a"}


def test_all_statements_are_kept_as_they_are_written(make_view: MakeView) -> None:
    view = make_view(':a skos:prefLabel "x"@en ; :unknown "y" .')
    assert view.count == len(list(view)) == 2
    assert set(itertools.chain.from_iterable(view.by_subject.values())) == set(view)

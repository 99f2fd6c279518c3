import re
from pathlib import Path

import pytest

from taxonomy_service.domain import terms
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View
from tests.integrity.conftest import DATA, Find, view_of_file

EXAMPLES = DATA / "skos-reference"
CONDITIONS = {code for code in CHECKS if code.startswith("S")}


def _examples(what: str) -> list[Path]:
    return sorted(path for path in EXAMPLES.iterdir() if re.fullmatch(rf"\d\d-{what}\.ttl", path.name))


def _broken(view: View) -> list[str]:
    return [finding.code for finding in run_checks(view, CHECKS, only=CONDITIONS).findings]


def test_there_are_as_many_examples_as_in_the_recommendation() -> None:
    core = [path for path in _examples(r"inconsistent-S\d+") if path.name < "75"]
    assert len(core) == 16
    assert len([path for path in _examples("consistent") if path.name < "75"]) == 35
    assert len(_examples(r"inconsistent-S\d+")) == 24
    assert len(_examples("consistent")) == 40


@pytest.mark.parametrize("path", _examples(r"inconsistent-S\d+"), ids=lambda path: path.stem)
def test_inconsistent_examples_break_just_the_condition_they_are_about(path: Path) -> None:
    assert _broken(view_of_file(path)) == [path.stem.rpartition("-")[2]]


@pytest.mark.parametrize("path", _examples("(?:consistent|entailment|non-entailment)"), ids=lambda path: path.stem)
def test_no_other_example_breaks_any(path: Path) -> None:
    assert _broken(view_of_file(path)) == []


def _entails(view: View, row: Statement) -> bool:
    subject, predicate, node = row
    if predicate == terms.TYPE:
        return subject in view.instances(str(node))
    if isinstance(node, Literal):
        kind = view.label_kinds[predicate]
        return any((one.subject, one.object) == (subject, node) for one in view.labels.get((kind, node.language), ()))
    if predicate == terms.MEMBER:
        return node in view.members.get(subject, {})
    if node in view.edges(predicate).get(subject, {}):
        return True
    if predicate == terms.SKOS + "broaderTransitive":
        return view.ancestry.leads(subject, node)
    exact = predicate in {terms.SKOS + "exactMatch", terms.SKOS + "closeMatch"}
    direct = view.edges(terms.SKOS + "exactMatch")
    return exact and (subject in direct and view.matching.connects(subject, node))


@pytest.mark.parametrize("path", _examples("entailed"), ids=lambda path: path.stem)
def test_entailed_statements_are_seen(path: Path) -> None:
    view = view_of_file(path.with_name(path.name.replace("entailed", "entailment")))
    assert [row for row in view_of_file(path) if not _entails(view, row)] == []


@pytest.mark.parametrize("path", _examples("not-entailed"), ids=lambda path: path.stem)
def test_what_does_not_follow_is_not_seen(path: Path) -> None:
    view = view_of_file(path.with_name(path.name.replace("not-entailed", "non-entailment")))
    assert [row for row in view_of_file(path) if _entails(view, row)] == []


def test_a_vocabularys_own_properties_and_classes_entail_what_it_declares(find: Find) -> None:
    own = ":partOf rdfs:subPropertyOf skos:broader . :hasPart owl:inverseOf :partOf . :seeAlso rdfs:subPropertyOf skos:related ."
    (finding,) = find("S27", own + " :wheel :seeAlso :car . :car :hasPart :axle . :axle :hasPart :wheel .")
    assert (finding.subject, finding.related) == ("http://x/wheel", ("http://x/car",))
    assert len(finding.proof) == 6  # three links, each with the declarations that make it a SKOS relation
    (finding,) = find(
        "S13", ':official rdfs:subPropertyOf skos:prefLabel . :a :official "Schuh"@de ; skos:altLabel "Schuh"@de .'
    )
    assert (finding.label, finding.language) == ("Schuh", "de")
    (finding,) = find("S9", ":Topic rdfs:subClassOf skos:Concept . :a a :Topic . :b skos:inScheme :a .")
    assert [row.predicate.rpartition("#")[2] for row in finding.proof] == ["type", "subClassOf", "inScheme"]


def test_a_concept_typed_three_ways_breaks_each_condition_once(find: Find) -> None:
    body = ":a a skos:Concept, skos:Collection, skos:ConceptScheme ."
    assert [finding.subject for finding in find("S9", body)] == ["http://x/a"]
    assert len(find("S37", body)) == 2


def test_exact_matches_are_followed_over_other_vocabularies(find: Find) -> None:
    body = ":a skos:exactMatch <http://y/b> . <http://z/c> skos:exactMatch <http://y/b> . <http://z/c> skos:narrowMatch :a ."
    (finding,) = find("S46", body)
    assert {finding.subject, *finding.related} == {"http://x/a", "http://z/c"}
    assert len(finding.proof) == 3


def test_self_references_break_no_condition(find: Find) -> None:
    body = ":a skos:broader :a ; skos:related :a ; skos:exactMatch :b ; skos:broadMatch :a ; skos:relatedMatch :a ."
    assert find("S27", body) == find("S46", body) == []


def test_a_scheme_cannot_be_a_member_even_of_a_list(find: Find) -> None:
    (finding,) = find("S37", ":s a skos:ConceptScheme . :c a skos:OrderedCollection ; skos:memberList ( :a :s ) .")
    assert (finding.subject, finding.related) == ("http://x/s", ("http://x/c",))

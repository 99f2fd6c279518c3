from taxonomy_service.domain.findings import Severity
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from tests.integrity.conftest import Find, MakeView


def test_mappings_and_self_references_save_no_orphan(find: Find) -> None:
    body = ":a skos:broader :b . :c a skos:Concept ; skos:exactMatch :a ; skos:related :c ."
    assert [finding.subject for finding in find("Q002", body)] == ["http://x/c"]


def test_a_flat_list_has_no_orphans_and_says_that_it_was_not_checked(make_view: MakeView) -> None:
    done = run_checks(make_view(":a a skos:Concept . :b a skos:Concept ."), CHECKS, only={"Q002"})
    assert done.findings == ()
    assert [gap.quantity for gap in done.gaps if gap.code == "Q002"] == [2]


def test_trees_under_the_top_concepts_of_one_scheme_hang_together(find: Find) -> None:
    trees = ":a skos:broader :b . :c skos:broader :d . "
    assert [finding.subject for finding in find("Q003", trees)] == ["http://x/d"]
    assert find("Q003", trees + ":s skos:hasTopConcept :b, :d .") == []
    assert len(find("Q003", trees + ":s skos:hasTopConcept :b . :t skos:hasTopConcept :d .")) == 1


def test_a_cluster_names_its_uppermost_concept_and_all_its_members(find: Find) -> None:
    body = ":a skos:broader :b . :b skos:broader :c . :c skos:broader :d . :p skos:broader :z . :q skos:broader :z ."
    (finding,) = find("Q003", body)
    assert (finding.subject, finding.related) == ("http://x/z", ("http://x/p", "http://x/q"))
    assert len(finding.proof) == 2


def test_an_orphan_that_people_find_among_the_top_concepts_is_less_grave(find: Find) -> None:
    body = ":a skos:broader :b . :c a skos:Concept ; skos:topConceptOf :s . :d a skos:Concept ."
    assert {one.subject: one.severity for one in find("Q002", body)} == {
        "http://x/c": Severity.INFO,
        "http://x/d": Severity.WARNING,
    }

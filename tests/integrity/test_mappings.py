from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from tests.integrity.conftest import Find, MakeView


def test_mappings_to_concepts_elsewhere_are_counted_as_not_checked(make_view: MakeView) -> None:
    body = (
        ":a skos:prefLabel 'a'@en ; skos:exactMatch <http://y/1>, <http://y/2>, :gone ; skos:broadMatch <http://y/1> ."
    )
    done = run_checks(make_view(body), CHECKS, only={"Q016"})
    assert [finding.related for finding in done.findings] == [("http://x/gone",)]
    assert [gap.quantity for gap in done.gaps if gap.code == "Q016"] == [2]


def test_concepts_of_one_scheme_that_meet_over_two_other_vocabularies_clash(find: Find) -> None:
    body = """:a skos:inScheme :s ; skos:exactMatch <http://y/1> . <http://y/1> skos:exactMatch <http://z/1> .
    <http://z/1> skos:exactMatch :b . :b skos:topConceptOf :s . :c skos:exactMatch <http://z/1> ."""
    (finding,) = find("Q017", body)
    assert (finding.subject, finding.related) == ("http://x/a", ("http://x/b",))
    assert len(finding.proof) == 3


def test_related_here_and_broader_there_clash_once_exact_matches_are_followed(find: Find) -> None:
    body = ":a skos:exactMatch <http://y/a> ; skos:related :b . <http://y/a> skos:broader <http://y/b> . <http://y/b> skos:exactMatch :b ."
    found = find("Q017", body)
    assert {frozenset((one.subject, *one.related)) for one in found} == {frozenset({"http://x/a", "http://x/b"})}
    assert find("S27", body) == [], "SKOS has no property chain for this (§10.6.7)"


def test_retired_concepts_may_lead_to_others_but_not_the_other_way_round(find: Find) -> None:
    body = ":old owl:deprecated true ; skos:broader :a ; skos:exactMatch :b . :a skos:narrower :old . :c skos:closeMatch :old ."
    assert [finding.subject for finding in find("Q013", body)] == ["http://x/a"]
    assert [finding.subject for finding in find("Q015", body)] == ["http://x/c"]


def test_mappings_between_schemes_that_share_a_concept_are_judged_by_what_they_share(find: Find) -> None:
    body = ":a skos:inScheme :s, :t ; skos:closeMatch :b . :b skos:inScheme :t . :c skos:inScheme :u ; skos:closeMatch :a ."
    assert [(one.subject, one.related) for one in find("Q014", body)] == [("http://x/a", ("http://x/b", "http://x/t"))]


def test_members_and_top_concepts_that_are_nowhere_described_are_missing(find: Find) -> None:
    body = ":s skos:hasTopConcept :a . :c a skos:Collection ; skos:member :b, :d . :d a skos:Collection . :b a skos:Concept ."
    assert [finding.related[1] for finding in find("Q030", body)] == ["http://x/a"]

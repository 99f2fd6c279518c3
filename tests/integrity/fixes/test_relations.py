import pytest

from taxonomy_service.domain import terms
from taxonomy_service.domain.statements import Statement
from tests.integrity.fixes.conftest import Mend

X, SKOS = "http://x/", terms.SKOS
S = ":s a skos:ConceptScheme ; skos:hasTopConcept :c . "


def row(subject: str, name: str, target: str) -> Statement:
    return Statement(X + subject, SKOS + name, X + target)


def test_a_shortcut_goes_from_both_sides_and_the_way_round_stays(mended: Mend) -> None:
    body = ":a skos:broader :b, :c . :b skos:broader :c . :c skos:narrower :a ."
    difference = mended("Q006", body).difference
    assert difference.removed == {row("a", "broader", "c"), row("c", "narrower", "a")}
    assert not difference.added


def test_of_many_shortcuts_all_go_and_every_concept_stays_under_what_it_was_under(mended: Mend) -> None:
    body = ":a skos:broader :b, :c, :d, :e . :b skos:broader :c, :d, :e . :c skos:broader :d, :e . :d skos:broader :e ."
    done = mended("Q006", body)
    steps = {row(one, "broader", other) for one, other in ("ab", "bc", "cd", "de")}
    assert len(done.difference.removed) == 6
    assert not steps & done.difference.removed
    assert done.left == ()


def test_a_cycle_is_cut_only_where_it_was_chosen(mended: Mend) -> None:
    body = ":a skos:broader :b . :b skos:broader :c . :c skos:broader :a . :c skos:narrower :b ."
    assert not mended("Q004", body).difference
    assert not mended("Q004", body, cut=frozenset({(X + "a", X + "elsewhere")})).difference
    difference = mended("Q004", body, cut=frozenset({(X + "b", X + "c")})).difference
    assert difference.removed == {row("b", "broader", "c"), row("c", "narrower", "b")}


def test_a_relation_to_itself_goes(mended: Mend) -> None:
    assert mended("Q005", ":a skos:related :a, :b .").difference.removed == {row("a", "related", "a")}


def test_missing_inverses_are_added(mended: Mend) -> None:
    body = ":a skos:broader :c ; skos:related :b . :c skos:narrower :a . :b skos:broader :c ; skos:related :a . :d skos:related :a ."
    done = mended("Q009", body)
    assert done.difference.added == {row("c", "narrower", "b"), row("a", "related", "d")}
    assert not done.difference.removed


def test_an_orphan_goes_where_it_was_told_to(mended: Mend) -> None:
    body = S + ':a a skos:Concept . :b skos:broader :c . :c skos:prefLabel "靴"@ja .'
    assert not mended("Q002", body).difference
    assert mended("Q002", body, attach_to=X + "c").difference.added == {row("a", "broader", "c")}
    top = mended("Q002", body, attach_to=X + "s").difference.added
    assert top == {row("a", "topConceptOf", "s"), row("a", "inScheme", "s")}


def test_an_orphan_is_not_attached_to_what_does_not_exist_or_to_itself(mended: Mend) -> None:
    body = S + ":a a skos:Concept . :b skos:broader :c ."
    assert not mended("Q002", body, attach_to=X + "nowhere").difference
    assert not mended("Q002", body, attach_to=X + "a").difference


@pytest.mark.parametrize("target", ["s", "c"])
def test_an_orphan_that_was_attached_or_is_a_top_concept_is_not_attached_again(mended: Mend, target: str) -> None:
    body = S + ':c skos:prefLabel "靴"@ja . :b skos:broader :c . :a a skos:Concept'
    assert mended("Q002", body + " .", attach_to=X + target).mended == {"Q002": 1}
    done = mended("Q002", body + " ; skos:inScheme :s ; skos:topConceptOf :s .", attach_to=X + target)
    assert (bool(done.difference), done.mended, len(done.left)) == (False, {}, 1)


def test_a_cycle_once_cut_stays_cut(mended: Mend) -> None:
    cut = frozenset({(X + "b", X + "a")})
    assert mended("Q004", ":a skos:broader :b . :b skos:broader :a .", cut=cut).mended == {"Q004": 1}
    assert not mended("Q004", ":a skos:broader :b .", cut=cut).difference

from dataclasses import replace

import pytest

from taxonomy_service.domain.concepts import Concept, Relation, RelationKind
from taxonomy_service.domain.drafts import Change, Draft
from taxonomy_service.domain.editing.applying import apply
from taxonomy_service.domain.editing.rules import check_changes, check_restored
from taxonomy_service.domain.errors import EditRefused
from taxonomy_service.domain.givens import GivenLabel
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import AddLabel, Create, Move
from taxonomy_service.domain.stating import key_of

DE = LanguageTag("de")


def two_preferred(concept: Concept, *forms: str) -> Concept:
    labels = tuple(Label(form, DE, LabelKind.PREFERRED) for form in forms)
    return Concept(concept.id, concept.iri, labels)


def test_what_was_broken_before_may_stay_so_but_nothing_new_is_broken(draft: Draft) -> None:
    spike = draft.concept("spike")
    broken, other = two_preferred(spike, "Dorn", "Spike"), two_preferred(spike, "Dorn", "Spike", "Stollen")
    check_changes(draft, [Change(key_of(spike), broken, broken)])
    with pytest.raises(EditRefused, match="Stollen"):
        check_changes(draft, [Change(key_of(spike), broken, other)])
    check_changes(draft, [Change(key_of(spike), other, broken)])


def test_what_others_point_at_cannot_go(draft: Draft) -> None:
    shoe = draft.concept("shoe")
    draft.remove(key_of(shoe))
    with pytest.raises(EditRefused) as refused:
        check_changes(draft, draft.step())
    assert refused.value.data["fault"] == "pointed-at"


def test_a_refusal_tells_the_forms_in_question(draft: Draft) -> None:
    apply(draft, Create("boot", (GivenLabel("çizme", "tr"),)))
    with pytest.raises(EditRefused, match=r"potin.*çizme"):
        apply(draft, AddLabel("boot", GivenLabel("potin", "tr")))


def test_a_draft_that_comes_back_may_be_broken_as_it_was_but_not_by_what_changed_since(draft: Draft) -> None:
    spike = draft.concept("spike")
    flawed = Change(key_of(spike), spike, two_preferred(spike, "Dorn", "Spike"))
    check_restored(draft, [flawed], frozenset())
    check_restored(draft, [flawed], frozenset({"https://example.org/shoes/sandal"}))
    with pytest.raises(EditRefused, match="two preferred labels"):
        check_restored(draft, [flawed], frozenset({spike.iri}))


def test_what_comes_back_leaves_nothing_pointed_at_by_what_changed_since(draft: Draft) -> None:
    sandal = draft.concept("sandal")
    draft.remove(key_of(sandal))
    changes = draft.step()
    check_restored(draft, changes, frozenset({"https://example.org/shoes/heel"}))
    with pytest.raises(EditRefused) as refused:
        check_restored(draft, changes, frozenset({"https://example.org/shoes/summer"}))
    assert (refused.value.data["fault"], refused.value.data["by"]) == (
        "pointed-at",
        "https://example.org/shoes/summer",
    )


def test_a_place_that_comes_back_makes_no_cycle_with_one_that_changed_since(draft: Draft) -> None:
    later = draft.concept("sports-shoe").iri
    apply(draft, Move("running-shoe", ("shoe",)))
    apply(draft, Move("sports-shoe", ("running-shoe",)))
    running = draft.concept("running-shoe")
    before = replace(running, relations=(*running.relations, Relation(RelationKind.BROADER, later)))
    draft.put(before)
    with pytest.raises(EditRefused, match="cannot be broader"):
        check_restored(draft, draft.step(), frozenset({later}))

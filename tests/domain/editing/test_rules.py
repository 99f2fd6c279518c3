import pytest

from taxonomy_service.domain.concepts import Concept
from taxonomy_service.domain.drafts import Change, Draft
from taxonomy_service.domain.editing.applying import apply
from taxonomy_service.domain.editing.rules import check_changes
from taxonomy_service.domain.errors import EditRefused
from taxonomy_service.domain.givens import GivenLabel
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import AddLabel, Create
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

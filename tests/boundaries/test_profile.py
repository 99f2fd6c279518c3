from collections.abc import Callable

from taxonomy_service.boundaries.labels import all_labels
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.profile import agree
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
DE = LanguageTag("de")


def test_a_label_agrees_with_its_own_concept_and_a_drifted_one_with_another(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-table", "de"): "Lederstühle"})
    prepared = prepare(made)
    labels = all_labels(prepared, DE)
    found = agree(labels.near, prepared.witnesses[DE], labels.concepts)
    drifted, kept = number(made, "glass-table"), number(made, "steel-lamp")
    assert found.own[kept] > 0.7 > 0.4 > found.own[drifted]
    assert found.candidates[drifted, 0] == number(made, "leather-chair")
    assert found.scores[drifted, 0] > found.own[drifted] + 0.3


def test_scores_fall_and_the_own_concept_is_no_candidate(furnish: Furnish) -> None:
    prepared = prepare(furnish())
    labels = all_labels(prepared, DE)
    found = agree(labels.near, prepared.witnesses[DE], labels.concepts)
    assert (found.scores[:, :-1] >= found.scores[:, 1:]).all()
    assert not (found.candidates == labels.concepts[:, None]).any()

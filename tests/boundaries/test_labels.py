from collections.abc import Callable

import numpy as np

from taxonomy_service.boundaries.labels import all_labels, beside_edited, one_label
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]


def test_a_label_taken_alone_is_the_one_among_all(furnish: Furnish, number: Number) -> None:
    made = furnish()
    prepared, at = prepare(made), number(made, "leather-bag")
    for language in made.languages:
        whole = all_labels(prepared, language)
        alone = one_label(prepared, language, at, made.forms[language][at])
        assert not alone.changed
        assert (alone.units != whole.units[at]).nnz == 0
        assert abs(alone.near - whole.near[at]).sum() < 1e-9


def test_another_case_is_no_change_and_another_word_is_one(furnish: Furnish, number: Number) -> None:
    made = furnish()
    prepared, at = prepare(made), number(made, "leather-bag")
    assert not one_label(prepared, LanguageTag("de"), at, "LEDERTASCHEN").changed
    assert one_label(prepared, LanguageTag("de"), at, "Taschen").changed


def test_concepts_without_a_label_are_not_among_all(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-box", "fr"): ""})
    assert number(made, "glass-box") not in all_labels(prepare(made), LanguageTag("fr")).concepts


def test_neighbours_see_the_edited_label_and_not_the_old_one(furnish: Furnish, number: Number) -> None:
    made = furnish()
    prepared, de = prepare(made), LanguageTag("de")
    at, near = number(made, "leather-bag"), np.array([number(made, "leather-box"), number(made, "cotton-bag")])
    now = beside_edited(prepared, one_label(prepared, de, at, "Lederkisten"), near)
    before = prepared.near[de][near]
    assert now.near[0, at] > before[0, at] + 0.3
    assert now.near[1, at] < 0.1 < before[1, at]
    assert now.forms == ["Lederkisten", "Baumwolltaschen"]

from collections.abc import Callable

from taxonomy_service.boundaries.labels import all_labels, labels_now, one_label
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
    at, near = number(made, "leather-bag"), [number(made, "leather-box"), number(made, "cotton-bag")]
    edited, beside = labels_now(prepared, de, [at, *near], {at: "Lederkisten"})
    before = prepared.near[de][near]
    assert (edited.concepts.tolist(), edited.forms, edited.changed) == ([at], ["Lederkisten"], True)
    assert (edited.near != one_label(prepared, de, at, "Lederkisten").near).nnz == 0
    assert beside.near[0, at] > before[0, at] + 0.3
    assert beside.near[1, at] < 0.1 < before[1, at]
    assert (beside.forms, beside.changed) == (["Lederkisten", "Baumwolltaschen"], False)


def test_labels_that_are_as_they_were_are_seen_as_they_were(furnish: Furnish, number: Number) -> None:
    made = furnish()
    prepared, ar = prepare(made), LanguageTag("ar")
    concepts = [number(made, own) for own in ("leather-bag", "glass-box", "lamp")]
    (now,) = labels_now(prepared, ar, concepts, {concepts[1]: made.forms[ar][concepts[1]]})
    whole = all_labels(prepared, ar)
    assert not now.changed
    assert (now.near != whole.near[concepts]).nnz == (now.units != whole.units[concepts]).nnz == 0


def test_two_labels_that_changed_see_one_another_and_none_itself(furnish: Furnish, number: Number) -> None:
    made = furnish()
    prepared, ja = prepare(made), LanguageTag("ja")
    one, other, gone = (number(made, own) for own in ("glass-table", "paper-bag", "steel-lamp"))
    (now,) = labels_now(prepared, ja, [one, other, gone], {one: "革製椅子", other: "革製椅子", gone: ""})
    assert now.concepts.tolist() == [one, other], "what has no label is left out"
    assert now.near[0, other] == now.near[1, one] > 0.9
    assert now.near[0, one] == now.near[1, other] == now.near[0, gone] == 0

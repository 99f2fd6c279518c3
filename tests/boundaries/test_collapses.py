from collections.abc import Callable
from dataclasses import replace

import pytest

from taxonomy_service.boundaries.collapses import collapse_signals, collapses, keeping_apart
from taxonomy_service.boundaries.labels import all_labels
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.vocabulary import Place, Vocabulary
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
DE, JA = LanguageTag("de"), LanguageTag("ja")


def test_the_form_of_a_broader_concept_collapses_the_two(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-table", "ja"): "テーブル"})
    own, above = number(made, "glass-table"), number(made, "table")
    found = collapses(prepare(made), JA, own, made.keys[JA][own])
    assert [(of.other, of.place) for of in found] == [(above, Place.ABOVE)]
    assert found[0].apart == pytest.approx(4 / 5)
    assert keeping_apart(made, JA, own, above) == ["ar", "de", "en", "fr"]


def test_only_labels_that_collapse_have_its_signals(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-table", "ja"): "テーブル"})
    prepared = prepare(made)
    signals = collapse_signals(prepared, all_labels(prepared, JA))["collapse-line"]
    hit = {i for i, value in enumerate(signals) if value > 0}
    assert hit == {number(made, "glass-table"), number(made, "table")}


def test_where_nothing_is_broader_all_concepts_stand_beside_one_another(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-table", "ja"): "テーブル"})
    none: list[tuple[int, ...]] = [() for _ in made.iris]
    flat = replace(made, broader=none, narrower=none, above=[frozenset() for _ in none])
    own, other = number(flat, "glass-table"), number(flat, "table")
    assert [(of.other, of.place) for of in collapses(prepare(flat), JA, own, flat.keys[JA][own])] == [
        (other, Place.BESIDE)
    ]


@pytest.mark.parametrize("signal", ["collapse-kin", "collapse-length"])
def test_of_two_concepts_with_one_form_the_one_it_suits_less_is_told(
    furnish: Furnish, number: Number, signal: str
) -> None:
    made = furnish({("glass-table", "de"): "Tische"})
    signals = collapse_signals(prepare(made), all_labels(prepare(made), DE))[signal]
    assert signals[number(made, "glass-table")] > 0.02
    assert signals[number(made, "table")] < -0.02


def test_a_far_concept_of_the_same_form_tells_nothing_by_the_form(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-table", "de"): "Lederstühle"})
    signals = collapse_signals(prepare(made), all_labels(prepare(made), DE))
    assert {name for name, of in signals.items() if of[number(made, "glass-table")]} == set()

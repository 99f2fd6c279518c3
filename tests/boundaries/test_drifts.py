from collections.abc import Callable

import pytest

from taxonomy_service.boundaries.drifts import drift_signals
from taxonomy_service.boundaries.labels import all_labels, one_label
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]


@pytest.mark.parametrize(
    ("language", "near", "right"), [("ar", "طاولات جلدية", "طاولات شفافة"), ("fr", "Tables en cuir", "Tables en verre")]
)
def test_the_words_of_a_concept_beside_drift_towards_it(
    furnish: Furnish, number: Number, language: str, near: str, right: str
) -> None:
    prepared, tag, at = prepare(furnish()), LanguageTag(language), number(furnish(), "glass-table")
    moved, kept = (drift_signals(prepared, one_label(prepared, tag, at, form)) for form in (near, right))
    assert moved["accounted-beside"][0] > kept["accounted-beside"][0] + 0.2
    assert moved["accounted-below"][0] == kept["accounted-below"][0] == 0.0, "nothing is below"


def test_the_words_of_a_concept_below_drift_towards_it(furnish: Furnish, number: Number) -> None:
    prepared, at = prepare(furnish()), number(furnish(), "table")
    narrow, kept = (
        drift_signals(prepared, one_label(prepared, LanguageTag("de"), at, form)) for form in ("Glastische", "Tische")
    )
    assert narrow["accounted-below"][0] > kept["accounted-below"][0] + 0.2
    assert narrow["accounted-beside"][0] == 0.0, "nothing is beside"


def test_what_the_source_does_not_say_is_unaccounted_for_word_by_word(furnish: Furnish, number: Number) -> None:
    prepared, at = prepare(furnish()), number(furnish(), "glass-table")
    right, other, two = (
        drift_signals(prepared, one_label(prepared, LanguageTag("fr"), at, form))["unaccounted"][0]
        for form in ("Tables en verre", "Tables en cuir", "Lampes en cuir")
    )
    assert two < other - 0.2 < other < right <= 0.0


def test_one_label_drifts_as_among_all_and_the_source_never(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-table", "ja"): "テーブル"})
    prepared, at, ja = prepare(made), number(made, "glass-table"), LanguageTag("ja")
    whole, alone = (
        drift_signals(prepared, all_labels(prepared, ja)),
        drift_signals(prepared, one_label(prepared, ja, at, made.forms[ja][at])),
    )
    assert {name: of[at] for name, of in whole.items()} == pytest.approx({name: of[0] for name, of in alone.items()})
    source = drift_signals(prepared, all_labels(prepared, made.source))
    assert not any(of.any() for of in source.values())

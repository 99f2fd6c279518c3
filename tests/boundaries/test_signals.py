from collections.abc import Callable

import numpy as np
import pytest

from taxonomy_service.boundaries.labels import all_labels, one_label
from taxonomy_service.boundaries.prepared import Prepared, prepare
from taxonomy_service.boundaries.signals import OutsideWitnesses, read_signals
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
NOBODY = OutsideWitnesses()
DE, AR = LanguageTag("de"), LanguageTag("ar")


def value(prepared: Prepared, language: LanguageTag, concept: int, name: str) -> float:
    signals = read_signals(prepared, NOBODY, all_labels(prepared, language))
    return float(signals.values[name][list(signals.labels.concepts).index(concept)])


@pytest.mark.parametrize(
    ("form", "name", "more"),
    [
        ("Lederstühle", "accounted-least", False),
        ("Lederstühle", "agreement", False),
        ("Lederstühle", "margin-elsewhere", True),
        ("Glastische und Stahltische", "coordinated-more", True),
        ("Glastische und Stahltische", "longer", True),
        ("Glass Tables", "untranslated", True),
        ("Glass Tables", "cognate", True),
    ],
)
def test_a_drifted_label_moves_the_signal(furnish: Furnish, number: Number, form: str, name: str, more: bool) -> None:
    at = number(furnish(), "glass-table")
    kept = value(prepare(furnish()), DE, at, name)
    drifted = value(prepare(furnish({("glass-table", "de"): form})), DE, at, name)
    assert drifted > kept + 0.1 if more else drifted < kept - 0.1


def test_one_label_has_the_signals_that_it_has_among_all(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-table", "ar"): "طاولات"})
    prepared, at = prepare(made), number(made, "glass-table")
    whole = read_signals(prepared, NOBODY, all_labels(prepared, AR))
    alone = read_signals(prepared, NOBODY, one_label(prepared, AR, at, made.forms[AR][at]))
    assert alone.values.keys() == whole.values.keys()
    for name, of in alone.values.items():
        assert np.isclose(of[0], whole.values[name][at]), name


def test_an_edit_mends_the_signals_as_a_new_start_would(furnish: Furnish, number: Number) -> None:
    drifted, right = furnish({("glass-table", "de"): "Lederstühle"}), furnish()
    at = number(right, "glass-table")
    prepared = prepare(drifted)
    mended = read_signals(prepared, NOBODY, one_label(prepared, DE, at, "Glastische")).values
    fresh = prepare(right)
    for name in ("accounted-least", "rendered", "agreement", "margin-elsewhere"):
        assert abs(float(mended[name][0]) - value(fresh, DE, at, name)) < 0.15, name

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from taxonomy_service.boundaries.candidates import find_candidate, plain_relation, same_form
from taxonomy_service.boundaries.labels import all_labels
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.signals import OutsideWitnesses, read_signals
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
DE, FR = LanguageTag("de"), LanguageTag("fr")
LAMPS = {"en": "Lamps", "de": "Lampen", "fr": "Lampes", "ja": "ランプ", "ar": "مصابيح"}


@pytest.mark.parametrize(
    ("form", "relation", "candidate"),
    [
        ("Lampes", BoundaryRelation.BROADER, "lamp"),
        ("Lampes en acier", BoundaryRelation.OVERLAPPING, "steel-lamp"),
        ("Sacs en cuir", BoundaryRelation.DIFFERENT, "leather-bag"),
        ("Lampes", BoundaryRelation.NARROWER, None),
        ("Lampes en verre", BoundaryRelation.BROADER, None),
    ],
)
def test_the_candidate_stands_where_the_relation_wants_it(
    furnish: Furnish, number: Number, form: str, relation: BoundaryRelation, candidate: str | None
) -> None:
    made = furnish({("glass-lamp", "fr"): form})
    prepared = prepare(made)
    signals = read_signals(prepared, OutsideWitnesses(), all_labels(prepared, FR))
    found = find_candidate(prepared, signals, number(made, "glass-lamp"), relation)
    assert found == (None if candidate is None else number(made, candidate))


def test_the_same_form_is_found_whatever_its_case(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-lamp", "fr"): "LAMPES"})
    prepared = prepare(made)
    signals = read_signals(prepared, OutsideWitnesses(), all_labels(prepared, FR))
    assert same_form(prepared, signals, number(made, "glass-lamp")) == [number(made, "lamp")]


@pytest.mark.parametrize(("concept", "form"), [("glass-lamp", "Lampes"), ("lamp", "Lampes en verre")])
def test_a_form_of_the_same_line_tells_the_relation_though_most_languages_have_one_word_for_both(
    furnish: Furnish, number: Number, concept: str, form: str
) -> None:
    one_word = {("glass-lamp", "de"): "Lampen", ("glass-lamp", "ja"): "ランプ", ("glass-lamp", "ar"): "مصابيح"}
    made = furnish(one_word | {(concept, "fr"): form})
    prepared = prepare(made)
    signals = read_signals(prepared, OutsideWitnesses(), all_labels(prepared, FR))
    expected = BoundaryRelation.BROADER if concept == "glass-lamp" else BoundaryRelation.NARROWER
    assert plain_relation(prepared, signals, number(made, concept)) is expected


def test_a_form_that_every_language_has_on_both_tells_no_relation(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-lamp", tag): right for tag, right in LAMPS.items()})
    prepared = prepare(made)
    signals = read_signals(prepared, OutsideWitnesses(), all_labels(prepared, FR))
    assert plain_relation(prepared, signals, number(made, "glass-lamp")) is None


def test_a_meaning_that_a_wordnet_has_above_the_source_s_is_broader(furnish: Furnish, number: Number) -> None:
    made = furnish({("box", "de"): "Behälter"})
    prepared, at = prepare(made), number(made, "box")
    signals = read_signals(prepared, OutsideWitnesses(), all_labels(prepared, DE))
    wider = np.zeros(len(signals.labels.concepts))
    assert plain_relation(prepared, replace(signals, values=signals.values | {"sense-wider": wider}), at) is None
    wider[at] = 0.9
    told = replace(signals, values=signals.values | {"sense-wider": wider})
    assert plain_relation(prepared, told, at) is BoundaryRelation.BROADER

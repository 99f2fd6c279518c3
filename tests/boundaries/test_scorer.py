import numpy as np
import pytest

from taxonomy_service.boundaries.scorer import Line, Scorer, Weighing, load_scorer, score, shift_for
from taxonomy_service.domain.boundaries import BoundaryRelation, EvidenceKind


def line(names: tuple[str, ...], weights: list[float] | list[list[float]], intercept: float | list[float]) -> Line:
    size = len(names)
    return Line(names, np.zeros(size), np.ones(size), np.array(weights), np.array(intercept))


@pytest.fixture
def scorer() -> Scorer:
    rich = Weighing(line(("a", "b"), [1.0, 2.0], -1.0), (EvidenceKind.PROFILE, EvidenceKind.EMBEDDING))
    poor = Weighing(line(("a",), [1.0], -1.0), (EvidenceKind.PROFILE,))
    relation = line(("a",), [[1.0], [-1.0]], [0.0, 0.0])
    return Scorer((rich, poor), relation, (BoundaryRelation.BROADER, BoundaryRelation.NARROWER), 0.5, 0.2)


def test_log_odds_are_the_sum_of_what_each_kind_of_evidence_adds(scorer: Scorer) -> None:
    scores = score(scorer, {"a": np.array([1.0, -1.0]), "b": np.array([0.5, 0.0])})
    assert scores.weights[EvidenceKind.PROFILE].tolist() == [1.0, -1.0]
    assert scores.weights[EvidenceKind.EMBEDDING].tolist() == [1.0, 0.0]
    assert scores.confidence == pytest.approx(1 / (1 + np.exp([-1.0, 2.0])))
    assert scores.relations == [BoundaryRelation.BROADER, BoundaryRelation.NARROWER]


def test_evidence_that_is_not_there_is_not_weighed(scorer: Scorer) -> None:
    assert set(score(scorer, {"a": np.array([0.0])}).weights) == {EvidenceKind.PROFILE}


def test_no_signal_weighs_without_end(scorer: Scorer) -> None:
    far, farther = (float(score(scorer, {"a": np.array([of])}).confidence[0]) for of in (4.0, 1e9))
    assert far == farther < 1


def test_a_clean_vocabulary_lowers_all_confidences_and_a_foul_one_raises_them() -> None:
    clean, foul = np.full(5000, 0.02), np.full(5000, 0.6)
    assert shift_for(clean, 0.2) < -1
    assert shift_for(foul, 0.2) > 1
    assert abs(shift_for(np.full(20, 0.02), 0.2)) < 0.3
    assert shift_for(np.zeros(0), 0.2) == pytest.approx(0)


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
    assert 0 < shipped.threshold < 1

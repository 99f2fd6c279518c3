import numpy as np

from taxonomy_service.boundaries.resemblance import Resemblances, build_resemblances, resembling, row_of, strongest
from taxonomy_service.boundaries.units import Units, build_units

KEYS = ["chaussures de sport", "chaussures de course", "sacs de sport", "lampes", "lampes de bureau", ""]


def learned(keys: list[str]) -> tuple[Units, Resemblances]:
    units = build_units(keys)
    return units, build_resemblances(keys, units)


def test_labels_resemble_those_that_share_their_words_and_never_themselves() -> None:
    _, known = learned(KEYS)
    near = resembling(known, known.rows, np.arange(len(KEYS))).toarray()
    assert near[0].nonzero()[0].tolist() == [1, 2]
    assert (near.diagonal() == 0).all()
    assert near[5].sum() == 0


def test_equal_labels_are_fully_alike() -> None:
    _, known = learned(["лампа настольная", "лампа настольная", "стул"])
    near = resembling(known, known.rows, np.arange(3))
    assert near[0, 1] == near[1, 0]
    assert abs(near[0, 1] - 1) < 1e-9


def test_a_new_label_is_weighed_as_the_old_ones() -> None:
    units, known = learned(KEYS)
    assert abs(row_of(known, units, KEYS[1]) - known.rows[1]).sum() < 1e-9
    assert row_of(known, units, "xyz").nnz == 0


def test_only_the_strongest_of_a_row_are_kept() -> None:
    _, known = learned(KEYS)
    near = resembling(known, known.rows, np.arange(len(KEYS)))
    kept = strongest(near, 1)
    assert np.diff(kept.indptr).max() == 1
    assert kept[0].max() == near[0].max()

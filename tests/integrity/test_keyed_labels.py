from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.keyed_labels import KeyedLabels

ROWS = [Statement(subject, "p", "o") for subject in "abcd"]


def test_labels_come_by_key_in_their_order() -> None:
    labels = KeyedLabels(["schuh", "靴", "schuh", "schuh"], ROWS)
    assert labels == {"schuh": [ROWS[0], ROWS[2], ROWS[3]], "靴": [ROWS[1]]}
    assert list(labels) == ["schuh", "靴"]
    assert list(labels.several()) == [[ROWS[0], ROWS[2], ROWS[3]]]


def test_nothing_comes_where_every_key_is_its_own_or_there_is_none() -> None:
    assert list(KeyedLabels(["a", "b", "c", "d"], ROWS).several()) == []
    assert KeyedLabels([], []) == {}

import pytest

from taxonomy_service.boundaries.compounds import Splitter

SEEN = ["lauf", "schuhe", "sport", "schuh", "liebe", "brief", "wasser", "glas", "dieren", "voer"]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("laufschuhe", ("lauf", "schuhe")),
        ("liebesbrief", ("liebes", "brief")),
        ("wasserglas", ("wasser", "glas")),
        ("dierenvoer", ("dieren", "voer")),
        ("schuhe", ("schuhe",)),
        ("lampenschirm", ("lampenschirm",)),
        ("運動靴運動靴運動靴", ("運動靴運動靴運動靴",)),
        ("4711471147114711", ("4711471147114711",)),
    ],
)
def test_what_the_vocabulary_knows_is_taken_apart(word: str, parts: tuple[str, ...]) -> None:
    assert Splitter(SEEN).split(word) == parts


def test_a_compound_of_three_is_taken_apart_wholly() -> None:
    assert Splitter([*SEEN, "laufschuhe"]).split("sportlaufschuhe") == ("sport", "lauf", "schuhe")

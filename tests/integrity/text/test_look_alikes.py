import pytest

from taxonomy_service.integrity.text.look_alikes import look_alikes, slipped_in


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("Сhair", ("Сhair",)),  # Cyrillic Es
        ("Cети WAN", ("Cети",)),  # Latin C
        ("Рοстов", ("Рοстов",)),  # Greek omicron in a Cyrillic word
        ("Люди c детьми", ("c",)),
        ("витамин C", ()),
        ("iPhone-чехол", ()),
        ("10 kΩ", ()),
        ("Tシャツ", ()),
        ("ψηφιακό USB", ()),
        ("running shoe", ()),
    ],
)
def test_words_that_mix_look_alike_letters_are_found_and_honest_mixtures_are_not(
    form: str, words: tuple[str, ...]
) -> None:
    assert look_alikes(form) == words


def test_the_letters_that_slipped_in_are_the_rarer_ones() -> None:
    assert slipped_in("Handсreme") == "с"
    assert slipped_in("Cети") == "C"

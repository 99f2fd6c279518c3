import numpy as np
import pytest

from taxonomy_service.boundaries.lengths import beyond, learn_lengths, mean_of_others, measure
from taxonomy_service.domain.languages import LanguageTag


@pytest.mark.parametrize(
    ("key", "coordinations"),
    [
        ("cement, mortar & concrete mixes", 2),
        ("zement, mörtel und beton", 2),
        ("sandalen", 0),
        ("sofás e poltronas", 1),
        ("кресла и стулья", 1),
        ("靴・サンダル", 1),
        ("의자 및 소파", 1),
        ("कुर्सियाँ और मेज़", 1),
        ("andorra", 0),
    ],
)
def test_coordinations_are_counted_in_every_script(key: str, coordinations: int) -> None:
    assert measure([key]).coordinations.tolist() == [coordinations]


def test_a_language_of_long_words_is_not_held_against_its_labels() -> None:
    measured = {
        LanguageTag("en"): measure(["box", "paper box", "wooden paper box"]),
        LanguageTag("fi"): measure(["laatikko", "paperilaatikko", "puinen paperilaatikko"]),
    }
    others = mean_of_others(measured, LanguageTag("fi"))
    line = learn_lengths(measured[LanguageTag("fi")], others).letters
    assert np.abs(beyond(line, others.letters, measured[LanguageTag("fi")].letters)).max() < 0.2


def test_one_language_alone_has_no_others() -> None:
    measured = {LanguageTag("en"): measure(["box", "bag"])}
    others = mean_of_others(measured, LanguageTag("en"))
    assert others.letters.tolist() == [0.0, 0.0]
    assert learn_lengths(measured[LanguageTag("en")], others).letters.tolist() == [0.0, 0.0, 1.0]

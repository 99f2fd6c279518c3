import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.integrity.text.near_duplicates import Likeness, close_pairs, near_pairs


@pytest.mark.parametrize(
    ("one", "other", "tag", "likeness"),
    [
        ("boxer-shorts", "boxershorts", "de", Likeness.SPELLING),
        ("wasser pumpe", "wasserpumpe", "de", Likeness.SPELLING),
        ("części", "cześci", "pl", Likeness.SPELLING),
        ("トイレブラシ・ホルダー", "トイレブラシホルダー", "ja", Likeness.SPELLING),
        ("コンピュータ", "コンピューター", "ja", Likeness.SPELLING),
        ("卡拉 ok 套装", "卡拉ok套装", "zh", Likeness.SPELLING),
        ("cepillos y peines", "peines y cepillos", "es", Likeness.WORD_ORDER),
        ("카메라 필름", "필름 카메라", "ko", Likeness.WORD_ORDER),
        ("salt", "salts", "en", Likeness.INFLECTION),
        ("liquide de frein", "liquides de freins", "fr", Likeness.INFLECTION),
        ("wurfmünzen", "wurfmünzes", "de", Likeness.INFLECTION),
        ("płyn hamulcowy", "płyny hamulcowe", "pl", Likeness.INFLECTION),
        ("ayakkabı", "ayakkabılar", "tr", None),  # three letters more: too far for two edits
        ("kiinnityssarjat", "kiiinnityssarjat", "fi", Likeness.MISSPELLING),
        ("chaiselonger", "chaisselonger", "da", Likeness.MISSPELLING),
        ("12 v ladegerät", "24 v ladegerät", "de", None),
        ("laubsauger", "staubsauger", "de", None),
        ("organischer mulch", "anorganischer mulch", "de", None),
        ("男の子の靴", "女の子の靴", "ja", None),
        ("男童鞋", "女童鞋", "zh", None),
        ("bar", "bat", "en", None),
        ("hair dryers", "hand dryers", "en", None),
    ],
)
def test_two_forms_are_alike_as_a_reader_would_say(one: str, other: str, tag: str, likeness: Likeness | None) -> None:
    found = near_pairs([one, other], LanguageTag(tag))
    assert [pair.likeness for pair in found] == ([likeness] if likeness else [])


def test_words_that_are_both_in_use_are_not_misspellings_of_one_another() -> None:
    pair = ["hochsprunglatten", "hochsprungmatten"]
    assert len(near_pairs(pair, LanguageTag("de"))) == 1
    others = ["hochsprunglatten rot", "hochsprungmatten rot"]
    assert near_pairs(pair + others, LanguageTag("de")) == []


@settings(max_examples=50)
@given(st.sets(st.text("abcä", min_size=1, max_size=7), max_size=40))
def test_close_pairs_are_exactly_those_at_most_two_edits_apart(forms: set[str]) -> None:
    expected = {
        frozenset((one, other)) for one in forms for other in forms if one < other and OSA.distance(one, other) <= 2
    }
    found = [frozenset(pair) for pair in close_pairs(forms)]
    assert set(found) == expected
    assert len(found) == len(expected)


def test_close_pairs_reach_over_the_borders_of_chunks() -> None:
    forms = [f"{number:05d}" for number in range(1200)] + ["00000x"]
    assert ("00000", "00000x") in set(close_pairs(forms))


def test_a_vocabulary_of_numbered_labels_is_not_compared_number_by_number() -> None:
    numbered = [f"schuh {number:05d}" for number in range(20_000)]
    assert near_pairs([*numbered, "schuhe 00007"], LanguageTag("de")) == [
        ("schuh 00007", "schuhe 00007", Likeness.INFLECTION)
    ]

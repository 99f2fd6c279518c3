import pytest

from taxonomy_service.boundaries.lexical import cover, lexical_signals, translated
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.references import compile_reference, load_reference
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind, Sense

DE, EN, FR, JA = map(LanguageTag, ("de", "en", "fr", "ja"))


def sense(**forms: str) -> Sense:
    return Sense(tuple((LanguageTag(language), form) for language, form in forms.items()), "", ())


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    entry = ReferenceEntry("small", ReferenceKind.FREEDICT, "", "", (), 0, 0)
    senses = [
        sense(de="Laufschuh", en="running shoe"),
        sense(de="Schuh", en="shoe"),
        sense(de="Filter", en="filter"),
        sense(fr="chaussure", en="shoe"),
        sense(fr="sport", en="sport"),
        sense(fr="course", en="running"),
        sense(ja="靴", en="shoe"),
    ]
    return Lexicon([load_reference(compile_reference(entry, senses), "small")])


def test_inflected_words_are_accounted_for(lexicon: Lexicon) -> None:
    told = cover(lexicon, "chaussures de course", FR, "running shoes", EN)
    assert told.covered > 0.7
    assert told.odd == ""


def test_the_word_that_means_something_else_is_named_with_what_it_means(lexicon: Lexicon) -> None:
    told = cover(lexicon, "chaussures de sport", FR, "running shoes", EN)
    assert (told.odd, told.instead) == ("sport", ("sport",))
    assert told.covered < 0.6


def test_of_unknown_words_nothing_is_said(lexicon: Lexicon) -> None:
    told = cover(lexicon, "babouches", FR, "running shoes", EN)
    assert (told.covered, told.known, told.odd) == (0.5, 0.0, "")


def test_a_whole_form_is_a_translation_or_not(lexicon: Lexicon) -> None:
    assert translated(lexicon, "Laufschuhe", DE, "Running shoes", EN) > 0.5
    assert translated(lexicon, "Filter", DE, "running shoes", EN) == 0


def test_signals_need_a_reference_that_knows_both_languages(lexicon: Lexicon) -> None:
    told = lexical_signals(lexicon, ["靴", "靴"], JA, ["shoes", ""], EN)
    assert told["covered"][0] > 0.7
    assert told["covered"][1] == 0.5
    assert lexical_signals(lexicon, ["кроссовки"], LanguageTag("ru"), ["sports shoes"], EN) == {}

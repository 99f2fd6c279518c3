from collections.abc import Callable, Mapping

import pytest

from taxonomy_service.boundaries.labels import all_labels, one_label
from taxonomy_service.boundaries.lists import LIST_SIGNALS, list_signals
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.scorer import IN_LIST
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
DE, EN, FR, JA = (LanguageTag(tag) for tag in ("de", "en", "fr", "ja"))
TABLES = {"en": "Tables", "de": "Tische", "fr": "Tables", "ja": "テーブル", "ar": "طاولات"}
BENCHES = {"en": "Benches", "de": "Bänke", "fr": "Bancs", "ja": "ベンチ", "ar": "مقاعد"}
BOTH = {
    "en": "Tables & Benches",
    "de": "Tische",
    "fr": "Tables et bancs",
    "ja": "テーブル・ベンチ",
    "ar": "طاولات، مقاعد",
}


def listing(changes: Mapping[tuple[str, str], str] | None = None) -> dict[tuple[str, str], str]:
    """Tables and benches, of which the German label leaves out the benches; both things are narrower concepts."""
    forms = {"table": BOTH, "glass-table": TABLES, "wood-table": BENCHES}
    told = {(own, language): form for own, of in forms.items() for language, form in of.items()}
    return told | dict(changes or {})


def signals(made: Vocabulary, own: int, language: LanguageTag = DE) -> dict[str, float]:
    prepared = prepare(made)
    told = list_signals(prepared, all_labels(prepared, language))
    return {name: float(of[own]) for name, of in told.items()}


def test_a_label_on_a_list_and_on_one_of_its_things_is_told(furnish: Furnish, number: Number) -> None:
    made = furnish(listing())
    told = signals(made, number(made, "table"))
    assert told[IN_LIST] == told["listed"] == 1
    assert told["listed-elsewhere"] == 1
    assert told["listed-twice"] == told["listed-within"] == told["listed-above"] == 0


def test_the_thing_whose_label_stands_on_the_list_is_not_the_list(furnish: Furnish, number: Number) -> None:
    made = furnish(listing())
    told = signals(made, number(made, "glass-table"))
    assert (told[IN_LIST], told["listed-above"], told["listed"]) == (1, 1, 0)


def test_a_word_for_several_things_of_a_list_stands_on_it_twice(furnish: Furnish, number: Number) -> None:
    made = furnish(listing({("wood-table", "de"): "Tische"}))
    assert signals(made, number(made, "table"))["listed-twice"] == 1


def test_things_of_one_list_that_share_a_form_stand_beside_each_other(furnish: Furnish, number: Number) -> None:
    made = furnish(listing({("table", "de"): "Tische und Bänke", ("wood-table", "de"): "Tische"}))
    told = signals(made, number(made, "wood-table"))
    assert (told["listed-beside"], told["listed-above"], told[IN_LIST]) == (1, 0, 1)


def test_a_word_that_the_other_thing_is_named_by_may_stand_for_both(furnish: Furnish, number: Number) -> None:
    made = furnish(listing({("wood-table", "de"): "Sitztische"}))
    assert signals(made, number(made, "table"))["listed-within"] == 1


def test_a_kind_of_the_thing_named_does_not_make_the_word_stand_for_both(furnish: Furnish, number: Number) -> None:
    made = furnish(listing({("steel-table", "en"): "Steel Tables", ("steel-table", "de"): "Stahltische"}))
    assert signals(made, number(made, "table"))["listed-within"] == 0


def test_words_rendered_alike_elsewhere_are_alike_and_known(furnish: Furnish, number: Number) -> None:
    stuffs = {"leather": "en cuir", "steel": "en acier", "paper": "en papier", "cotton": "en coton"}
    benches = {(f"{stuff}-chair", "en"): f"{stuff.title()} Benches" for stuff in stuffs} | {("table", "fr"): "Tables"}
    one_word = {(f"{stuff}-chair", "fr"): f"Tables {french}" for stuff, french in stuffs.items()}
    two_words = {(f"{stuff}-chair", "fr"): f"Bancs {french}" for stuff, french in stuffs.items()}
    one, two = furnish(listing(benches | one_word)), furnish(listing(benches | two_words))
    alike, apart = signals(one, number(one, "table"), FR), signals(two, number(two, "table"), FR)
    assert alike["listed-known"] > apart["listed-known"] + 0.2
    assert alike["listed-alike"] > apart["listed-alike"] + 0.05


@pytest.mark.parametrize("language", [JA, EN])
def test_a_label_that_keeps_the_list_and_the_source_tell_nothing(
    furnish: Furnish, number: Number, language: LanguageTag
) -> None:
    made = furnish(listing())
    assert set(signals(made, number(made, "table"), language).values()) == {0.0}


def test_a_list_copied_to_one_of_its_things_is_no_word_for_all_of_it(furnish: Furnish, number: Number) -> None:
    made = furnish(listing({("table", "de"): "Tische und Bänke", ("wood-table", "de"): "Tische und Bänke"}))
    assert signals(made, number(made, "wood-table"))[IN_LIST] == 0


def test_an_edit_that_leaves_a_thing_out_is_told_as_the_label_was(furnish: Furnish, number: Number) -> None:
    made = furnish(listing({("table", "ja"): "テーブル"}))
    kept = furnish(listing())
    own = number(made, "table")
    before, after = prepare(made), prepare(kept)
    as_learned = list_signals(before, one_label(before, JA, own, "テーブル"))
    edited = list_signals(after, one_label(after, JA, own, "テーブル"))
    assert edited["listed"] == as_learned["listed"] == 1
    assert set(edited) == set(LIST_SIGNALS)

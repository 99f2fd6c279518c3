import numpy as np

from taxonomy_service.boundaries.renderings import account, learn_renderings, likeness, usual_rendering
from taxonomy_service.boundaries.units import build_units

STUFF = ("steel", "glass", "paper", "stone", "brass")
ENGLISH = ["wooden table", "steel table", "glass table", "wooden lamp", "steel lamp", "glass lamp", "filter bag"]
FRENCH = [
    "table en bois",
    "table en acier",
    "table en verre",
    "lampe en bois",
    "lampe en acier",
    "lampe en verre",
    "sac filtre",
]


def test_words_find_what_renders_them() -> None:
    english, french = build_units(ENGLISH), build_units(FRENCH)
    learned = learn_renderings(english.rows, french.rows)
    unit, share, times = usual_rendering(learned, english.numbers["wood" + "e"])
    assert french.shown[unit] == "bois"
    assert share > 0.5
    assert round(times) >= 2


def test_a_word_out_of_place_is_not_accounted_for() -> None:
    swapped = [*FRENCH[:3], "lampe en acier", *FRENCH[4:]]
    english, french = build_units(ENGLISH), build_units(swapped)
    told = account(learn_renderings(french.rows, english.rows), french.rows, english.rows)
    start, end = french.rows.indptr[3], french.rows.indptr[4]
    by_word = {french.shown[unit]: told.share[start + i] for i, unit in enumerate(french.rows.indices[start:end])}
    assert by_word["acier"] < by_word["lampe"]
    assert by_word["acier"] < 0


def test_what_a_label_alone_taught_says_nothing_for_it() -> None:
    english, french = build_units(ENGLISH), build_units(FRENCH)
    told = account(learn_renderings(french.rows, english.rows), french.rows, english.rows)
    once = french.rows.indptr[6]
    assert told.strength[once : french.rows.indptr[7]].max() < 1e-9
    assert np.abs(told.share[once : french.rows.indptr[7]]).max() < 1e-9


def test_a_changed_label_forgets_what_it_taught_before() -> None:
    english, french = build_units(ENGLISH), build_units(FRENCH)
    learned = learn_renderings(french.rows, english.rows)
    whole = account(learned, french.rows, english.rows)
    again = account(learned, french.rows[[2]], english.rows[[2]], (french.rows[[2]], english.rows[[2]]))
    start, end = french.rows.indptr[2], french.rows.indptr[3]
    assert np.allclose(again.share, whole.share[start:end])
    new = account(learned, french.rows[[5]], english.rows[[2]], (french.rows[[2]], english.rows[[2]]))
    assert new.share.min() < again.share.min()


def test_languages_without_a_common_concept_teach_nothing() -> None:
    one, other = build_units(["stół", ""]), build_units(["", "テーブル"])
    learned = learn_renderings(one.rows, other.rows)
    assert usual_rendering(learned, 0) == (-1, 0.0, 0.0)
    assert account(learned, one.rows, other.rows).share.tolist() == [0.0]


def test_words_rendered_by_one_word_are_alike_and_seldom_rendered_ones_unknown() -> None:
    english = build_units([f"{stuff} {thing}" for thing in ("stand", "rack", "lamp") for stuff in STUFF] + ["bag"])
    german = build_units([f"{stuff} {thing}" for thing in ("Halter", "Halter", "Licht") for stuff in STUFF] + ["Sack"])
    learned = learn_renderings(english.rows, german.rows)
    stand, rack, lamp, bag = (english.numbers[word] for word in ("stand", "rack", "lamp", "bag"))
    alike, apart = likeness(learned, stand, rack), likeness(learned, stand, lamp)
    assert alike is not None
    assert apart is not None
    assert alike > 0.8 > 0.2 > apart
    assert likeness(learned, stand, bag) is None

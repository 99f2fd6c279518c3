import pytest

from taxonomy_service.boundaries.lexicon import HEAD_TRUST, PIVOT_TRUST, TRUST, Lexicon
from taxonomy_service.boundaries.references import Reference, compile_reference, load_reference
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind, Sense

DE, EN, FR, JA, PL = map(LanguageTag, ("de", "en", "fr", "ja", "pl"))


def reference(*senses: Sense, name: str = "small") -> Reference:
    entry = ReferenceEntry(name, ReferenceKind.FREEDICT, "", "", (), 0, 0)
    return load_reference(compile_reference(entry, senses), name)


def sense(own: str = "", broader: tuple[str, ...] = (), **forms: str | list[str]) -> Sense:
    pairs = [
        (LanguageTag(language), form)
        for language, stated in forms.items()
        for form in ([stated] if isinstance(stated, str) else stated)
    ]
    return Sense(tuple(pairs), own, broader)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    french = reference(
        sense(fr="chaussure de course", de=["Laufschuh", "Rennschuh"]),
        sense(fr="filtre", de="Filter"),
        sense(fr="filtre", de=["Liebestrank", "Zaubertrank"]),
        sense(fr="chaussure", de=["Schuh", "Fußbekleidung"]),
    )
    english = reference(
        sense(de="Laufschuh", en="running shoe"),
        sense(de="Rennschuh", en="racing shoe"),
        sense(de="Schuh", en="shoe"),
        sense(de="Sport", en=["sport", "sports"]),
        sense(de="Filter", en="filter"),
    )
    japanese = reference(sense(ja="ランニング", en="running"), sense(ja=["靴", "シューズ"], en="shoe"))
    wordnet = reference(
        sense("1", en="footwear"),
        sense("2", ("1",), en="shoe", pl="but"),
        sense("3", ("2",), en="running shoe", pl="but do biegania"),
    )
    return Lexicon([french, english, japanese, wordnet])


def test_a_translation_that_a_reference_gives_is_trusted_most(lexicon: Lexicon) -> None:
    assert lexicon.translations("Laufschuh", DE, EN) == {"running shoe": pytest.approx(TRUST)}
    assert lexicon.translations("running shoe", EN, DE) == {"laufschuh": pytest.approx(TRUST)}


def test_a_word_of_several_senses_is_trusted_less_for_each(lexicon: Lexicon) -> None:
    found = lexicon.translations("filtre", FR, DE)
    assert set(found) == {"filter", "liebestrank", "zaubertrank"}
    assert all(0.5 < weight < TRUST for weight in found.values())


def test_a_third_language_helps_with_doubt(lexicon: Lexicon) -> None:
    found = lexicon.translations("chaussure de course", FR, EN)
    assert list(found) == ["racing shoe", "running shoe"]
    assert all(0 < weight < PIVOT_TRUST for weight in found.values())


def test_two_references_that_agree_are_surer_than_one() -> None:
    one = reference(sense(de="Schuh", en=["shoe", "boot"]))
    two = reference(sense(de="Schuh", en="shoe"))
    found = Lexicon([one, two]).translations("Schuh", DE, EN)
    assert found["shoe"] == pytest.approx(1 - (1 - TRUST) ** 2)
    assert found["boot"] == pytest.approx(TRUST)
    assert list(found) == ["shoe", "boot"], "the likeliest first"


def test_an_inflected_form_is_found_by_its_stem(lexicon: Lexicon) -> None:
    found = lexicon.translations("Laufschuhe", DE, EN)
    assert 0 < found["running shoe"] < TRUST
    assert lexicon.knows("chaussures", FR)
    assert not lexicon.knows("sandale", FR)


def test_a_compound_that_nobody_knows_has_its_head_translated(lexicon: Lexicon) -> None:
    assert lexicon.parts("Sportschuhe", DE) == ("sport", "schuhe")
    found = lexicon.translations("Sportschuhe", DE, EN)
    assert list(found) == ["shoe"]
    assert 0 < found["shoe"] <= HEAD_TRUST * TRUST


def test_words_of_a_script_without_spaces_are_those_that_are_known(lexicon: Lexicon) -> None:
    assert lexicon.parts("子供用ランニングシューズ", JA) == ("子供用", "ランニング", "シューズ")


def test_known_words_and_other_languages_are_left_whole(lexicon: Lexicon) -> None:
    assert lexicon.parts("Laufschuh & Filter", DE) == ("laufschuh", "filter")
    assert lexicon.parts("chaussures de sport", FR) == ("chaussures", "de", "sport")
    assert lexicon.parts("", DE) == ()


def test_broader_senses_are_found_with_their_distance(lexicon: Lexicon) -> None:
    assert lexicon.broader_forms("running shoes", EN) == {"shoe": 1, "footwear": 2}
    assert lexicon.broader_forms("but do biegania", PL) == {"but": 1}
    assert lexicon.broader_forms("running shoe", EN, steps=1) == {"shoe": 1}


def test_a_language_without_a_reference_gives_nothing(lexicon: Lexicon) -> None:
    korean = LanguageTag("ko")
    assert korean not in lexicon.languages
    assert lexicon.translations("운동화", korean, EN) == {}
    assert lexicon.translations("shoe", EN, korean) == {}
    assert Lexicon([]).translations("shoe", EN, DE) == {}


def test_a_hierarchy_that_turns_in_a_circle_ends() -> None:
    circle = Lexicon([reference(sense("1", ("2",), en="a"), sense("2", ("1",), en="b"))])
    assert circle.broader_forms("a", EN, steps=9) == {"b": 1}


def test_a_key_is_written_as_a_reference_has_it(lexicon: Lexicon) -> None:
    assert lexicon.written(comparison_key("FUSSBEKLEIDUNG", DE), DE) == "Fußbekleidung"
    assert lexicon.written("laufschuh", DE) == "Laufschuh"
    assert lexicon.written("schuhkarton", DE) == "schuhkarton"


def test_asked_directly_it_takes_no_third_language(lexicon: Lexicon) -> None:
    assert set(lexicon.direct("Filtre", FR, DE)) == {"filter", "liebestrank", "zaubertrank"}
    assert lexicon.direct("chaussure de course", FR, EN) == {}

from dataclasses import replace

from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.pictures import BoundaryPicture
from taxonomy_service.domain.statements import Literal
from taxonomy_service.exchange.boundary_words import (
    SIGNS,
    Teller,
    band_sentence,
    column_label,
    picture_title,
    relation_word,
    rest_word,
    shown_label,
    told_apart,
    verdict_on,
)

EN, DE, FR = LanguageTag("en"), LanguageTag("de"), LanguageTag("fr")


def test_every_relation_has_a_sign_and_a_word_of_its_own() -> None:
    relations = [None, *BoundaryRelation]
    assert len({SIGNS[relation] for relation in relations}) == len(relations)
    assert len({str(relation_word(relation)) for relation in relations}) == len(relations)


def test_each_band_is_told_in_a_sentence(picture: BoundaryPicture) -> None:
    assert [str(band_sentence(picture, band, Teller(EN))) for band in picture.bands] == [
        "Japanese: “shoe” is not translated.",
        "French: “chaussure de sport” covers sports shoe (83 % sure).",
        "Arabic: “حذاء” covers elsewhere (60 % sure).",
        "Hindi: “जूता” covers running <shoe> (½), sports shoe (3 more) (½) (50 % sure).",
        "German: “Laufschuh” covers the concept.",
        "English: “running <shoe>” covers running <shoe>, tennis shoe.",
        "Polish: no label.",
    ]


def test_labels_are_in_the_readers_language_with_english_as_the_fallback(picture: BoundaryPicture) -> None:
    assert shown_label(picture, DE) == Literal("Laufschuh", DE)
    assert column_label(picture.columns[1], DE) == Literal("tennis shoe", EN)
    assert column_label(picture.columns[3], DE) == Literal("")
    assert str(picture_title(picture, DE)) == "Boundaries of “Laufschuh”"


def test_a_label_that_others_share_is_not_called_exact(picture: BoundaryPicture) -> None:
    told = {band.language: verdict_on(picture, band) for band in picture.bands if band.form}
    assert {language: (sign, str(word)) for language, (sign, word) in told.items()} == {
        "ja": ("?", "untranslated"),
        "fr": ("⊃", "broader"),
        "ar": ("≠", "different"),
        "hi": ("∩", "overlapping"),
        "de": ("=", "exact"),
        "en": ("≡", "shared"),
    }


def test_a_rest_says_how_many_concepts_it_stands_for(picture: BoundaryPicture) -> None:
    assert [str(rest_word(column)) for column in picture.columns[2:]] == ["3 more", "elsewhere"]
    assert str(rest_word(picture.columns[2]._replace(more=0))) == "other"


def test_a_teller_says_sentences_in_the_language_of_its_catalogue() -> None:
    teller = Teller(LanguageTag("de-CH"), DE, {"exact": "genau"}.__getitem__)
    assert teller.say(message("exact")) == Literal("genau", DE)
    assert Teller(LanguageTag("ko")).say(message("exact")) == Literal("exact", EN)


def test_what_is_covered_beside_concepts_is_named_in_the_readers_language(picture: BoundaryPicture) -> None:
    teller = Teller(DE, DE, lambda text: {"elsewhere": "anderswo", "{count} more": "{count} weitere"}.get(text, text))
    told = [str(band_sentence(picture, band, teller)) for band in picture.bands]
    assert "covers anderswo (60 % sure)" in told[2]
    assert "(3 weitere) (½)" in told[3]


def test_a_concept_called_like_another_one_is_told_apart_by_another_language(picture: BoundaryPicture) -> None:
    running, tennis = picture.columns[:2]
    assert running.concept is not None
    assert told_apart(picture, running.concept, running.labels, FR) is None
    same = tennis._replace(labels={**tennis.labels, FR: running.labels[FR]})
    confused = replace(picture, columns=(running, same, *picture.columns[2:]))
    assert told_apart(confused, running.concept, running.labels, FR) == Literal("running <shoe>", EN)
    assert told_apart(confused, running.concept, running.labels, EN) is None
    assert str(picture_title(confused, FR)) == "Boundaries of “chaussure de sport” (“running <shoe>”)"
    twin = replace(picture, columns=(running, tennis._replace(labels=running.labels)))
    assert told_apart(twin, running.concept, running.labels, FR) is None, "no language tells them apart"

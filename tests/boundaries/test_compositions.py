from collections.abc import Callable

import pytest

from taxonomy_service.boundaries.compositions import Affix, affix_of, compose, put_together, read_patterns
from taxonomy_service.boundaries.vocabulary import Vocabulary, build_vocabulary
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]


def parallel(**rows: str) -> Vocabulary:
    """A vocabulary from the labels of each language, one a concept in the same order; the first is the source."""
    concepts = {}
    for i, forms in enumerate(zip(*(row.split(", ") for row in rows.values()), strict=True)):
        labels = (Label(form, LanguageTag(tag), LabelKind.PREFERRED) for tag, form in zip(rows, forms, strict=True))
        concepts[ConceptId(str(i))] = Concept(ConceptId(str(i)), Iri(f"urn:{i}"), tuple(labels))
    return build_vocabulary(
        ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts=concepts), LanguageTag(next(iter(rows)))
    )


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [
        ("de", "Lederstühle", "Glastische"),
        ("fr", "Chaises", "Tables en verre"),
        ("ja", "椅子", "ガラス製テーブル"),
        ("ar", "كراسي", "طاولات شفافة"),
    ],
)
def test_a_label_is_put_together_as_others_are_in_every_script(
    furnish: Furnish, number: Number, language: str, wrong: str, right: str
) -> None:
    made = furnish({("glass-table", language): wrong})
    at = number(made, "glass-table")
    found = compose(made, read_patterns(made), LanguageTag(language), at)
    assert found is not None
    assert found.form == right
    assert found.head.concept == number(made, "table")
    assert found.chance > 0.5


def test_links_and_words_between_the_parts_come_from_the_example() -> None:
    made = parallel(
        en="shoe, boot, glove, sandal, safety shoe, running shoe, safety boot, safety glove, safety sandal",
        de="Schuh, Stiefel, Handschuh, Sandale, Pumps, Laufschuh, "
        "Sicherheitsstiefel, Sicherheitshandschuh, Sicherheitssandale",
        fr="chaussure, botte, gant, sandale, escarpin, chaussure de course, "
        "botte de sécurité, gant de sécurité, sandale de sécurité",
        es="zapato, bota, guante, sandalia, escarpín, zapato para correr, "
        "bota de seguridad, guante de seguridad, sandalia de seguridad",
    )
    patterns = read_patterns(made)
    composed = {tag: compose(made, patterns, LanguageTag(tag), 4) for tag in ("de", "fr", "es")}
    assert {tag: found.form for tag, found in composed.items() if found} == {
        "de": "Sicherheitsschuh",
        "fr": "chaussure de sécurité",
        "es": "zapato de seguridad",
    }


def test_without_examples_or_with_examples_that_differ_nothing_is_put_together() -> None:
    alone = parallel(en="shoe, safety shoe", de="Schuh, Sandale")
    assert compose(alone, read_patterns(alone), LanguageTag("de"), 1) is None
    inflected = parallel(  # the adjective follows the gender of its noun, so that no ending is usual
        en="shoe, boot, hat, red shoe, red boot, red hat",
        pl="but, kalosz, czapka, sandał, czerwony kalosz, czapka czerwona",
    )
    assert compose(inflected, read_patterns(inflected), LanguageTag("pl"), 3) is None


def test_a_source_that_writes_compounds_is_taken_apart_too() -> None:
    made = parallel(
        de="Schuh, Socke, Hose, Jacke, Laufschuh, Laufsocke, Laufhose, Laufjacke, Wanderschuh",
        en="shoe, sock, shorts, jacket, sandal, running sock, running shorts, running jacket, hiking shoe",
    )
    found = compose(made, read_patterns(made), LanguageTag("en"), 4)
    assert found is not None
    assert (found.form, found.head.concept, found.stem) == ("running shoe", 0, 1)


def test_a_head_that_is_no_concept_comes_from_a_reference_where_other_labels_have_it_too() -> None:
    made = parallel(
        en="boot, glove, sandal, safety shoe, tennis shoe, golf shoe, safety boot, safety glove, safety sandal",
        de="Stiefel, Handschuh, Sandale, Pumps, Tennisschuh, Golfschuh, "
        "Sicherheitsstiefel, Sicherheitshandschuh, Sicherheitssandale",
    )
    patterns, german = read_patterns(made), LanguageTag("de")
    dictionary = {"shoe": ["Treter", "Schuh"]}
    found = compose(made, patterns, german, 3, lambda words: dictionary.get(words, []))
    assert found is not None
    assert (found.form, found.head.form, found.head.words) == ("Sicherheitsschuh", "Schuh", "shoe")
    assert found.head.concept is None
    assert compose(made, patterns, german, 3) is None
    assert compose(made, patterns, german, 3, lambda _: ["Treter"]) is None, "no other label has it"


@pytest.mark.parametrize(
    ("whole", "part", "language", "affix"),
    [
        ("Laufsocke", "socke", "de", Affix("Lauf", "")),
        ("sportowy but", "but", "pl", Affix("sportowy ", "")),
        ("atribut", "but", "pl", None),  # in Polish a word that ends like another is no compound of it
        ("ランニングシューズ", "シューズ", "ja", Affix("ランニング", "")),
        ("靴用品", "靴", "zh", Affix("", "用品")),
        ("İş ayakkabısı", "ayakkabı", "tr", None),
        ("Schuh", "Schuh", "de", None),
        ("Schuh", "", "de", None),
    ],
)
def test_what_a_form_has_around_another(whole: str, part: str, language: str, affix: Affix | None) -> None:
    assert affix_of(whole, part, LanguageTag(language)) == affix


def test_the_first_letter_of_a_head_is_as_large_as_in_the_example() -> None:
    assert put_together("Tisch", Affix("Glas", ""), "Glaslampe") == "Glastisch"
    assert put_together("Rebound", Affix("Wasserball-", ""), "Wasserball-Tor") == "Wasserball-Rebound"
    assert put_together("Tables", Affix("", " en verre"), "Lampes en verre") == "Tables en verre"

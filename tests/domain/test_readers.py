import pytest

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Amount, Given, message, tell
from taxonomy_service.domain.readers import isolated, reader_of
from taxonomy_service.domain.statements import Literal

DE, EN, ES, FR = map(LanguageTag, ("de", "en", "es", "fr"))
ARABIC = Literal("حذاء", LanguageTag("ar"))
FSI, PDI, NBSP = "\u2068", "\u2069", "\u00a0"


@pytest.mark.parametrize(
    ("reader", "shown"),
    [
        (EN, "“Laufschuh”"),
        (LanguageTag("en-GB"), "“Laufschuh”"),
        (DE, "„Laufschuh“"),
        (FR, f"«{NBSP}Laufschuh{NBSP}»"),
        (ES, "«Laufschuh»"),
        (LanguageTag("pl"), "“Laufschuh”"),
    ],
)
def test_a_form_stands_in_the_reader_s_quotation_marks(reader: LanguageTag, shown: str) -> None:
    assert tell(message("{form}", form=Literal("Laufschuh", DE)), reader_of(reader)) == shown


@pytest.mark.parametrize("form", ["حذاء", "נעל ריצה", "shoe حذاء", "کفش"])
def test_a_form_of_the_other_direction_is_isolated_inside_its_marks(form: str) -> None:
    told = tell(message("{form} ({count})", form=Literal(form), count=3), reader_of(DE))
    assert told == f"„{FSI}{form}{PDI}“ (3)"


@pytest.mark.parametrize("form", ["Laufschuh", "靴", "ランニング", "हिन्दी", "123", "koşu"])
def test_a_form_of_the_same_direction_stands_as_it_is(form: str) -> None:
    assert isolated(form, EN) == form
    assert isolated(form, LanguageTag("he")) == f"{FSI}{form}{PDI}"


def test_a_language_is_named_in_the_reader_s_and_its_tag_stays_where_it_matters() -> None:
    told = message("{language}, {language_tag}, {languages}", language="ja", language_tag="pt-BR", languages="de, ar")
    assert tell(told, reader_of(FR)) == "japonais, portugais (Brésil) (pt-BR), allemand, arabe"
    assert tell(told, reader_of(EN)) == "Japanese, Portuguese (Brazil) (pt-BR), German, Arabic"
    assert str(told) == "ja, pt-BR, de, ar"


@pytest.mark.parametrize("tag", ["", "x-own", "zz", "no language", "de_AT"])
def test_what_has_no_name_stays_as_it_is(tag: str) -> None:
    assert tell(message("{language}|{language_tag}", language=tag, language_tag=tag), reader_of(DE)) == f"{tag}|{tag}"


def test_what_somebody_gave_is_quoted_and_steers_no_terminal() -> None:
    told = message("{name} {place}", name=Given("boot\u202e\x1b[31m"), place="a\x07b")
    assert tell(told, reader_of(DE)) == "„boot⟨U+202E⟩⟨U+001B⟩[31m“ a⟨U+0007⟩b"
    assert tell(told, reader_of(EN)) == "'boot\\u202e\\x1b[31m' a⟨U+0007⟩b"


@pytest.mark.parametrize(("reader", "shown"), [(EN, "12,345"), (DE, "12.345"), (FR, "12\u202f345"), (ES, "12.345")])
def test_amounts_are_grouped_as_the_reader_s_language_does(reader: LanguageTag, shown: str) -> None:
    assert tell(message("{count}", count=Amount(12_345)), reader_of(reader)) == shown


def test_a_part_is_told_to_the_same_reader() -> None:
    part = message("label in {language}", language="fr")
    assert (
        tell(message("no {kind} {name}", kind=part, name=Given("靴")), reader_of(DE)) == "no label in Französisch „靴“"
    )

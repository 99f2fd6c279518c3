import io
from pathlib import Path

import pytest

from taxonomy_service.domain.errors import NothingToImport, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import Sense
from taxonomy_service.exchange.lexicons.ding import ding_about, read_ding

DE, EN = LanguageTag("de"), LanguageTag("en")


def read(text: str) -> list[Sense]:
    return list(read_ding(io.BytesIO(text.encode()), "de-en", DE, EN))


def test_variants_at_the_same_place_are_one_sense(lexicons: Path) -> None:
    senses = read((lexicons / "de-en.ding").read_text("utf-8"))
    assert senses[0].forms == ((DE, "Laufschuh"), (DE, "Rennschuh"), (EN, "running shoe"), (EN, "racing shoe"))
    assert senses[1].forms == ((DE, "Laufschuhe"), (DE, "Rennschuhe"), (EN, "running shoes"), (EN, "racing shoes"))


def test_where_the_variants_do_not_match_only_the_first_is_taken(lexicons: Path) -> None:
    senses = [sense.forms for sense in read((lexicons / "de-en.ding").read_text("utf-8"))]
    assert ((DE, "Filter"), (EN, "filter")) in senses
    assert not any((EN, "filter paper") in forms for forms in senses)


def test_abbreviations_in_slashes_are_left_out() -> None:
    (sense,) = read("Elektrofilter {m} :: electrostatic precipitator /ESP/\n")
    assert sense.forms == ((DE, "Elektrofilter"), (EN, "electrostatic precipitator"))
    (sense,) = read("und/oder :: and/or\n")
    assert sense.forms == ((DE, "und/oder"), (EN, "and/or"))


def test_the_remarks_at_the_head_say_licence_and_address(lexicons: Path) -> None:
    with (lexicons / "de-en.ding").open("rb") as stream:
        assert ding_about(stream, "de-en") == ("CC0 1.0", "https://example.org/de-en")
    assert ding_about(io.BytesIO(b"Schuh :: shoe\n"), "de-en") == ("", "")


def test_a_line_without_two_languages_is_told() -> None:
    with pytest.raises(UnreadableFile, match="de-en, line 2: no '::'"):
        read("Schuh :: shoe\nSandale\n")


def test_remarks_alone_are_nothing_to_import() -> None:
    with pytest.raises(NothingToImport, match="remarks only"):
        read("# a word list\n\n")

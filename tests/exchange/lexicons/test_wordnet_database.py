import io
from pathlib import Path

import pytest

from taxonomy_service.domain.errors import NothingToImport, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import Sense
from taxonomy_service.exchange.lexicons.wordnet_database import read_wordnet_database, synset_id, wordnet_licence

EN = LanguageTag("en")


def read(text: str) -> list[Sense]:
    return list(read_wordnet_database(io.BytesIO(text.encode()), "data.noun"))


def test_a_synset_has_its_words_and_its_hypernyms(lexicons: Path) -> None:
    senses = {sense.id: sense for sense in read((lexicons / "wordnet" / "data.noun").read_text("utf-8"))}
    assert senses["04199027-n"].forms == ((EN, "shoe"), (EN, "dress shoe"))
    assert senses["04120093-n"].broader == ("04199027-n",)
    assert senses["09500000-n"].broader == ("00001740-n",), "an instance has its class"
    assert senses["00001740-n"].broader == ()


def test_markers_of_adjectives_go_and_satellites_are_adjectives() -> None:
    row = "00004980 00 s 01 galore(ip) 0 001 & 00014490 a 0000 | in great numbers"
    assert read(row) == [Sense(((EN, "galore"),), "00004980-a")]
    assert synset_id("00004980", "s") == "00004980-a"


@pytest.mark.parametrize("cut", [20, 40, 60])
def test_a_synset_that_is_cut_off_is_told_with_its_line(cut: int) -> None:
    row = "04199027 06 n 02 shoe 0 dress_shoe 0 002 @ 00001740 n 0000 @ 00001740 n 0000 + 1 | footwear"
    with pytest.raises(UnreadableFile, match=r"data\.noun, line 2: a synset that is cut off"):
        read(f"00001740 03 n 01 entity 0 000 | that which exists\n{row[:cut]}\n")


def test_another_file_is_told() -> None:
    with pytest.raises(UnreadableFile, match="line 1: not a synset"):
        read("shoe n 4 3 @ ~ + 4 2 04199027\n")
    with pytest.raises(NothingToImport, match="without synsets"):
        read("  1 This software and database\n")


def test_the_licence_names_its_holder(lexicons: Path) -> None:
    with (lexicons / "wordnet" / "data.noun").open("rb") as stream:
        assert wordnet_licence(stream, "data.noun").startswith("WordNet 3.0 Copyright 2006 by Princeton University.")
    assert wordnet_licence(io.BytesIO(b"00001740 03 n 01 entity 0 000 | x\n"), "data.noun") == ""

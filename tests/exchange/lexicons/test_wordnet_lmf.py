import io
from pathlib import Path

import pytest

from taxonomy_service.domain.errors import NothingToImport, TooLarge, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import Dictionary, Sense
from taxonomy_service.exchange.lexicons.wordnet_lmf import read_wordnet_lmf

EN, HE = LanguageTag("en"), LanguageTag("he")


def read(text: str, limit: int = 1 << 20) -> Dictionary:
    return read_wordnet_lmf(io.BytesIO(text.encode()), "small.xml", limit=limit)


def test_lexicons_meet_in_the_interlingual_index(lexicons: Path) -> None:
    found = read((lexicons / "small-lmf.xml").read_text("utf-8"))
    senses = list(found.senses)
    assert [sense for sense in senses if sense.id == "i2"] == [
        Sense(((EN, "running shoe"),), "i2"),
        Sense(((HE, "נעל ריצה"),), "i2"),
        Sense((), "i2", ("i1",)),
    ]
    assert Sense((), "he-3", ("i1",)) in senses, "one that is only proposed keeps the id it has in the file"
    assert found.source == "https://example.org/lmf"
    assert found.licence == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_an_entity_is_refused() -> None:
    bomb = '<!DOCTYPE LexicalResource [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><LexicalResource>&b;</LexicalResource>'
    with pytest.raises(UnreadableFile, match="entities are refused"):
        read(bomb)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<LexicalResource><Lexicon language='en'>", "cut off"),
        ("<LexicalResource><Lexicon language='not a tag'/></LexicalResource>", "language 'not a tag' of a lexicon"),
        ("<LexicalResource><Lexicon/></LexicalResource>", "language '' of a lexicon"),
        ("<rdf/>", "the root element is <rdf>"),
    ],
)
def test_what_is_no_wordnet_is_told(text: str, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        read(text)


def test_a_wordnet_without_lemmas_is_nothing_to_import() -> None:
    with pytest.raises(NothingToImport, match="without lemmas"):
        read("<LexicalResource><Lexicon language='en'/></LexicalResource>")


def test_a_file_above_the_limit_is_refused(lexicons: Path) -> None:
    with pytest.raises(TooLarge, match="500 bytes"):
        read((lexicons / "small-lmf.xml").read_text("utf-8"), limit=500)

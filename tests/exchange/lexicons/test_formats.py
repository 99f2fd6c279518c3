import pytest

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceKind
from taxonomy_service.exchange.lexicons.formats import LexiconFormat, pair_of_languages, tell_format


@pytest.mark.parametrize(
    ("name", "head", "told"),
    [
        ("freedict-deu-eng.index", b"00database", LexiconFormat.FREEDICT),
        ("freedict-deu-eng.dict.dz", b"shoe", LexiconFormat.FREEDICT),
        ("de-en", b"# Version :: 1\nSchuh {m} :: shoe\n", LexiconFormat.DING),
        ("data.noun", b"  1 This software", LexiconFormat.WORDNET_DATABASE),
        ("odenet.xml.gz", b"<?xml?><LexicalResource>", LexiconFormat.WORDNET_LMF),
        ("wn-data-fra.tab", b"# x\tfra\n00001740-n\tlemma\tx\n", LexiconFormat.WORDNET_TAB),
        ("gemet.rdf", b"<rdf:RDF", LexiconFormat.SKOS),
        ("gemet.ttl.gz", b"@prefix", LexiconFormat.SKOS),
    ],
)
def test_name_and_first_lines_tell_the_format(name: str, head: bytes, told: LexiconFormat) -> None:
    assert tell_format(name, head) is told
    assert tell_format(name, head, told.kind) is told


def test_what_cannot_be_told_is_asked_for() -> None:
    with pytest.raises(UnreadableFile, match="--kind"):
        tell_format("words.txt", b"Schuh shoe")
    assert tell_format("words.txt", b"# remarks\n", ReferenceKind.DING) is LexiconFormat.DING


def test_a_file_of_another_kind_than_stated_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="cannot tell a wordnet file"):
        tell_format("freedict-deu-eng.index", b"", ReferenceKind.WORDNET)


@pytest.mark.parametrize(
    ("name", "pair"),
    [("freedict-deu-eng.index", ("de", "en")), ("de-en", ("de", "en")), ("freedict-nno-nob.dict", ("nn", "nb"))],
)
def test_the_name_tells_the_two_languages(name: str, pair: tuple[str, str]) -> None:
    assert pair_of_languages(name, ()) == pair


def test_languages_that_are_stated_go_before_the_name() -> None:
    assert pair_of_languages("de-en", (LanguageTag("de-CH"), LanguageTag("en-GB"))) == ("de-CH", "en-GB")
    for name, stated in (("words.txt", ()), ("de-en", (LanguageTag("de"),))):
        with pytest.raises(UnreadableFile, match="state them to 'reference add'"):
            pair_of_languages(name, stated)

import shutil
from pathlib import Path

import pytest

from taxonomy_service.domain.errors import NothingToImport, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceKind
from taxonomy_service.exchange.lexicons.reading import LexiconFile, files_digest, read_lexicon


@pytest.mark.parametrize(
    ("file", "kind", "form"),
    [
        ("freedict-fra-deu.index", ReferenceKind.FREEDICT, ("de", "Laufschuh")),
        ("freedict-fra-deu.dict.dz", ReferenceKind.FREEDICT, ("fr", "chaussure de course")),
        ("freedict-jpn-eng.dict", ReferenceKind.FREEDICT, ("ja", "ランニングシューズ")),
        ("wordnet/data.noun", ReferenceKind.WORDNET, ("en", "running shoe")),
        ("wordnet/wn-data-pol.tab", ReferenceKind.WORDNET, ("pl", "but do biegania")),
        ("wordnet", ReferenceKind.WORDNET, ("pl", "pantofel")),
        ("small-lmf.xml", ReferenceKind.WORDNET, ("he", "נעל ריצה")),
        ("de-en.ding", ReferenceKind.DING, ("de", "Laufschuhe")),
        ("../skos/vocabulary.ttl", ReferenceKind.SKOS, None),
    ],
)
def test_every_format_is_told_and_read(
    lexicons: Path, file: str, kind: ReferenceKind, form: tuple[str, str] | None
) -> None:
    told, found = read_lexicon(LexiconFile(lexicons / file))
    forms = {form for sense in found.senses for form in sense.forms}
    assert told is kind
    assert forms
    assert form is None or form in forms


def test_a_folder_gathers_licences_and_sources(lexicons: Path) -> None:
    _, found = read_lexicon(LexiconFile(lexicons / "wordnet"))
    assert "Princeton" in found.licence
    assert "CC0 1.0" in found.licence
    assert found.source == "https://example.org/pol"


def test_half_a_dictionary_is_told(lexicons: Path, tmp_path: Path) -> None:
    shutil.copy(lexicons / "freedict-fra-deu.index", tmp_path)
    with pytest.raises(UnreadableFile, match=r"freedict-fra-deu\.dict\.dz or freedict-fra-deu\.dict is not beside it"):
        read_lexicon(LexiconFile(tmp_path / "freedict-fra-deu.index"))


def test_a_missing_file_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        read_lexicon(LexiconFile(tmp_path / "none.ttl"))
    with pytest.raises(NothingToImport, match="no wordnet file in the folder"):
        read_lexicon(LexiconFile(tmp_path))


def test_the_language_of_a_tab_file_may_be_stated(tmp_path: Path) -> None:
    (tmp_path / "own.tab").write_text("04199027-n\tlemma\tayakkabı\n", "utf-8")
    _, found = read_lexicon(LexiconFile(tmp_path / "own.tab", (LanguageTag("tr"),)))
    assert [sense.forms for sense in found.senses] == [(("tr", "ayakkabı"),)]


def test_the_digest_covers_both_files_of_a_dictionary(lexicons: Path, tmp_path: Path) -> None:
    for path in lexicons.glob("freedict-fra-deu.*"):
        shutil.copy(path, tmp_path)
    index, text = tmp_path / "freedict-fra-deu.index", tmp_path / "freedict-fra-deu.dict.dz"
    before = files_digest(index)
    assert files_digest(text) == before
    text.write_bytes(text.read_bytes() + b"\0")
    assert files_digest(index) != before
    assert files_digest(lexicons / "wordnet") != files_digest(lexicons / "wordnet" / "data.noun")

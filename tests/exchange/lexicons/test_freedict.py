import io
from pathlib import Path

import pytest

from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import Dictionary
from taxonomy_service.exchange.lexicons.freedict import DictFiles, read_freedict

DE, EN, FR, JA = map(LanguageTag, ("de", "en", "fr", "ja"))


def read(index: bytes, text: bytes, *, limit: int = 1 << 20) -> Dictionary:
    return read_freedict(DictFiles(io.BytesIO(index), "a.index", io.BytesIO(text), "a.dict"), FR, DE, limit=limit)


def dictionary(folder: Path, stem: str, suffix: str, source: LanguageTag, target: LanguageTag) -> Dictionary:
    index, text = (folder / f"{stem}.index").read_bytes(), (folder / f"{stem}{suffix}").read_bytes()
    files = DictFiles(io.BytesIO(index), f"{stem}.index", io.BytesIO(text), f"{stem}{suffix}")
    return read_freedict(files, source, target)


def meanings(read: Dictionary, headword: str, target: LanguageTag) -> list[list[str]]:
    return [
        [form for language, form in sense.forms if language == target]
        for sense in read.senses
        if headword in [form for _, form in sense.forms]
    ]


def test_each_numbered_sense_has_its_translations_and_no_gloss(lexicons: Path) -> None:
    found = dictionary(lexicons, "freedict-fra-deu", ".dict.dz", FR, DE)
    assert meanings(found, "filtre", DE) == [["Filter"], ["Liebestrank", "Zaubertrank"], ["Sieb"]]


def test_marks_glosses_and_remarks_are_left_out(lexicons: Path) -> None:
    senses = list(dictionary(lexicons, "freedict-fra-deu", ".dict.dz", FR, DE).senses)
    assert ((FR, "chaussure"), (DE, "Schuh"), (DE, "Fußbekleidung")) in [sense.forms for sense in senses]
    assert ((FR, "but"), (DE, "Tor")) in [sense.forms for sense in senses]
    assert "vide" not in {form for sense in senses for _, form in sense.forms}


def test_an_entry_with_several_headwords_is_read_once(lexicons: Path) -> None:
    found = dictionary(lexicons, "freedict-jpn-eng", ".dict", JA, EN)
    assert [sense.forms for sense in found.senses if (JA, "粗大ゴミ") in sense.forms] == [
        ((JA, "粗大ごみ"), (JA, "粗大ゴミ"), (EN, "bulky refuse"), (EN, "over-sized garbage")),
        ((JA, "粗大ごみ"), (JA, "粗大ゴミ"), (EN, "retired husband")),
    ]


def test_licence_and_address_are_those_it_states(lexicons: Path) -> None:
    found = dictionary(lexicons, "freedict-fra-deu", ".dict.dz", FR, DE)
    assert found.licence == "Public domain (CC0 1.0), written for these tests"
    assert found.source == "https://example.org/fra-deu"


@pytest.mark.parametrize(
    "row",
    [b"but", b"but\tA", b"but\tA\t?", b"but\t\tB", b"but\tA\tBBBBBBBBBBBBBBBBBBBBBBBBBBBB"],
)
def test_a_broken_index_is_told_with_its_line(row: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.index, line 2: the index is broken"):
        read(b"a\tA\tB\n" + row + b"\n", b"but\nTor\n")


def test_an_index_of_another_dictionary_is_told() -> None:
    with pytest.raises(
        UnreadableFile, match=r"line 1: the index points to byte 4,096, but a\.dict has only 8 bytes; do the"
    ):
        read(b"but\tA\tBAA\n", b"but\nTor\n")


def test_a_text_in_another_encoding_or_cut_off_is_told() -> None:
    with pytest.raises(UnreadableFile, match=r"index line 1.*ISO-8859-1"):
        list(read(b"ete\tA\tL\n", "été\nSommer\n".encode("latin-1")).senses)
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        read(b"but\tA\tB\n", b"\x1f\x8b\x08\x00\x00")


def test_a_text_above_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge, match="100 bytes"):
        read(b"but\tA\tB\n", b"a" * 101, limit=100)

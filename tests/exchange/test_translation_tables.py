import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.errors import NothingToImport, TaxonomyError, TooLarge, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.translations import TranslationRow
from taxonomy_service.exchange.translation_tables import LARGEST, TableFormat, read_table, write_table

ROWS = [
    TranslationRow("spike", LanguageTag("ar"), "running shoe", "spike", ("track shoe",), 'a "shoe"\nfor tracks', "", "حذاء مسامير", ("مسامير", "شوكة"), "حذاء"),
    TranslationRow("formula", LanguageTag("hi"), label='=HYPERLINK("http://x")', definition="+1"),
]  # fmt: skip


def _taken(row: TranslationRow) -> tuple[object, ...]:
    return (row.concept, row.language, row.present, row.label, row.alternatives, row.definition)


def _read(content: bytes) -> list[TranslationRow]:
    return read_table(io.BytesIO(content), "t")


@pytest.mark.parametrize("format", list(TableFormat))
def test_a_table_comes_back_as_it_went_out(format: TableFormat) -> None:  # noqa: A002
    assert list(map(_taken, _read(write_table(ROWS, format)))) == list(map(_taken, ROWS))


words = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="|'"), min_size=1, max_size=9)


@given(st.lists(st.builds(replace, st.just(ROWS[0]), label=words, alternatives=st.tuples(words, words)), max_size=4))
def test_any_words_come_back_in_both_formats(rows: list[TranslationRow]) -> None:
    for format in TableFormat:  # noqa: A001
        assert list(map(_taken, _read(write_table(rows, format)))) == list(map(_taken, rows))


def test_no_cell_that_goes_out_is_a_formula() -> None:
    assert b"'=HYPERLINK" in write_table(ROWS, TableFormat.CSV)
    book = openpyxl.load_workbook(io.BytesIO(write_table(ROWS, TableFormat.XLSX)))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row}.isdisjoint({"f", "e"})


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_what_spreadsheets_make_of_a_csv_is_read(delimiter: str) -> None:
    text = f"Concept{delimiter}LANGUAGE{delimiter}label\r\nspike{delimiter}PL{delimiter}kolce\r\n{delimiter}{delimiter}\r\n"
    (row,) = _read(text.encode("utf-8-sig"))
    assert (row.concept, row.language, row.label, row.place) == ("spike", "pl", "kolce", "t, row 2")


def _workbook(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return stream.getvalue()


def _with_formula() -> bytes:
    book = openpyxl.Workbook()
    for row in (["concept", "language", "label"], ["spike", "de", "=1+1"]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (b"", NothingToImport, "no concept, language, label"),
        (b"concept,label\n", NothingToImport, "no language"),
        (b"concept,language,label\nspike,en_US,x\n", UnreadableFile, "row 2"),
        ("concept,language,label\nspike,de,Dörn\n".encode("latin-1"), UnreadableFile, "UTF-8"),
        (b'concept,language,label\n"spike', UnreadableFile, "CSV"),
        (b"PK\x03\x04 not a workbook", UnreadableFile, "cannot be read"),
        (_workbook(other="x"), UnreadableFile, "cannot be read"),
        (_workbook(bomb="0" * (LARGEST + 1)), TooLarge, "unpacked"),
        (b"x" * (LARGEST + 1), TooLarge, "bytes"),
        (_with_formula(), UnreadableFile, "row 2: a cell holds a formula"),
    ],
    ids=["empty", "no-language", "tag", "latin-1", "cut-off", "not-zip", "other-zip", "bomb", "large", "formula"],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    content: bytes, error: type[TaxonomyError], said: str
) -> None:
    with pytest.raises(error, match=said):
        _read(content)

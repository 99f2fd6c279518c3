import io

import pytest

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations.streams import MOST_LINE_BYTES
from taxonomy_service.exchange.annotations.tables import read_csv


def table(text: str | bytes) -> list[AnnotationItem]:
    return list(read_csv(io.BytesIO(text.encode() if isinstance(text, str) else text), "a.csv"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_row_gives_label_language_concept_and_attributes(delimiter: str, end: str) -> None:
    rows = [
        ["Label", "LANG", "concept", "attribute:Renk", "remark"],
        ["koşu ayakkabısı", "tr", "c1", "sarı", "not read"],
        ["犬", "", "", "", ""],
    ]
    assert table(end.join(delimiter.join(row) for row in rows)) == [
        AnnotatedLabel("koşu ayakkabısı", "line 2", language="tr", concept="c1", attributes={"Renk": "sarı"}),
        AnnotatedLabel("犬", "line 3"),
    ]


@pytest.mark.parametrize("title", ["label", "name", "category", "class", " Label ", '"label"'])
def test_label_column_has_several_names(title: str) -> None:
    assert table(f"id,{title}\n1,بطة\n") == [AnnotatedLabel("بطة", "line 2")]


def test_one_column_is_enough() -> None:
    assert table("label\nkaczka\n") == [AnnotatedLabel("kaczka", "line 2")]


def test_label_goes_before_its_other_names() -> None:
    assert table("name,label\nfile.jpg,犬\n") == [AnnotatedLabel("犬", "line 2")]


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends() -> None:
    assert table('label,lang\n"a ""b"", c\nd",en\ne,fr\n') == [
        AnnotatedLabel('a "b", c\nd', "line 2", language="en"),
        AnnotatedLabel("e", "line 4", language="fr"),
    ]


def test_byte_order_mark_and_blank_lines_are_no_fault() -> None:
    assert table("\ufeff\n\nlabel,lang\n\n犬,ja\n") == [AnnotatedLabel("犬", "line 5", language="ja")]


def test_header_alone_is_a_table_without_rows() -> None:
    assert table("label,lang\n") == []


@pytest.mark.parametrize(
    ("line", "place", "reason"),
    [
        (b"a,en,too,many", "line 3", "4 cells where the header has 2"),
        (b"too few", "line 3", "1 cells where the header has 2"),
        (b",en", "line 3", "no label"),
        (b"  ,en", "line 3", "no label"),
        ("żółw,pl".encode("iso-8859-2"), "line 3", "not UTF-8"),
        (b'"a"b,en', "line 3", "expected after"),
        (b"x" * (MOST_LINE_BYTES + 1) + b",en", "line 3", "longer than 1,048,576 bytes"),
        (b"x" * 200_000 + b",en", "line 3", "field larger than field limit"),
    ],
)
def test_bad_row_is_not_checked_and_the_rest_goes_on(line: bytes, place: str, reason: str) -> None:
    before, bad, after = table("label,lang\n犬,ja\n".encode() + line + b"\nkot,pl\n")
    assert before == AnnotatedLabel("犬", "line 2", language="ja")
    assert isinstance(bad, NotChecked)
    assert bad.place == place
    assert reason in bad.reason
    assert after == AnnotatedLabel("kot", "line 4", language="pl")


def test_several_unreadable_lines_are_each_named() -> None:
    found = table(b"label\n\xff\n\xff\na\n\xff\n")
    assert [item.place for item in found if isinstance(item, NotChecked)] == ["line 2", "line 3", "line 5"]
    assert AnnotatedLabel("a", "line 4") in found


def test_quotation_mark_that_is_not_closed_names_the_lines_it_took() -> None:
    found = table('label,lang\n"犬,ja\nkot,pl\n')
    assert len(found) == 1
    assert isinstance(found[0], NotChecked)
    assert (found[0].place, found[0].count) == ("lines 2–3", 2)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"id,lang\n1,en\n", "no column is called label"),
        (b"label,Label\na,b\n", "two columns"),
        (b'"label\n', "header cannot be read"),
        (b"\xff\xfel\0a\0b\0e\0l\0", "not UTF-8"),
        ("label,lang\na,en".encode("utf-16-le"), "NUL"),
        ("etikiet\xe9,lang\n".encode("latin-1"), "not UTF-8"),
        (b"x" * (MOST_LINE_BYTES + 1), "longer"),
        (b'{"label": "a"}\n', "no column"),
        (b"label\ra\rb", "header cannot be read"),
    ],
)
def test_table_without_usable_header_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        table(data)

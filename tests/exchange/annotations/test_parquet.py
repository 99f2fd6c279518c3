import io
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import NotInstalled, TooLarge, UnreadableFile
from taxonomy_service.exchange.annotations import parquet as module
from taxonomy_service.exchange.annotations.parquet import open_parquet, read_groups, read_parquet
from taxonomy_service.exchange.annotations.tables import read_csv
from tests.parquet_files import parquet

LABELS = ["Laufschuh", "koşu ayakkabısı", "حذاء جري", "ランニングシューズ"]


def items(data: bytes) -> list[AnnotationItem]:
    return list(read_parquet(io.BytesIO(data), "a.parquet"))


def test_rows_that_are_alike_come_once_with_how_many_and_the_first_row() -> None:
    data = parquet(
        {
            "image": range(8),
            "Label": [*LABELS, *LABELS],
            "lang": ["de", "tr", "ar", "ja", "de", "tr", None, ""],
            "concept": [None, "running-shoe", "", " ", None, "running-shoe", None, None],
            "attribute:Renk": [None, "sarı", None, "", None, "mavi", None, None],
        }
    )
    assert items(data) == [
        AnnotatedLabel("Laufschuh", "row 1", count=2, language="de"),
        AnnotatedLabel("koşu ayakkabısı", "row 2", language="tr", concept="running-shoe", attributes={"Renk": "sarı"}),
        AnnotatedLabel("حذاء جري", "row 3", language="ar"),
        AnnotatedLabel("ランニングシューズ", "row 4", language="ja"),
        AnnotatedLabel("koşu ayakkabısı", "row 6", language="tr", concept="running-shoe", attributes={"Renk": "mavi"}),
        AnnotatedLabel("حذاء جري", "row 7"),
        AnnotatedLabel("ランニングシューズ", "row 8"),
    ]


def test_rows_without_a_label_are_not_checked() -> None:
    assert items(parquet({"label": ["犬", None, " ", "犬", None]})) == [
        AnnotatedLabel("犬", "row 1", count=2),
        NotChecked("row 2", "no label", 2),
        NotChecked("row 3", "no label"),
    ]


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from([*LABELS, "x"]), st.sampled_from(["de", "ja", ""])), min_size=1),
    st.integers(1, 7),
    st.integers(1, 9),
)
def test_it_says_what_the_same_table_as_csv_says(rows: list[tuple[str, str]], group: int, window: int) -> None:
    columns = {"label": [row[0] for row in rows], "language": [row[1] for row in rows]}
    text = "label,language\n" + "".join(f"{label},{language}\n" for label, language in rows)
    counted: dict[tuple[str, str | None], list[int]] = {}
    for number, item in enumerate(read_csv(io.BytesIO(text.encode()), "a.csv"), start=1):
        assert isinstance(item, AnnotatedLabel)
        counted.setdefault((item.label, item.language), []).append(number)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "_ROWS", window)
        found = items(parquet(columns, group=group))
    assert found == [
        AnnotatedLabel(label, f"row {numbers[0]}", len(numbers), language)
        for (label, language), numbers in counted.items()
    ]


@pytest.mark.parametrize("type_", [pa.large_string(), pa.dictionary(pa.int8(), pa.string())])
def test_texts_of_every_kind_are_read(type_: object) -> None:
    assert items(parquet({"label": ["犬", "犬"]}, types={"label": type_})) == [AnnotatedLabel("犬", "row 1", count=2)]


def test_some_row_groups_are_read_with_their_own_row_numbers() -> None:
    data = parquet({"label": [f"l{number}" for number in range(10)]}, group=3)
    table = open_parquet(io.BytesIO(data), "a.parquet")
    assert (table.groups, table.first_rows) == (range(4), (1, 4, 7, 10))
    assert [item.place for item in read_groups(table, [2, 3])] == ["row 7", "row 8", "row 9", "row 10"]


def test_table_without_rows_has_no_labels() -> None:
    assert items(parquet({"label": []}, types={"label": pa.string()})) == []


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"caption": ["a"]}, "no column is called label, name, category, class"),
        ({"label": [1, 2]}, "the column 'label' holds int64, not texts"),
        ({"label": [["a"]]}, "the column 'label' holds list"),
        ({"label": ["a"], "language": [1.5]}, "the column 'language' holds double, not texts"),
        ({"label": ["a"], "LABEL": ["b"]}, "two columns are called 'label'"),
    ],
)
def test_table_without_usable_columns_is_refused(columns: dict[str, list[object]], told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        items(parquet(columns))


WHOLE = parquet({"label": [f"label {number}" for number in range(5_000)]}, group=1_000)


@pytest.mark.parametrize("data", [WHOLE[:-1], WHOLE[:100], b"PAR1", b"x" * 100, b""])
def test_file_that_is_cut_off_or_no_parquet_is_refused(data: bytes) -> None:
    with pytest.raises(
        UnreadableFile, match=r"a\.parquet: (the file is empty|no Parquet file, or one that is cut off)"
    ):
        items(data)


def test_damaged_row_group_is_named() -> None:
    damaged = bytearray(WHOLE)
    damaged[len(WHOLE) // 2 : len(WHOLE) // 2 + 3_000] = b"\xff" * 3_000
    with pytest.raises(UnreadableFile, match=r"row group [2-5] of 5 is damaged"):
        items(bytes(damaged))


def test_row_group_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_GROUP_BYTES", 1_000)
    with pytest.raises(TooLarge, match="row group 1 of 5"):
        items(WHOLE)


class Pipe:
    """A stream that cannot go back."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._stream.read(size)


def test_stream_that_cannot_go_back_is_read_all_the_same() -> None:
    assert list(read_parquet(Pipe(WHOLE), "-")) == items(WHOLE)


def test_what_to_install_is_said_where_pyarrow_is_absent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def absent(name: str) -> object:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(module, "import_module", absent)
    module._arrow.cache_clear()
    with pytest.raises(NotInstalled, match=r"taxonomy-service\[parquet\]"):
        items(WHOLE)
    module._arrow.cache_clear()

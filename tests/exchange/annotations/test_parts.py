from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations import AnnotationFormat, parts, read_annotations
from taxonomy_service.exchange.annotations.parts import PARTED, Part, file_parts, read_part
from tests.parquet_files import parquet

LINES = [
    b'{"label": "Laufschuh"}',
    '{"label": "koşu", "language": "tr"}'.encode(),
    b"",
    b"oops",
    b'{"label": "\xff"}',
    b" \r",
]
Counted = dict[tuple[object, ...], int]


def counted(items: list[AnnotationItem]) -> tuple[Counted, list[str]]:
    """Return how often each label and each fault stands, and where what was not checked stands."""
    counts: Counted = {}
    for item in items:
        key = (item.label, item.language) if isinstance(item, AnnotatedLabel) else (item.reason,)
        counts[key] = counts.get(key, 0) + item.count
    return counts, sorted(item.place for item in items if isinstance(item, NotChecked))


def whole(path: Path) -> list[AnnotationItem]:
    with path.open("rb") as file:
        return list(read_annotations(file, str(path)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(LINES)), st.integers(1, 120), st.integers(1, 60), st.booleans(), st.booleans())
def test_lines_in_parts_are_the_lines_of_the_file(
    tmp_path: Path, lines: list[bytes], size: int, scanned: int, ended: bool, marked: bool
) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"\xef\xbb\xbf" * marked + b"\n".join([b'{"label": "x"}', *lines]) + b"\n" * ended)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(parts, "PART_BYTES", size)
        patched.setattr(parts, "_SCANNED_BYTES", scanned)
        found = list(file_parts(path, AnnotationFormat.NDJSON))
    assert [part.end for part in found[:-1]] == [part.start for part in found[1:]]
    assert sum(part.size for part in found) == path.stat().st_size
    assert counted([item for part in found for item in read_part(path, part)]) == counted(whole(path))


def test_a_label_stands_where_it_stands_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 1)
    monkeypatch.setattr(parts, "_SCANNED_BYTES", 20)
    path = tmp_path / "a.ndjson"
    path.write_text("".join(f'{{"label": "l{number}"}}\n' for number in range(100)), encoding="utf-8")
    found = list(file_parts(path, AnnotationFormat.NDJSON))
    assert len(found) > 50
    assert [item.place for part in found for item in read_part(path, part)] == [f"line {n}" for n in range(1, 101)]


def test_row_groups_are_gathered_into_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_ROWS", 5)
    path = tmp_path / "a.parquet"
    path.write_bytes(parquet({"label": [f"l{n // 2}" for n in range(16)]}, group=3))
    found = list(file_parts(path, AnnotationFormat.PARQUET))
    assert [(part.start, part.end, part.first) for part in found] == [(0, 2, 1), (2, 4, 7), (4, 6, 13)]
    assert [part.place for part in found] == ["row groups 1 to 2", "row groups 3 to 4", "row groups 5 to 6"]
    assert counted([item for part in found for item in read_part(path, part)]) == counted(whole(path))


def test_part_of_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        list(read_part(tmp_path / "gone.ndjson", Part(AnnotationFormat.NDJSON, 0, 10, 1, 10)))


def test_binary_file_is_refused_in_parts_too(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"\x00\x01\n" * 10)
    (part,) = file_parts(path, AnnotationFormat.NDJSON)
    with pytest.raises(UnreadableFile, match="NUL"):
        list(read_part(path, part))


def test_every_parted_format_has_its_parts(tmp_path: Path) -> None:
    data = {AnnotationFormat.NDJSON: b'{"label": "a"}', AnnotationFormat.PARQUET: parquet({"label": ["a"]})}
    for form in PARTED:
        path = tmp_path / form.value
        path.write_bytes(data[form])
        assert [item.place[-1] for part in file_parts(path, form) for item in read_part(path, part)] == ["1"]

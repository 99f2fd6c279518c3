import io
from pathlib import Path

import pytest

from taxonomy_service.domain.annotations import AnnotatedLabel
from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.exchange.annotations import AnnotationFormat, read_annotations
from taxonomy_service.exchange.untrusted import LimitedStream, plain_stream
from tests.parquet_files import parquet

FILES: dict[AnnotationFormat, tuple[str, str | bytes]] = {
    AnnotationFormat.COCO: ("a.json", '{"categories": [{"id": 1, "name": "犬"}]}'),
    AnnotationFormat.LABEL_STUDIO: (
        "a.json",
        '[{"id": 1, "annotations": [{"id": 2, "result": [{"type": "labels", "value": {"labels": ["犬"]}}]}]}]',
    ),
    AnnotationFormat.CVAT: ("a.xml", '<annotations><image id="0"><tag label="犬"/></image></annotations>'),
    AnnotationFormat.PASCAL_VOC: ("a.xml", "<annotation><object><name>犬</name></object></annotation>"),
    AnnotationFormat.YOLO: ("data.yaml", "names: [犬]"),
    AnnotationFormat.CSV: ("a.csv", "label\n犬\n"),
    AnnotationFormat.NDJSON: ("a.ndjson", '{"label": "犬"}'),
    AnnotationFormat.PARQUET: ("a.parquet", parquet({"label": ["犬"]})),
}


@pytest.mark.parametrize("form", AnnotationFormat)
@pytest.mark.parametrize("stated", [True, False])
def test_every_format_is_read_stated_or_not(form: AnnotationFormat, stated: bool) -> None:
    name, content = FILES[form]
    data = content.encode() if isinstance(content, str) else content
    found = list(read_annotations(io.BytesIO(data), name, form if stated else None))
    assert [item.label for item in found if isinstance(item, AnnotatedLabel)] == ["犬"]


@pytest.mark.parametrize("form", AnnotationFormat)
@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xff\xfe\xff\xff\n\0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_no_format_takes_an_empty_or_binary_file(form: AnnotationFormat, data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="upload"):
        list(read_annotations(io.BytesIO(data), "upload", form))


@pytest.mark.parametrize("form", AnnotationFormat)
def test_limit_of_the_stream_holds_in_every_format(form: AnnotationFormat) -> None:
    name, content = FILES[form]
    data = content.encode() if isinstance(content, str) else content
    stream = LimitedStream(plain_stream(io.BytesIO(data)), name, limit=8)
    with pytest.raises(TooLarge):
        list(read_annotations(stream, name, form))


def test_unknown_format_is_refused_at_once() -> None:
    with pytest.raises(UnreadableFile, match="state one of"):
        read_annotations(io.BytesIO(b"something"), "upload")


def test_detection_loses_no_byte_of_a_long_file(shared_data: Path) -> None:
    file = shared_data / "annotations" / "coco" / "instances_train2017.json"
    with file.open("rb") as one, file.open("rb") as other:
        assert list(read_annotations(one, file.name)) == list(read_annotations(other, file.name, AnnotationFormat.COCO))

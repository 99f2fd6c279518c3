from pathlib import Path

import pytest

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations.formats import AnnotationFormat, detect_format


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.csv", "anything", "csv"),
        ("A.TSV", "anything", "csv"),
        ("a.ndjson", "{}", "ndjson"),
        ("a.jsonl.gz", "{}", "ndjson"),
        ("data.yaml", "nc: 1", "yolo"),
        ("data.yml", "nc: 1", "yolo"),
        ("obj.names", "犬", "yolo"),
        ("classes.txt", "犬\nkot", "yolo"),
        ("classes.txt", "<background>\nkot", "yolo"),
        ("labels.txt", "label,lang\na,en", "csv"),
        ("upload", "nc: 1\nnames: [a]", "yolo"),
        ("upload", "id;Label\n1;a", "csv"),
        ("a.xml", "<annotations>", "cvat"),
        ("a.xml", "\ufeff<?xml version='1.0'?>\n<!-- <annotation> -->\n<annotations><version>", "cvat"),
        ("a.xml", "<annotation verified='yes'>", "pascal-voc"),
        ("upload", "\n<annotation>", "pascal-voc"),
        ("a.json", '{"info": {}, "images": []', "coco"),
        ("a.json", '{"annotations": [{"id": 1, "image_id": 2', "coco"),
        ("a.json", '{"annotations": [{"id": 1, "completed_by": 2', "label-studio"),
        ("a.json", '{"id": 1, "data": {"images": []}', "label-studio"),
        ("a.json", '[{"image": "a", "id": 1, "label": [{"x": 1, "original_width": 2', "label-studio"),
        ("a.json", "[", "label-studio"),
        ("a.parquet", "anything", "parquet"),
        ("upload", "PAR1\x15\x04", "parquet"),
        ("upload", '\ufeff{"label": "犬"}\n{"label": "kot"}', "ndjson"),
    ],
)
def test_format_is_told_by_name_and_first_bytes(name: str, head: str, expected: str) -> None:
    assert detect_format(name, head.encode()) == AnnotationFormat(expected)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_xml_is_recognised(encoding: str) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><annotations>'
    assert detect_format("a.xml", text.encode(encoding)) is AnnotationFormat.CVAT


def test_head_that_ends_inside_a_character_is_no_fault() -> None:
    assert detect_format("a.json", '{"info": "犬'.encode()[:-1]) is AnnotationFormat.COCO


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.xml", b"<rdf:RDF>"),
        ("a.xml", b"<!DOCTYPE annotations>"),
        ("a.xml", b"<!-- never closed"),
        ("a.json", b'{"foo": 1}'),
        ("a.json", b"{"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("upload", b"just some text"),
    ],
)
def test_unknown_format_is_refused_and_the_known_ones_are_listed(name: str, head: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        detect_format(name, head)
    message = str(caught.value)
    assert name in message
    assert all(known in message for known in AnnotationFormat)


@pytest.mark.parametrize("head", [b"", b"  \n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_file_is_called_empty(head: bytes) -> None:
    with pytest.raises(UnreadableFile, match="empty"):
        detect_format("a.csv", head)


@pytest.mark.parametrize("head", [b"PK\x03\x04....", b"\x1f\x8b\x08\0"])
def test_packed_file_is_refused(head: bytes) -> None:
    with pytest.raises(UnreadableFile, match="unpack"):
        detect_format("a.zip", head)


def test_real_files_are_recognised(shared_data: Path) -> None:
    folder = shared_data / "annotations"
    for file in folder.rglob("*.*"):
        if file.is_file() and "label_config" not in file.name:
            assert detect_format(file.name, file.read_bytes()[:65536]) == file.parent.name

import io
import json

import pytest

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations.ndjson import read_ndjson
from taxonomy_service.exchange.annotations.streams import MOST_LINE_BYTES


def ndjson(text: str | bytes) -> list[AnnotationItem]:
    return list(read_ndjson(io.BytesIO(text.encode() if isinstance(text, str) else text), "a.ndjson"))


def test_object_a_line_gives_label_language_concept_and_attributes() -> None:
    line = {"label": "koşu ayakkabısı", "language": "tr", "concept": "c1", "attributes": {"renk": "sarı", "n": 2}}
    assert ndjson(json.dumps(line, ensure_ascii=False) + '\r\n\n{"label": "犬", "other": [1]}') == [
        AnnotatedLabel("koşu ayakkabısı", "line 1", language="tr", concept="c1", attributes={"renk": "sarı", "n": 2}),
        AnnotatedLabel("犬", "line 3"),
    ]


def test_ndjson_with_byte_order_mark_is_read() -> None:
    assert ndjson('\ufeff{"label": "بطة", "language": null}') == [AnnotatedLabel("بطة", "line 1")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{}", "missing required field `label`"),
        (b'{"label": 5}', "Expected `str`"),
        (b'{"label": "  "}', "no label"),
        (b'{"label": "a", "attributes": []}', "Expected `object`"),
        (b"[1]", "Expected `object`"),
        (b"null", "Expected `object`"),
        (b'{"label": "a"', "not valid JSON"),
        (b'{"label": "a"} {"label": "b"}', "not valid JSON"),
        (b'{"label": "\\ud800"}', "not valid JSON"),
        (b"label,lang", "not valid JSON"),
        (b'{"label": "\xf3"}', "not UTF-8"),
        (b'{"label": "\xf3", "x": 1}', "not UTF-8"),
        (b'{"label": "a", "x": ' + b"[" * 400_000, "nested too deeply"),
        (b'{"attributes": ' + b'{"a":' * 100_000, "nested too deeply"),
        (b'{"label": "' + b"x" * MOST_LINE_BYTES + b'"}', "longer than 1,048,576 bytes"),
    ],
)
def test_bad_line_is_not_checked_and_the_rest_goes_on(line: bytes, reason: str) -> None:
    bad, before, after = sorted(
        ndjson(b'{"label": "a"}\n' + line + b'\n{"label": "b"}\n'), key=lambda item: isinstance(item, AnnotatedLabel)
    )
    assert (before, after) == (AnnotatedLabel("a", "line 1"), AnnotatedLabel("b", "line 3"))
    assert isinstance(bad, NotChecked)
    assert bad.place == "line 2"
    assert reason in bad.reason


@pytest.mark.parametrize("data", [b"", b"\n \n", '{"label": "a"}'.encode("utf-16-le")])
def test_ndjson_without_any_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        ndjson(data)

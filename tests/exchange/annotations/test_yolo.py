import contextlib
import io
import time

import pytest

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.exchange.annotations.yolo import MOST_BYTES, read_yolo


def items(text: str | bytes, name: str = "data.yaml") -> list[AnnotationItem]:
    return list(read_yolo(io.BytesIO(text.encode() if isinstance(text, str) else text), name))


def labels(text: str, name: str = "data.yaml") -> list[str]:
    return [item.label for item in items(text, name) if isinstance(item, AnnotatedLabel)]


def test_names_as_a_list_are_the_classes() -> None:
    assert items("path: ../x\nnames: [犬, 'koşu ayakkabısı']\nnc: 2\n") == [
        AnnotatedLabel("犬", "class 0 (line 2)"),
        AnnotatedLabel("koşu ayakkabısı", "class 1 (line 2)"),
    ]


def test_names_as_a_mapping_are_the_classes() -> None:
    assert items("names:\n  0: kaczka # duck\n  7: بطة\n") == [
        AnnotatedLabel("kaczka", "class 0 (line 2)"),
        AnnotatedLabel("بطة", "class 7 (line 3)"),
    ]


def test_names_stay_text_whatever_yaml_makes_of_them() -> None:
    written = ["no", "on", "1.0", "2024-01-01", "0x10"]
    assert labels(f"names: [{', '.join(written)}]") == written


@pytest.mark.parametrize("name", ["classes.txt", "obj.names", "names"])
def test_one_name_a_line_is_a_class_each(name: str) -> None:
    assert items("\ufeffŻółw morski\r\n\n犬\n", name) == [
        AnnotatedLabel("Żółw morski", "line 1"),
        AnnotatedLabel("犬", "line 3"),
    ]


def test_yaml_under_another_name_is_recognised() -> None:
    assert labels("nc: 1\nnames: [犬]", "upload") == ["犬"]


@pytest.mark.parametrize("node", ["", "~", "''", "[a]", "{a: b}"])
def test_name_that_is_no_text_is_not_checked(node: str) -> None:
    found = items(f"names:\n  - {node}\n  - 犬")
    assert found == [NotChecked(found[0].place, "no name"), AnnotatedLabel("犬", "class 1 (line 3)")]


def test_alias_is_not_checked_since_nothing_is_followed() -> None:
    assert items("names: [&a 犬, *a]")[1] == NotChecked("class 1 (line 1)", "no name")


@pytest.mark.parametrize("block", ["[" * 60 + "]" * 60 + ",", "[" * 500 + "]" * 500 + ","])
def test_nesting_costs_no_time(block: str) -> None:
    started = time.process_time()
    with contextlib.suppress(UnreadableFile):
        items(f"x: [{block * (900_000 // len(block))}]\nnames: [a]")
    assert time.process_time() - started < 20


def test_quoted_null_is_a_name() -> None:
    assert labels("names: ['null', null]") == ["null"]


def test_key_that_is_no_text_does_not_matter() -> None:
    assert items("names: {[1, 2]: a}") == [AnnotatedLabel("a", "class ? (line 1)")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("nc: 2", "no `names`"),
        ("- a\n- b", "no `names`"),
        ("just text", "no `names`"),
        ("names: obj.names", "neither a list nor a mapping"),
        ("names: [a, b", "not valid YAML"),
        ("names: 'a", "not valid YAML"),
        ("names: *a", "neither a list nor a mapping"),
        ("names: [a]\n---\nnames: [b]", "more than one"),
        ("names: @a", "not valid YAML"),
        ("names: [\x07]", "not valid YAML"),
        ("names: " + "[" * 5000, "nested"),
        ("names:\n" + "- " * 5000 + "a", "nested"),
    ],
)
def test_bad_yaml_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        items(text)


def test_bad_yaml_says_its_line() -> None:
    with pytest.raises(UnreadableFile) as caught:
        items("nc: 1\nnames: [a\nb: {")
    assert caught.value.data["line"] is not None


def test_tags_are_not_obeyed() -> None:
    found = items("names: [!!python/object/apply:os.system ['true']]")
    assert found == [NotChecked("class 0 (line 1)", "no name")]


def test_aliases_do_not_multiply() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
    merges = "".join(f"m{n}: &m{n}\n  <<: [{', '.join([f'*m{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert labels(f"l0: &l0 [a]\n{levels}m0: &m0 {{a: b}}\n{merges}names: [犬]") == ["犬"]


def test_file_beyond_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge):
        items(b"a\n" * (MOST_BYTES // 2 + 1), "classes.txt")


def test_annotation_file_of_boxes_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="send data"):
        items("0 0.5 0.5 0.1 0.2\n3 0.1 0.2 0.3 1e-3\n", "000001.txt")


def test_other_encodings_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="not UTF-8"):
        items("żółw".encode("cp1250"), "classes.txt")

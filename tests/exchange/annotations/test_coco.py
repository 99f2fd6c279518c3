import io
import json
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.exchange.annotations import coco, repeats
from taxonomy_service.exchange.annotations.coco import read_coco


def items(value: object) -> list[AnnotationItem]:
    return list(read_coco(io.BytesIO(json.dumps(value, ensure_ascii=False).encode()), "a.json"))


CATEGORIES = [{"id": 1, "name": "koşu ayakkabısı", "supercategory": "ayakkabı"}, {"id": 2, "name": "犬"}]
ANNOTATION = {"id": 42, "image_id": 139, "category_id": 2, "bbox": [1, 2, 3, 4], "segmentation": [[1.5, 2]]}


def test_each_category_comes_once_with_count_0_whether_used_or_not() -> None:
    assert items({"categories": CATEGORIES}) == [
        AnnotatedLabel("koşu ayakkabısı", "category 1", count=0),
        AnnotatedLabel("犬", "category 2", count=0),
    ]


@pytest.mark.parametrize("order", [("annotations", "categories"), ("categories", "annotations")])
def test_annotation_carries_the_name_of_its_category_wherever_categories_stand(order: tuple[str, str]) -> None:
    whole = {"categories": CATEGORIES, "annotations": [ANNOTATION]}
    found = items({"info": {"x": [1]}} | {key: whole[key] for key in order})
    assert found[-1] == AnnotatedLabel("犬", "annotation 42 (image 139)")
    assert len(found) == 3


def test_attributes_of_the_cvat_export_are_carried_over() -> None:
    attributes = {"occluded": False, "rotation": 0.5, "rasa": "jamnik"}
    found = items({"annotations": [ANNOTATION | {"attributes": attributes}], "categories": CATEGORIES})
    assert isinstance(found[-1], AnnotatedLabel)
    assert found[-1].attributes == attributes


@pytest.mark.parametrize("order", [("annotations", "categories"), ("categories", "annotations")])
def test_unknown_category_id_is_not_checked(order: tuple[str, str]) -> None:
    whole = {"categories": CATEGORIES, "annotations": [ANNOTATION | {"category_id": 99}]}
    assert items({key: whole[key] for key in order})[-1] == NotChecked(
        "annotation 42 (image 139)", "no category has the id 99"
    )


@pytest.mark.parametrize("category", [None, True, [1], {"id": 1}])
def test_category_id_that_is_no_id_is_not_checked(category: object) -> None:
    found = items({"categories": CATEGORIES, "annotations": [ANNOTATION | {"category_id": category}]})
    assert found[-1] == NotChecked("annotation 42 (image 139)", "no category_id")


def test_caption_without_category_is_not_checked() -> None:
    found = items({"categories": [], "annotations": [{"id": 1, "image_id": 2, "caption": "a dog"}]})
    assert found == [NotChecked("annotation 1 (image 2)", "no category_id")]


def test_annotation_without_ids_is_named_by_its_number() -> None:
    found = items({"categories": CATEGORIES, "annotations": [{"category_id": 2}]})
    assert found[-1] == AnnotatedLabel("犬", "annotation number 1")


def test_annotation_that_is_no_object_is_not_checked_and_the_rest_goes_on() -> None:
    found = items({"annotations": [[1, [2]], "x", ANNOTATION], "categories": CATEGORIES})
    assert found[:2] == [
        NotChecked("annotation number 1", "not an object"),
        NotChecked("annotation number 2", "not an object"),
    ]
    assert found[-1] == AnnotatedLabel("犬", "annotation 42 (image 139)")


def test_attributes_that_are_no_object_are_left_out() -> None:
    found = items({"categories": CATEGORIES, "annotations": [ANNOTATION | {"attributes": [1]}]})
    assert found[-1] == AnnotatedLabel("犬", "annotation 42 (image 139)")


@pytest.mark.parametrize(
    ("category", "reason"),
    [
        ({"id": 3}, "no name"),
        ({"id": 3, "name": ""}, "no name"),
        ({"id": 3, "name": ["x"]}, "no name"),
        ({"name": "kot"}, "no id"),
        ({"id": 1, "name": "kot"}, "used twice"),
        ("kot", "not an object"),
    ],
)
def test_category_that_cannot_be_used_is_not_checked(category: object, reason: str) -> None:
    found = items({"categories": [*CATEGORIES, category]})[-1]
    assert isinstance(found, NotChecked)
    assert reason in found.reason


def test_numbers_as_names_are_labels() -> None:
    assert items({"categories": [{"id": 0, "name": 7}]}) == [AnnotatedLabel("7", "category 0", count=0)]


@pytest.mark.parametrize(
    "value",
    [
        [{"image_id": 1, "category_id": 2, "score": 0.5}],
        "text",
        {"images": []},
        {},
        {"annotations": {}, "categories": []},
        {"categories": {"label": {"labels": []}}, "items": []},
    ],
)
def test_other_json_is_refused(value: object) -> None:
    with pytest.raises(UnreadableFile, match="COCO"):
        items(value)


@pytest.mark.parametrize("cut", [0, 1, 60, -1])
def test_cut_off_file_is_refused(cut: int) -> None:
    whole = json.dumps({"annotations": [ANNOTATION], "categories": CATEGORIES}).encode()
    with pytest.raises(UnreadableFile):
        list(read_coco(io.BytesIO(whole[:cut]), "a.json"))


def test_too_many_categories_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coco, "MOST_CATEGORIES", 1)
    with pytest.raises(TooLarge, match="categories"):
        items({"categories": CATEGORIES})


class LongFile:
    """A COCO file of many annotations that never exists as a whole; `categories` come last."""

    def __init__(self, count: int) -> None:
        self._parts = self._chunks(count)

    def _chunks(self, count: int) -> Iterator[bytes]:
        yield b'{"annotations": ['
        for number in range(count):
            yield json.dumps(ANNOTATION | {"id": number, "attributes": {"n": number}}).encode() + (
                b"," if number < count - 1 else b""
            )
        yield b'], "categories": ' + json.dumps(CATEGORIES).encode() + b"}"

    def read(self, size: int = -1, /) -> bytes:
        return next(self._parts, b"") if size else b""


def test_memory_does_not_grow_with_the_number_of_annotations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coco, "_SPOOL_BYTES", 10_000)
    monkeypatch.setattr(repeats, "MOST_HELD", 100)
    peaks = []
    for count in (500, 10_000):
        tracemalloc.start()
        assert sum(1 for _ in read_coco(LongFile(count), "a.json")) == count + 2
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 200_000


@pytest.mark.parametrize(("file", "count"), [("instances_train2017.json", 288), ("instances_val2017.json", 136)])
def test_real_subset_of_coco_2017_is_read_whole(shared_data: Path, file: str, count: int) -> None:
    with (shared_data / "annotations" / "coco" / file).open("rb") as stream:
        found = list(read_coco(stream, file))
    assert {type(item) for item in found} == {AnnotatedLabel}
    assert sum(item.count for item in found) == count
    assert len({item.place for item in found}) == len(found)
    stated = json.loads((shared_data / "annotations" / "coco" / file).read_text())
    names = {category["id"]: category["name"] for category in stated["categories"]}
    counts = Counter(dict.fromkeys(names.values(), 0))
    counts.update(names[own["category_id"]] for own in stated["annotations"])
    read: Counter[str] = Counter()
    for item in found:
        assert isinstance(item, AnnotatedLabel)
        read[item.label] += item.count
    assert read == counts


def test_annotations_of_one_category_come_once_with_how_many_and_the_first_place() -> None:
    annotations = [ANNOTATION | {"id": number, "category_id": 1 + number % 2} for number in range(2_000)]
    found = items({"categories": CATEGORIES, "annotations": annotations})
    assert found[2:] == [
        AnnotatedLabel("koşu ayakkabısı", "annotation 0 (image 139)", count=1_000),
        AnnotatedLabel("犬", "annotation 1 (image 139)", count=1_000),
    ]


def test_attributes_here_and_there_part_no_annotations_without_any() -> None:
    stated: list[dict[str, object]] = [{"attributes": {"yüzey": "ıslak"}}, {"attributes": {}}, {"attributes": None}, {}]
    annotations = [ANNOTATION | {"id": number} | stated[number % 7 % 4] for number in range(7_000)]
    found = items({"categories": CATEGORIES, "annotations": annotations + [ANNOTATION] * 3_000})
    assert found[2:] == [
        AnnotatedLabel("犬", "annotation 0 (image 139)", 2_000, attributes={"yüzey": "ıslak"}),
        AnnotatedLabel("犬", "annotation 1 (image 139)", 2_000),
        AnnotatedLabel("犬", "annotation 2 (image 139)", 6_000),
    ]


def test_odd_annotation_among_thousands_is_found_by_its_number() -> None:
    annotations: list[object] = [ANNOTATION | {"id": None} for _ in range(3_000)]
    annotations[2_345] = ["not an object"]
    annotations[2_346] = ANNOTATION | {"id": None, "image_id": True, "category_id": 99}
    found = items({"categories": CATEGORIES, "annotations": annotations})
    assert NotChecked("annotation number 2346", "not an object") in found
    assert NotChecked("annotation number 2347", "no category has the id 99") in found
    assert found[-2:-1] == [AnnotatedLabel("犬", "annotation number 1 (image 139)", count=2_998)]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (b'{"id": 7, "category_id": NaN}', r"at byte [0-9,]+ \(annotation number 1501: JSON is malformed"),
        (b'{"id": 7, "id": 8,}', "annotation number 1501"),
        (b'{"id": ' + b"[" * 70 + b"]" * 70 + b"}", "nested more than 64 levels"),
        (b'{"id": "\xff"}', "not UTF-8"),
        (b'{"id": "x', "cut off"),
    ],
)
def test_broken_annotation_among_thousands_is_named(broken: bytes, told: str) -> None:
    good = json.dumps(ANNOTATION).encode()
    data = b'{"annotations": [' + b", ".join([*[good] * 1_500, broken, *[good] * 10]) + b"]}"
    with pytest.raises(UnreadableFile, match=told):
        list(read_coco(io.BytesIO(data), "a.json"))


def test_of_a_repeated_key_the_last_one_counts() -> None:
    data = (
        b'{"categories": [{"id": 1, "name": "a", "name": "b"}], "annotations": [{"category_id": 5, "category_id": 1}]}'
    )
    assert list(read_coco(io.BytesIO(data), "a.json"))[-1] == AnnotatedLabel("b", "annotation number 1")

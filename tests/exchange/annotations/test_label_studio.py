import io
import json
from pathlib import Path

import pytest

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.exchange.annotations import json_stream
from taxonomy_service.exchange.annotations.label_studio import read_label_studio


def items(value: object) -> list[AnnotationItem]:
    return list(read_label_studio(io.BytesIO(json.dumps(value, ensure_ascii=False).encode()), "a.json"))


def result(kind: str, labels: object, key: str = "r1", source: str = "label", **value: object) -> dict[str, object]:
    return {"id": key, "type": kind, "from_name": source, "to_name": "image", "value": {kind: labels} | value}


def task(*results: object, **annotation: object) -> dict[str, object]:
    return {"id": 3, "data": {"image": "a.jpg"}, "annotations": [{"id": 7, "result": list(results)} | annotation]}


def test_each_label_of_a_region_is_an_item() -> None:
    assert items([task(result("rectanglelabels", ["犬", "kaczka"], x=1.5, rotation=0))]) == [
        AnnotatedLabel("犬", "task 3, annotation 7, result r1"),
        AnnotatedLabel("kaczka", "task 3, annotation 7, result r1"),
    ]


def test_geometry_and_masks_are_stepped_over() -> None:
    found = items([task(result("brushlabels", ["بطة"], rle=[0, 1] * 1000, points=[[1, 2]]))])
    assert found == [AnnotatedLabel("بطة", "task 3, annotation 7, result r1")]


def test_single_task_object_is_read_like_a_list_of_one() -> None:
    assert items(task(result("labels", ["犬"]))) == items([task(result("labels", ["犬"]))])


def test_choices_that_share_the_id_of_a_labelled_region_become_its_attribute() -> None:
    found = items(
        [
            task(
                result("choices", ["tak"], source="zasłonięty", x=1),
                result("rectanglelabels", ["pies"]),
                result("choices", ["left", "front"], source="pose"),
            )
        ]
    )
    attributes = {"zasłonięty": "tak", "pose": ("left", "front")}
    assert found == [AnnotatedLabel("pies", "task 3, annotation 7, result r1", attributes=attributes)]


def test_choices_about_the_whole_image_are_labels() -> None:
    found = items([task(result("rectanglelabels", ["pies"]), result("choices", ["park"], key="c1", source="scene"))])
    assert [(item.label, dict(item.attributes)) for item in found if isinstance(item, AnnotatedLabel)] == [
        ("pies", {}),
        ("park", {}),
    ]


def test_choices_on_a_shape_without_labels_stay_labels() -> None:
    shape = {"id": "r1", "type": "rectangle", "from_name": "box", "value": {"x": 1}}
    found = items([task(shape, result("choices", ["araba"], source="class"))])
    assert AnnotatedLabel("araba", "task 3, annotation 7, result r1") in found


def test_shape_whose_labels_stand_in_a_result_of_their_own_is_no_gap() -> None:
    shape = {"id": "r1", "type": "rectangle", "from_name": "box", "value": {"x": 1}}
    assert items([task(shape, result("labels", ["araba"]))]) == [
        AnnotatedLabel("araba", "task 3, annotation 7, result r1")
    ]


def test_results_without_ids_share_no_region() -> None:
    one, two = result("rectanglelabels", ["pies"]), result("choices", ["park"])
    del one["id"], two["id"]
    assert items([task(one, two)]) == [
        AnnotatedLabel("pies", "task 3, annotation 7, result number 1"),
        AnnotatedLabel("park", "task 3, annotation 7, result number 2"),
    ]


@pytest.mark.parametrize(
    "one",
    [
        {"id": "r1", "type": "textarea", "value": {"text": ["a remark"]}},
        {"id": "r1", "type": "number", "value": {"number": 4}},
        {"id": "r1", "type": "rating", "value": {"rating": 4}},
        {"type": "relation", "from_id": "a", "to_id": "b", "labels": ["next to"]},
        {"id": "r1", "type": "rectangle", "value": {"x": 1}},
        {"id": "r1", "type": "rectanglelabels", "value": {"rectanglelabels": []}},
        {"id": "r1", "type": "rectanglelabels", "value": None},
        {"id": "r1"},
        "text",
        None,
    ],
)
def test_result_without_label_is_not_checked(one: object) -> None:
    found = items([task(one)])
    assert [type(item) for item in found] == [NotChecked]


def test_remark_about_a_labelled_region_is_not_checked_either() -> None:
    remark = {"id": "r1", "type": "textarea", "value": {"text": ["a remark"]}}
    found = items([task(result("rectanglelabels", ["pies"]), remark)])
    assert found[1] == NotChecked("task 3, annotation 7, result r1", "textarea carries no label")


def test_cancelled_annotation_is_not_checked_and_counts_its_results() -> None:
    found = items([task(result("labels", ["a"]), result("labels", ["b"]), was_cancelled=True)])
    assert found == [NotChecked("task 3, annotation 7", "cancelled by the annotator", count=2)]


def test_predictions_and_drafts_are_counted_and_not_checked() -> None:
    prediction = {"result": [result("labels", ["a"]), result("labels", ["b"])]}
    found = items([{"id": 3, "data": {}, "predictions": [prediction, 17], "drafts": [{"result": []}]}])
    assert found == [
        NotChecked("task 3", "a prediction, not an annotation", count=3),
        NotChecked("task 3", "a draft that was not submitted", count=1),
    ]


def test_completions_of_older_exports_are_read() -> None:
    old = {"id": 3, "data": {}, "completions": [{"id": 7, "result": [result("choices", ["ördek"])]}]}
    assert items([old]) == [AnnotatedLabel("ördek", "task 3, annotation 7, result r1")]


def test_task_without_annotations_has_nothing_to_check() -> None:
    assert items([{"id": 3, "data": {"image": "a.jpg"}, "annotations": []}]) == []


def test_min_export_is_read() -> None:
    one = {"image": "a.jpg", "id": 1, "label": [{"x": 1, "rectanglelabels": ["犬"]}], "annotator": 1}
    found = items([one, one | {"id": 2}])
    assert found[:2] == [AnnotatedLabel("犬", "task 1, label 1"), AnnotatedLabel("犬", "task 2, label 1")]
    assert [(item.place, item.count) for item in found[2:]] == [("field image", 2)]


@pytest.mark.parametrize("one", [5, None, "text", [1], {"foo": {"bar": 1}}])
def test_list_elements_that_are_no_tasks_are_not_checked_and_the_rest_goes_on(one: object) -> None:
    found = items([one, task(result("labels", ["犬"]))])
    assert isinstance(found[0], NotChecked)
    assert isinstance(found[1], AnnotatedLabel)


@pytest.mark.parametrize(
    "annotations", [[5], [{"id": 1}], [{"id": 1, "result": None}], [{"id": 1, "category_id": 2, "image_id": 3}]]
)
def test_annotations_without_results_are_not_checked(annotations: object) -> None:
    assert [type(item) for item in items([{"id": 1, "annotations": annotations}])] == [NotChecked]


@pytest.mark.parametrize("annotations", [None, 5, {}, "text"])
def test_annotations_of_another_type_are_nothing_to_check(annotations: object) -> None:
    assert items([{"id": 1, "annotations": annotations}]) == []


@pytest.mark.parametrize(
    "value",
    [
        5,
        "text",
        {},
        {"labels": {"type": "RectangleLabels"}},
        {"info": {}, "images": [], "annotations": [], "categories": []},
        {"images": [], "annotations": []},
    ],
)
def test_other_json_is_refused(value: object) -> None:
    with pytest.raises(UnreadableFile, match="Label Studio"):
        items(value)


@pytest.mark.parametrize("cut", [0, 1, 50, -1])
def test_cut_off_file_is_refused(cut: int) -> None:
    whole = json.dumps([task(result("labels", ["a"]))]).encode()
    with pytest.raises(UnreadableFile):
        list(read_label_studio(io.BytesIO(whole[:cut]), "a.json"))


def test_task_with_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MOST_VALUES", 100)
    with pytest.raises(TooLarge, match="task number 1"):
        items([{"id": 1, "annotations": [[]] * 100}])


REAL = {
    "test_export_csv__csv_test.json": (3, 2),
    "test_export_csv__csv_test2.json": (1, 0),
    "test_export_csv__csv_test_history.json": (1, 0),
    "test_export_json_min__data.json": (1, 0),
    "test_export_json_min__data_repeater.json": (2, 0),
    "test_export_yolo__data.json": (6, 0),
    "test_export_yolo__data_obb.json": (25, 0),
    "test_export_yolo__data_polygons.json": (1, 0),
}


@pytest.mark.parametrize("file", REAL)
def test_real_exports_give_their_labels(shared_data: Path, file: str) -> None:
    with (shared_data / "annotations" / "label-studio" / file).open("rb") as stream:
        found = list(read_label_studio(stream, file))
    kinds = [isinstance(item, AnnotatedLabel) for item in found]
    assert (kinds.count(True), kinds.count(False)) == REAL[file]


def test_real_choice_with_quotes_and_cyrillic_is_kept_as_written(shared_data: Path) -> None:
    file = shared_data / "annotations" / "label-studio" / "test_export_csv__csv_test2.json"
    with file.open("rb") as stream:
        (item,) = read_label_studio(stream, file.name)
    assert isinstance(item, AnnotatedLabel)
    assert item.label == 'Yes " "" \n \t \t а б в \n'


def test_real_labelling_configuration_is_no_export(shared_data: Path) -> None:
    file = shared_data / "annotations" / "label-studio" / "test_export_json_min__label_config_repeater.json"
    with file.open("rb") as stream, pytest.raises(UnreadableFile, match="Label Studio"):
        list(read_label_studio(stream, file.name))

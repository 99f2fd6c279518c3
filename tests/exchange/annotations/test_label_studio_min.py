from collections import Counter

import pytest

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.exchange.annotations import label_studio_min
from taxonomy_service.exchange.annotations.label_studio_min import field_items, min_items

REGION = {"x": 1.0, "y": 2.0, "width": 3.0, "height": 4.0, "original_width": 10}


def items(task: dict[str, object]) -> list[AnnotationItem]:
    return list(min_items({"id": 1, "annotator": 2} | task, "task 1", Counter()))


def test_labels_of_regions_are_read() -> None:
    task: dict[str, object] = {"label": [REGION | {"rectanglelabels": ["犬", "kot"]}]}
    assert items(task) == [AnnotatedLabel("犬", "task 1, label 1"), AnnotatedLabel("kot", "task 1, label 1")]


def test_several_choices_about_the_whole_task_are_labels() -> None:
    assert items({"weather": {"choices": ["güneşli", "rüzgârlı"]}}) == [
        AnnotatedLabel("güneşli", "task 1, weather 1"),
        AnnotatedLabel("rüzgârlı", "task 1, weather 1"),
    ]


def test_choices_about_a_region_are_not_checked() -> None:
    found = items({"quality": [REGION | {"choices": ["blurred"]}]})
    assert [type(item) for item in found] == [NotChecked]


@pytest.mark.parametrize("region", [REGION, REGION | {"rectanglelabels": []}, REGION | {"text": ["x"]}])
def test_region_without_labels_is_not_checked(region: dict[str, object]) -> None:
    found = items({"label": [region]})
    assert [type(item) for item in found] == [NotChecked]


def test_plain_texts_are_counted_by_field_since_they_may_be_choices_or_data() -> None:
    fields: Counter[str] = Counter()
    for text in ("positive", "negative"):
        assert list(min_items({"id": 1, "sentiment": text, "created_at": "2024"}, "task 1", fields)) == []
    (item,) = field_items(fields)
    assert (item.place, item.count) == ("field sentiment", 2)


def test_fields_beyond_the_limit_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_studio_min, "MOST_FIELDS", 2)
    fields: Counter[str] = Counter()
    list(min_items({f"field {number}": "text" for number in range(10)}, "task 1", fields))
    assert sum(fields.values()) == 10
    assert len(fields) == 3


def test_numbers_and_nulls_are_no_labels() -> None:
    assert items({"lead_time": 3.5, "size": 4, "empty": None, "list": [1, None]}) == []

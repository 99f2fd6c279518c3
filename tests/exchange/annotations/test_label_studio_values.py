import pytest

from taxonomy_service.exchange.annotations.label_studio_values import labels_in


@pytest.mark.parametrize(
    "kind",
    [
        *("rectanglelabels", "polygonlabels", "brushlabels", "keypointlabels", "ellipselabels", "labels"),
        *("hypertextlabels", "paragraphlabels", "timeserieslabels", "bitmasklabels", "choices"),
    ],
)
def test_labels_stand_under_the_name_of_their_type(kind: str) -> None:
    assert labels_in({"x": 1, kind: ["犬", "kot"]}, kind) == ["犬", "kot"]


def test_boxes_of_a_video_keep_their_labels_under_labels() -> None:
    assert labels_in({"sequence": [], "labels": ["بطة"]}, "videorectangle") == ["بطة"]


def test_taxonomy_gives_the_last_step_of_each_path() -> None:
    assert labels_in({"taxonomy": [["Tiere", "Hund"], ["Pflanzen"]]}, "taxonomy") == ["Hund", "Pflanzen"]


def test_single_text_is_one_label() -> None:
    assert labels_in({"choices": "evet"}, "choices") == ["evet"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "choices"),
        (["x"], "choices"),
        ({"text": ["a remark"]}, "textarea"),
        ({"rating": 4}, "rating"),
        ({"number": 4}, "number"),
        ({"rectanglelabels": []}, "rectanglelabels"),
        ({"rectanglelabels": None}, "rectanglelabels"),
        ({"choices": [1, None, "", {}]}, "choices"),
        ({"taxonomy": [[], [[]]]}, "taxonomy"),
    ],
)
def test_values_without_labels_give_none(value: object, kind: str) -> None:
    assert labels_in(value, kind) == []

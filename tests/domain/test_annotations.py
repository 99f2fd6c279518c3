from dataclasses import FrozenInstanceError

import pytest

from taxonomy_service.domain.annotations import AnnotatedLabel, NotChecked


def test_a_label_stands_for_one_annotation_unless_it_says_otherwise() -> None:
    assert AnnotatedLabel("靴", "line 1").count == 1
    assert AnnotatedLabel("靴", "line 1").attributes == {}
    assert NotChecked("line 2", "no label").count == 1


def test_labels_share_no_attributes_and_cannot_be_changed() -> None:
    one, other = AnnotatedLabel("حذاء", "line 1"), AnnotatedLabel("حذاء", "line 1")
    assert one == other
    assert one.attributes is not other.attributes
    with pytest.raises(FrozenInstanceError):
        one.label = "靴"  # type: ignore[misc]

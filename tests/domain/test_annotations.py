from taxonomy_service.domain.annotations import AnnotatedLabel, NotChecked


def test_a_label_stands_for_one_annotation_unless_it_says_otherwise() -> None:
    assert AnnotatedLabel("靴", "line 1").count == 1
    assert AnnotatedLabel("靴", "line 1").attributes == {}
    assert NotChecked("line 2", "no label").count == 1

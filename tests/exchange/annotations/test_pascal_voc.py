import io

import pytest

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations.pascal_voc import read_pascal_voc


def items(body: str) -> list[AnnotationItem]:
    return list(read_pascal_voc(io.BytesIO(f"<annotation>{body}</annotation>".encode()), "a.xml"))


def test_object_name_is_the_label() -> None:
    body = (
        "<filename>犬.jpg</filename><object><name>\n  koşu ayakkabısı </name><bndbox><xmin>1</xmin></bndbox></object>"
    )
    assert items(body) == [AnnotatedLabel("koşu ayakkabısı", "object 1 (犬.jpg)")]


def test_flags_and_pose_are_carried_over() -> None:
    body = (
        "<object><name>kaczka</name><pose>Left</pose><truncated>1</truncated>"
        "<occluded>0</occluded><difficult>0.5</difficult></object>"
    )
    attributes = {"pose": "Left", "truncated": True, "occluded": False, "difficult": "0.5"}
    assert items(body) == [AnnotatedLabel("kaczka", "object 1", attributes=attributes)]


def test_attributes_as_cvat_writes_them_are_carried_over() -> None:
    body = (
        "<object><name>بطة</name><attributes><attribute><name>renk</name><value>sarı</value></attribute>"
        "<attribute><name>kolor</name><value>żółty</value></attribute></attributes></object>"
    )
    assert items(body) == [AnnotatedLabel("بطة", "object 1", attributes={"renk": "sarı", "kolor": "żółty"})]


def test_attribute_without_name_does_not_take_the_name_before_it() -> None:
    body = (
        "<object><name>a</name><attributes><attribute><name>renk</name><value>sarı</value></attribute>"
        "<attribute><value>lost</value></attribute></attributes></object>"
    )
    assert items(body) == [AnnotatedLabel("a", "object 1", attributes={"renk": "sarı"})]


def test_parts_of_an_object_are_items_of_their_own() -> None:
    body = (
        "<object><name>person</name><part><name>head</name><bndbox/></part>"
        "<part><name>hand</name></part><pose>Frontal</pose></object><object><name>dog</name></object>"
    )
    assert items(body) == [
        AnnotatedLabel("head", "object 1, part 1"),
        AnnotatedLabel("hand", "object 1, part 2"),
        AnnotatedLabel("person", "object 1", attributes={"pose": "Frontal"}),
        AnnotatedLabel("dog", "object 2"),
    ]


@pytest.mark.parametrize("name", ["", "<name/>", "<name> \n </name>"])
def test_object_without_name_is_not_checked(name: str) -> None:
    assert items(f"<object>{name}<pose>Left</pose></object>") == [NotChecked("object 1", "no name")]


def test_names_elsewhere_are_no_labels() -> None:
    assert items("<owner><name>someone</name></owner><source><part><name>x</name></part></source>") == []


def test_image_without_objects_has_nothing_to_check() -> None:
    assert items("<filename>a.jpg</filename><size><width>1</width></size>") == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<annotations/>",
        b"<annotation><object><name>a",
        b'<!DOCTYPE annotation SYSTEM "x.dtd"><annotation/>',
        b"<annotation>" + b"<a>" * 10_000,
        "<annotation><object><name>köpek</name></object></annotation>".encode("iso-8859-9"),
        b"label,language\na,en",
    ],
)
def test_bad_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        list(read_pascal_voc(io.BytesIO(data), "a.xml"))


def test_declared_utf16_is_read() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><annotation><object><name>犬</name></object></annotation>'
    assert list(read_pascal_voc(io.BytesIO(text.encode("utf-16")), "a.xml")) == [AnnotatedLabel("犬", "object 1")]

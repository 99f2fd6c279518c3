import io
from pathlib import Path

import pytest

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations.cvat import read_cvat


def items(body: str) -> list[AnnotationItem]:
    data = f'<?xml version="1.0" encoding="utf-8"?><annotations><version>1.1</version>{body}</annotations>'
    return list(read_cvat(io.BytesIO(data.encode()), "a.xml"))


def image(body: str) -> list[AnnotationItem]:
    return items(f'<image id="0" name="a.jpg">{body}</image>')


@pytest.mark.parametrize(
    "shape", ["box", "polygon", "polyline", "points", "ellipse", "cuboid", "mask", "tag", "skeleton", "some-new-shape"]
)
def test_every_kind_of_shape_is_an_item(shape: str) -> None:
    assert image(f'<{shape} label="犬"/>') == [AnnotatedLabel("犬", f"image 0 (a.jpg), {shape} 1")]


def test_attributes_become_attributes() -> None:
    found = image(
        '<box label="kaczka"><attribute name="kolor">żółty</attribute><attribute name="boş"></attribute></box>'
    )
    attributes = {"kolor": "żółty", "boş": ""}
    assert found == [AnnotatedLabel("kaczka", "image 0 (a.jpg), box 1", attributes=attributes)]


def test_occluded_is_a_truth_value_unless_the_label_has_such_an_attribute() -> None:
    found = image(
        '<box label="a" occluded="1"/><box label="b" occluded="0"><attribute name="occluded">half</attribute></box>'
    )
    assert [dict(item.attributes) for item in found if isinstance(item, AnnotatedLabel)] == [
        {"occluded": True},
        {"occluded": "half"},
    ]


def test_shapes_are_numbered_anew_in_each_image() -> None:
    found = items('<image id="0" name="a"><box label="x"/></image><image id="1" name="b"><tag label="x"/></image>')
    assert [item.place for item in found] == ["image 0 (a), box 1", "image 1 (b), tag 1"]


@pytest.mark.parametrize("attribute", ["", 'label=""', 'label="  "'])
def test_shape_without_label_is_not_checked(attribute: str) -> None:
    assert image(f"<box {attribute}/>") == [NotChecked("image 0 (a.jpg), box 1", "no label")]


def test_points_of_a_skeleton_are_items_with_their_own_attributes() -> None:
    found = image(
        '<skeleton label="insan"><attribute name="poz">ayakta</attribute>'
        '<points label="burun"><attribute name="a">1</attribute></points><points label="göz" outside="1"/></skeleton>'
    )
    assert found == [
        AnnotatedLabel("burun", "image 0 (a.jpg), skeleton 1, points 2", attributes={"a": "1"}),
        AnnotatedLabel("göz", "image 0 (a.jpg), skeleton 1, points 3", count=0),
        AnnotatedLabel("insan", "image 0 (a.jpg), skeleton 1", attributes={"poz": "ayakta"}),
    ]


def test_track_is_one_item_that_counts_its_visible_boxes() -> None:
    found = items(
        '<track id="4" label="بطة">'
        '<box frame="0" outside="0"><attribute name="a">first</attribute></box>'
        '<box frame="1" outside="0"><attribute name="a">second</attribute></box>'
        '<box frame="2" outside="1"><attribute name="a">third</attribute></box></track>'
    )
    assert found == [AnnotatedLabel("بطة", "track 4", count=2, attributes={"a": "first"})]


def test_track_that_is_never_visible_counts_0() -> None:
    assert items('<track id="4" label="a"><box outside="1"/></track>') == [AnnotatedLabel("a", "track 4", count=0)]


def test_track_without_label_is_not_checked() -> None:
    assert items('<track id="4"><box outside="0"/></track>') == [NotChecked("track 4", "no label", 1)]


def test_track_of_skeletons_counts_each_of_its_points() -> None:
    skeleton = '<skeleton frame="0"><points label="burun" outside="0"/><points label="göz" outside="1"/></skeleton>'
    assert items(f'<track id="4" label="insan">{skeleton * 2}</track>') == [
        AnnotatedLabel("insan", "track 4", count=2),
        AnnotatedLabel("burun", "track 4, skeleton", count=2),
    ]


@pytest.mark.parametrize("owner", ["task", "project", "job"])
def test_declared_labels_come_with_count_0_and_their_attributes_are_no_labels(owner: str) -> None:
    found = items(
        f"<meta><{owner}><name>not a label</name><labels>"
        "<label><name>犬</name><attributes><attribute><name>size</name></attribute></attributes></label>"
        f"<label><name>\n  kot\n</name></label><label><name/></label></labels></{owner}></meta>"
    )
    assert found == [
        AnnotatedLabel("犬", "meta, label 1", count=0),
        AnnotatedLabel("kot", "meta, label 2", count=0),
        NotChecked("meta, label 3", "no name", count=0),
    ]


def test_what_stands_elsewhere_is_not_taken_for_a_shape() -> None:
    assert items('<box label="a"/><attribute name="b">c</attribute><image id="0"><attribute name="d"/></image>') == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<annotation><object/></annotation>",
        b'<annotations><image id="0"><box label="a">',
        b'<!DOCTYPE annotations [<!ENTITY x "y">]><annotations/>',
        b'{"annotations": []}',
        b"<annotations>" + b"<a>" * 10_000,
        '<annotations><image name="zażółć"/></annotations>'.encode("iso-8859-2"),
    ],
)
def test_bad_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        list(read_cvat(io.BytesIO(data), "a.xml"))


def real(shared_data: Path, file: str) -> list[AnnotationItem]:
    with (shared_data / "annotations" / "cvat" / file).open("rb") as stream:
        return list(read_cvat(stream, file))


def test_real_project_gives_each_shape_of_each_subset(shared_data: Path) -> None:
    found = real(shared_data, "images-project.xml")
    assert len(found) == 2 + 12
    assert len({item.place for item in found}) == 14
    assert found[2] == AnnotatedLabel(
        "label1",
        "image 0 (Test/img0.jpg), box 1",
        attributes={"occluded": True, "a1": "true", "a2": "v3", "a3": "0003", "a4": "2.4"},
    )


def test_real_task_has_two_shapes_without_label(shared_data: Path) -> None:
    assert [type(item) for item in real(shared_data, "images-task.xml")].count(NotChecked) == 2


def test_real_video_gives_its_tracks(shared_data: Path) -> None:
    found = real(shared_data, "video.xml")
    assert [(item.label, item.count) for item in found if isinstance(item, AnnotatedLabel)] == [
        *(("klhg", 0), ("z U k", 0), ("II", 0)),
        *(("II", 1), ("klhg", 1), ("II", 1)),
    ]

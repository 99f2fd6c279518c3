"""CVAT XML 1.1, for images and for video.

Whatever stands below an image, a track or a skeleton and is no `<attribute>` is an annotation: box, polygon, polyline,
points, ellipse, cuboid, mask, tag, skeleton, and shapes that CVAT adds later.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.exchange.annotations.streams import ByteSource
from taxonomy_service.exchange.annotations.xml_stream import Element, Step, flag_or_text, text_of, walk_elements

_HOLDERS = frozenset(("image", "track", "skeleton"))


@dataclass(slots=True)
class _Shape:
    """An annotation whose end was not seen yet; of a track `count` and `parts` count the visible shapes."""

    label: str
    place: str
    visible: bool = True
    count: int = 0
    attributes: dict[str, object] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Place:
    """Where in the file we are: the image, how many shapes it had so far, how many labels were declared."""

    image: str = ""
    shapes: int = 0
    labels: int = 0


def read_cvat(stream: ByteSource, name: str) -> Iterator[AnnotationItem]:
    """Yield the labels that `meta` declares with count 0, one item a shape of an image, one item a track of a video.

    A track counts its shapes with `outside` other than 1 and carries the attributes as the first of them has them.
    The points of a skeleton carry labels of their own and are items too. `occluded` is carried over as a truth value,
    unless the label has an attribute of this name. Raises UnreadableFile as `walk_elements` does.
    """
    place = _Place()
    shapes: list[_Shape] = []
    for step in walk_elements(stream, name, "annotations"):
        if step.opens:
            _open(step, place, shapes)
        elif step.path[1:2] == ["meta"]:
            yield from _declared(step, place)
        elif shapes:
            yield from _close(step, shapes)


def _open(step: Step, place: _Place, shapes: list[_Shape]) -> None:
    _, path, element = step
    if len(path) == 2 and path[1] == "image":
        place.image, place.shapes = _image_place(element), 0
    elif len(path) == 2 and path[1] == "track":
        shapes.append(_Shape(element.get("label") or "", f"track {(element.get('id') or '?')[:100]}"))
    elif _is_shape(path):
        place.shapes += 1
        where = shapes[-1].place if shapes else place.image
        number = "" if path[1] == "track" else f" {place.shapes}"
        shapes.append(_shape(element, f"{where}, {element.tag[:60]}{number}"))


def _image_place(element: Element) -> str:
    """Name an image by subset, too: image ids begin anew in each subset of a project."""
    parts = [element.get(key) for key in ("subset", "name")]
    return f"image {(element.get('id') or '?')[:100]} ({'/'.join(part[:200] for part in parts if part)})"


def _is_shape(path: list[str]) -> bool:
    return len(path) > 2 and path[-2] in _HOLDERS and path[-1] != "attribute"


def _shape(element: Element, place: str) -> _Shape:
    shape = _Shape(element.get("label") or "", place, visible=element.get("outside") != "1")
    occluded = element.get("occluded")
    if occluded is not None:
        shape.attributes["occluded"] = flag_or_text(occluded)
    return shape


def _close(step: Step, shapes: list[_Shape]) -> Iterator[AnnotationItem]:
    _, path, element = step
    if path[-1] == "attribute":
        shapes[-1].attributes[element.get("name") or ""] = text_of(element)
    elif len(path) == 2:
        yield from _track_items(shapes.pop())
    elif _is_shape(path):
        shape = shapes.pop()
        if path[1] != "track":
            yield _item(shape, int(shape.visible))
        elif shape.visible:
            _add_to_track(shape, shapes[0], is_part=path[-2] == "skeleton")


def _add_to_track(shape: _Shape, track: _Shape, *, is_part: bool) -> None:
    if is_part:
        track.parts[shape.label] = track.parts.get(shape.label, 0) + 1
        return
    track.count += 1
    if track.count == 1:
        track.attributes = shape.attributes


def _track_items(track: _Shape) -> Iterator[AnnotationItem]:
    yield _item(track, track.count)
    for label, count in track.parts.items():
        yield _item(_Shape(label, f"{track.place}, skeleton"), count)


def _item(shape: _Shape, count: int) -> AnnotationItem:
    if not shape.label.strip():
        return NotChecked(shape.place, "no label", count)
    return AnnotatedLabel(shape.label, shape.place, count, attributes=shape.attributes)


def _declared(step: Step, place: _Place) -> Iterator[AnnotationItem]:
    if step.path[-3:] == ["labels", "label", "name"]:
        place.labels += 1
        label = text_of(step.element)
        where = f"meta, label {place.labels}"
        yield AnnotatedLabel(label, where, count=0) if label else NotChecked(where, "no name", count=0)

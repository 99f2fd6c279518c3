"""Pascal VOC XML: one file an image, `<object><name>` holds the label."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.exchange.annotations.streams import ByteSource
from taxonomy_service.exchange.annotations.xml_stream import Step, flag_or_text, text_of, walk_elements

_FLAGS = frozenset(("truncated", "occluded", "difficult", "pose"))


@dataclass(slots=True)
class _Object:
    """An object or a part of it whose end was not seen yet."""

    place: str
    label: str = ""
    attributes: dict[str, object] = field(default_factory=dict)
    attribute: str = ""
    parts: int = 0


def read_pascal_voc(stream: ByteSource, name: str) -> Iterator[AnnotationItem]:
    """Yield one item an object, after one for each of its parts (head, hand …).

    `truncated`, `occluded` and `difficult` are carried over as truth values, `pose` as text, and so is what CVAT and
    Datumaro add as `<attributes><attribute>`. Raises UnreadableFile as `walk_elements` does.
    """
    image, number = "", 0
    objects: list[_Object] = []
    for step in walk_elements(stream, name, "annotation"):
        depth, tag = len(step.path), step.path[-1]
        if step.opens and depth == 2 and tag == "object":
            number += 1
            objects = [_Object(f"object {number}{image}")]
        elif step.opens and depth == 3 and tag == "part" and objects:
            objects[0].parts += 1
            objects.append(_Object(f"{objects[0].place}, part {objects[0].parts}"))
        elif not step.opens and depth == 2 and tag == "filename":
            image = f" ({text_of(step.element)[:200]})"
        elif not step.opens and objects:
            yield from _close(step, objects)


def _close(step: Step, objects: list[_Object]) -> Iterator[AnnotationItem]:
    """Take what ends here into the innermost object, or yield that object where it ends itself."""
    inner = step.path[len(objects) + 1 :]
    if not inner:
        yield _item(objects.pop())
    elif inner == ["name"]:
        objects[-1].label = text_of(step.element)
    elif len(inner) == 1 and inner[0] in _FLAGS:
        objects[-1].attributes[inner[0]] = flag_or_text(text_of(step.element))
    elif inner == ["attributes", "attribute", "name"]:
        objects[-1].attribute = text_of(step.element)
    elif inner == ["attributes", "attribute"]:
        objects[-1].attribute = ""
    elif inner == ["attributes", "attribute", "value"] and objects[-1].attribute:
        objects[-1].attributes[objects[-1].attribute] = text_of(step.element)


def _item(found: _Object) -> AnnotationItem:
    if not found.label:
        return NotChecked(found.place, "no name")
    return AnnotatedLabel(found.label, found.place, attributes=found.attributes)

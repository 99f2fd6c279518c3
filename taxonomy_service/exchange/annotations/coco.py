"""COCO instances JSON: `annotations` that point to `categories` by id.

The format puts `annotations` before `categories` as often as after. What is needed of an annotation whose category is
not known yet goes to a temporary file, so that memory does not grow with their number and the file is read once.
"""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple

import msgspec

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.exchange.annotations.json_stream import (
    Event,
    Events,
    elements,
    finish,
    members,
    named,
    pick_members,
    read_events,
    skip_value,
)
from taxonomy_service.exchange.annotations.streams import ByteSource

MOST_CATEGORIES = 100_000
_SPOOL_BYTES = 8 * 1024 * 1024
_ANNOTATION_MEMBERS = frozenset(("id", "image_id", "category_id", "attributes"))
_CATEGORY_MEMBERS = frozenset(("id", "name"))

_Id = int | float | str
_Categories = dict[_Id, str]


class _Annotation(NamedTuple):
    place: str
    category: _Id | None
    attributes: dict[str, object]


def read_coco(stream: ByteSource, name: str) -> Iterator[AnnotationItem]:
    """Yield each category once with count 0, and each annotation with its category's name.

    Annotations without a known category are NotChecked. `attributes`, as CVAT's export writes them, are carried over.
    Annotations that precede `categories` come after it, once the file was read to its end.
    Raises UnreadableFile where this is no COCO file, TooLarge beyond 100,000 categories.
    """
    events = read_events(stream, name)
    if next(events)[0] != "start_map":
        raise UnreadableFile(name, message("a COCO file is one object with `annotations` and `categories`"))
    categories: _Categories = {}
    with SpooledTemporaryFile(max_size=_SPOOL_BYTES) as early:
        yield from _read_members(events, name, categories, early)
        finish(events)
        early.seek(0)
        yield from _named((msgspec.json.decode(line, type=_Annotation) for line in early), categories)


def _read_members(events: Events, name: str, categories: _Categories, early: IO[bytes]) -> Iterator[AnnotationItem]:
    keys: set[str] = set()
    for key in members(events):
        first = next(events)
        if key == "categories":
            _check_list(first, key, name)
            yield from _read_categories(events, name, categories)
        elif key == "annotations":
            _check_list(first, key, name)
            found = _read_annotations(events, name)
            yield from _named(found, categories) if "categories" in keys else _spooled(found, early)
        else:
            skip_value(events, first)
        keys.add(key)
    if not keys & {"annotations", "categories"}:
        raise UnreadableFile(name, message("neither `annotations` nor `categories`, so this is no COCO file"))


def _check_list(first: Event, key: str, name: str) -> None:
    if first[0] != "start_array":
        raise UnreadableFile(name, message("`{key}` is not a list, so this is no COCO file", key=key))


def _read_categories(events: Events, name: str, categories: _Categories) -> Iterator[AnnotationItem]:
    for number, first in enumerate(elements(events), start=1):
        if number > MOST_CATEGORIES:
            raise TooLarge(name, MOST_CATEGORIES, message("categories"))
        if first[0] != "start_map":
            skip_value(events, first)
            yield NotChecked(f"category number {number}", "not an object", count=0)
            continue
        found = pick_members(events, _CATEGORY_MEMBERS, f"{name}, category number {number}")
        yield _category_item(found, number, categories)


def _category_item(found: dict[str, object], number: int, categories: _Categories) -> AnnotationItem:
    key, label = _as_id(found.get("id")), _as_id(found.get("name"))
    place = f"category {named(key, number)}"
    if label is None or label == "":
        return NotChecked(place, "no name", count=0)
    if key is None:
        return NotChecked(place, f"no id, so that no annotation can mean {str(label)[:100]!r}", count=0)
    if key in categories:
        return NotChecked(place, f"the id is used twice; {str(label)[:100]!r} was not taken", count=0)
    categories[key] = str(label)
    return AnnotatedLabel(str(label), place, count=0)


def _read_annotations(events: Events, name: str) -> Iterator[_Annotation | NotChecked]:
    for number, first in enumerate(elements(events), start=1):
        place = f"annotation number {number}"
        if first[0] != "start_map":
            skip_value(events, first)
            yield NotChecked(place, "not an object")
            continue
        found = pick_members(events, _ANNOTATION_MEMBERS, f"{name}, {place}")
        attributes = found.get("attributes")
        yield _Annotation(
            _place(found, number),
            _as_id(found.get("category_id")),
            attributes if isinstance(attributes, dict) else {},
        )


def _place(found: dict[str, object], number: int) -> str:
    place, image = f"annotation {named(found.get('id'), number)}", _as_id(found.get("image_id"))
    return place if image is None else f"{place} (image {str(image)[:100]})"


def _spooled(found: Iterator[_Annotation | NotChecked], early: IO[bytes]) -> Iterator[AnnotationItem]:
    for annotation in found:
        if isinstance(annotation, NotChecked):
            yield annotation
        else:
            early.write(msgspec.json.encode(annotation) + b"\n")


def _named(found: Iterator[_Annotation | NotChecked], categories: _Categories) -> Iterator[AnnotationItem]:
    for annotation in found:
        if isinstance(annotation, NotChecked):
            yield annotation
        elif annotation.category is None:
            yield NotChecked(annotation.place, "no category_id")
        elif (label := categories.get(annotation.category)) is None:
            yield NotChecked(annotation.place, f"no category has the id {str(annotation.category)[:100]}")
        else:
            yield AnnotatedLabel(label, annotation.place, attributes=annotation.attributes)


def _as_id(value: object) -> _Id | None:
    return value if isinstance(value, int | float | str) and not isinstance(value, bool) else None

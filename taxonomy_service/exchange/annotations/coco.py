"""COCO instances JSON: `annotations` that point to `categories` by id.

The format puts `annotations` before `categories` as often as after. What is needed of annotations whose categories are
not known yet goes to a temporary file, so that memory does not grow with their number and the file is read once.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple

import msgspec

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.exchange.annotations.json_stream import named
from taxonomy_service.exchange.annotations.json_window import JsonWindow
from taxonomy_service.exchange.annotations.repeats import Repeats
from taxonomy_service.exchange.annotations.streams import ByteSource

MOST_CATEGORIES = 100_000
_SPOOL_BYTES = 8 * 1024 * 1024
_NO_OBJECT = "not an object"

_Id = int | float | str
_Categories = dict[_Id, str]
_Key = _Id | tuple[_Id | None, bytes] | None
"""What annotations are counted by: the category or, where they have any, it and the JSON of the attributes."""


class _Annotation(msgspec.Struct, gc=False):
    id: _Id | None = None
    image_id: _Id | None = None
    category_id: _Id | None = None
    attributes: msgspec.Raw | None = None


class _Plain(_Annotation, gc=False):
    """An annotation without attributes, as most are: counted by its category alone."""

    attributes: None = None


class _Full(_Annotation, gc=False):
    attributes: msgspec.Raw = msgspec.Raw(b"")


class _Category(msgspec.Struct):
    id: _Id | None = None
    name: _Id | None = None


class _Counted(NamedTuple):
    """Annotations of one category with the same attributes; `place` is that of the first."""

    place: str
    times: int
    category: _Id | None
    attributes: str


_PLAIN, _FULL = msgspec.json.Decoder(list[_Plain]), msgspec.json.Decoder(list[_Full])
_NO_ATTRIBUTES = frozenset({b"", b"null"})
_CATEGORIES = msgspec.json.Decoder(list[_Category])


def read_coco(stream: ByteSource, name: str) -> Iterator[AnnotationItem]:
    """Yield each category once with count 0, then how many annotations have it, with the place of the first.

    Annotations without a known category are NotChecked. `attributes`, as CVAT's export writes them, are carried over;
    annotations with other attributes come apart. Those that precede `categories` come once the file was read to its
    end. Raises UnreadableFile where this is no COCO file, TooLarge beyond 100,000 categories or for a value, other than
    a list, of more than 64 MiB.
    """
    window = JsonWindow(stream, name)
    if window.peek() not in {b"{", b""}:
        raise UnreadableFile(name, message("a COCO file is one object with `annotations` and `categories`"))
    categories: _Categories = {}
    with SpooledTemporaryFile(max_size=_SPOOL_BYTES) as early:
        yield from _read_members(window, name, categories, early)
        window.finish()
        early.seek(0)
        yield from _named((msgspec.json.decode(line, type=_Counted) for line in early), categories)


def _read_members(window: JsonWindow, name: str, categories: _Categories, early: IO[bytes]) -> Iterator[AnnotationItem]:
    keys: set[str] = set()
    for key in window.members():
        if key in {"categories", "annotations"} and window.peek() not in {b"[", b""}:
            raise UnreadableFile(name, message("`{key}` is not a list, so this is no COCO file", key=key))
        if key == "categories":
            yield from _read_categories(window, name, categories)
        elif key == "annotations":
            found = _read_annotations(window)
            yield from _named(found, categories) if "categories" in keys else _spooled(found, early)
        else:
            window.skip(f"`{key[:100]}`")
        if key in {"categories", "annotations"}:
            keys.add(key)
    if not keys:
        raise UnreadableFile(name, message("neither `annotations` nor `categories`, so this is no COCO file"))


def _read_categories(window: JsonWindow, name: str, categories: _Categories) -> Iterator[AnnotationItem]:
    for batch in window.elements(_CATEGORIES, "category"):
        if batch.first + len(batch.elements) > MOST_CATEGORIES + 1:
            raise TooLarge(name, MOST_CATEGORIES, message("categories"))
        found = batch.elements
        if batch.odd is not None:
            odd = window.decode(batch.odd, object)
            if not isinstance(odd, dict):
                yield NotChecked(f"category number {batch.first}", _NO_OBJECT, count=0)
                continue
            found = [_Category(_as_id(odd.get("id")), _as_id(odd.get("name")))]
        for number, category in enumerate(found, start=batch.first):
            yield _category_item(category, number, categories)


def _category_item(category: _Category, number: int, categories: _Categories) -> AnnotationItem:
    key, label = category.id, category.name
    place = f"category {named(key, number)}"
    if label is None or label == "":
        return NotChecked(place, "no name", count=0)
    if key is None:
        return NotChecked(place, f"no id, so that no annotation can mean {str(label)[:100]!r}", count=0)
    if key in categories:
        return NotChecked(place, f"the id is used twice; {str(label)[:100]!r} was not taken", count=0)
    categories[key] = str(label)
    return AnnotatedLabel(str(label), place, count=0)


def _read_annotations(window: JsonWindow) -> Iterator[_Counted | NotChecked]:
    repeats: Repeats[_Key] = Repeats()
    places: dict[int, str] = {}
    for batch in window.elements(_Annotations(), "annotation"):
        found = batch.elements
        if batch.odd is not None:
            odd = window.decode(batch.odd, object)
            if not isinstance(odd, dict):
                yield NotChecked(f"annotation number {batch.first}", _NO_OBJECT)
                continue
            found = [_odd_annotation(odd)]
        for number in repeats.add(_keys(found), batch.first):
            places[number] = _place(found[number - batch.first], number)
        if repeats.full:
            yield from _drained(repeats, places)
    yield from _drained(repeats, places)


class _Annotations:
    """Decodes annotations that stand together, those without attributes into less."""

    def decode(self, data: bytes) -> Sequence[_Annotation]:
        try:
            return _PLAIN.decode(data)
        except msgspec.ValidationError:  # one of them states attributes, or is bad
            return _FULL.decode(data)


def _keys(found: Sequence[_Annotation]) -> Sequence[_Key]:
    """Return what annotations that were decoded together are counted by."""
    if isinstance(found[0], _Plain):
        return [own.category_id for own in found]
    stated = [bytes(own.attributes or b"") for own in found]
    return [
        (own.category_id, attributes) if attributes not in _NO_ATTRIBUTES else own.category_id
        for own, attributes in zip(found, stated, strict=True)
    ]


def _odd_annotation(found: dict[str, object]) -> _Full:
    """Return what can be used of an annotation in which something is of another type than it should be."""
    own, image, category = (_as_id(found.get(key)) for key in ("id", "image_id", "category_id"))
    return _Full(own, image, category, msgspec.Raw(msgspec.json.encode(found.get("attributes"))))


def _as_id(value: object) -> _Id | None:
    return value if isinstance(value, int | float | str) and not isinstance(value, bool) else None


def _place(annotation: _Annotation, number: int) -> str:
    place, image = f"annotation {named(annotation.id, number)}", annotation.image_id
    return place if image is None else f"{place} (image {str(image)[:100]})"


def _drained(repeats: Repeats[_Key], places: dict[int, str]) -> Iterator[_Counted]:
    for key, number, times in repeats.drain():
        category, attributes = key if isinstance(key, tuple) else (key, b"")
        yield _Counted(places.pop(number), times, category, attributes.decode())


def _spooled(found: Iterable[_Counted | NotChecked], early: IO[bytes]) -> Iterator[AnnotationItem]:
    for counted in found:
        if isinstance(counted, NotChecked):
            yield counted
        else:
            early.write(msgspec.json.encode(counted) + b"\n")


def _named(found: Iterable[_Counted | NotChecked], categories: _Categories) -> Iterator[AnnotationItem]:
    for counted in found:
        if isinstance(counted, NotChecked):
            yield counted
        elif counted.category is None:
            yield NotChecked(counted.place, "no category_id", counted.times)
        elif (label := categories.get(counted.category)) is None:
            reason = f"no category has the id {str(counted.category)[:100]}"
            yield NotChecked(counted.place, reason, counted.times)
        else:
            yield AnnotatedLabel(label, counted.place, counted.times, attributes=_attributes(counted.attributes))


def _attributes(text: str) -> dict[str, object]:
    """Return attributes from their JSON; what is no object states none."""
    with suppress(msgspec.MsgspecError):
        return msgspec.json.decode(text, type=dict[str, object]) if text else {}
    return {}

"""Label Studio JSON: a list of tasks, or one task, each with `annotations[].result[]`.

The JSON-MIN export has the same outer shape; its tasks are read in `label_studio_min`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.exchange.annotations.json_stream import (
    Events,
    build_value,
    elements,
    finish,
    members,
    named,
    read_events,
)
from taxonomy_service.exchange.annotations.label_studio_min import field_items, min_items
from taxonomy_service.exchange.annotations.label_studio_values import labels_in
from taxonomy_service.exchange.annotations.streams import ByteSource

_Object = Mapping[str, object]

_GEOMETRY = frozenset(("points", "rle", "sequence", "vertices", "history", "reviews", "prediction"))
_SHAPES = frozenset(("rectangle", "polygon", "brush", "bitmask", "keypoint", "ellipse", "vector", "videorectangle"))
_FULL_TASK = frozenset(("annotations", "completions", "predictions", "drafts"))
_MIN_TASK = frozenset(("id", "annotator", "annotation_id", "lead_time"))
_COCO = frozenset(("info", "licenses", "images", "categories"))
_UNSENT = {"predictions": "a prediction, not an annotation", "drafts": "a draft that was not submitted"}


def read_label_studio(stream: ByteSource, name: str) -> Iterator[AnnotationItem]:
    """Yield the labels of each task's annotations, and what carries none as NotChecked.

    A `choices` result that shares its region id with a region's labels becomes their attribute, named by its
    `from_name`: text where one was chosen, a tuple of texts where several were. Of a `taxonomy` path the last step is
    the label. Cancelled annotations, predictions and drafts are NotChecked and counted by their results.
    Raises UnreadableFile where this holds no tasks, TooLarge where one task holds more than a million values.
    """
    fields: Counter[str] = Counter()
    for number, task in enumerate(_tasks(stream, name), start=1):
        if not isinstance(task, dict):
            yield NotChecked(f"task number {number}", "not an object")
            continue
        place = f"task {named(task.get('id'), number)}"
        if _is_full(task):
            yield from _task_items(task, place)
        elif not task.keys().isdisjoint(_MIN_TASK):
            yield from min_items(task, place, fields)
        else:
            yield NotChecked(place, "not a Label Studio task")
    yield from field_items(fields)


def _tasks(stream: ByteSource, name: str) -> Iterator[object]:
    events = read_events(stream, name)
    opening, _ = next(events)
    if opening == "start_map":
        yield _single_task(events, name)
    elif opening == "start_array":
        for number, first in enumerate(elements(events), start=1):
            yield build_value(events, first, f"{name}, task number {number}", _GEOMETRY)
    else:
        raise UnreadableFile(name, message("neither a list of Label Studio tasks nor one task"))
    finish(events)


def _single_task(events: Events, name: str) -> dict[str, object]:
    task: dict[str, object] = {}
    for key in members(events):
        if not task and key in _COCO:
            raise UnreadableFile(
                name, message("it begins with `{key}`, as COCO files do, and is no Label Studio task", key=key)
            )
        task[key] = build_value(events, next(events), f"{name}, the task", _GEOMETRY)
    if not _is_full(task) and task.keys().isdisjoint(_MIN_TASK):
        raise UnreadableFile(name, message("neither a list of Label Studio tasks nor one task"))
    return task


def _task_items(task: _Object, place: str) -> Iterator[AnnotationItem]:
    for key in ("annotations", "completions"):  # `completions` until Label Studio 1.0
        for number, annotation in enumerate(_objects(task.get(key)), start=1):
            yield from _annotation_items(annotation, f"{place}, annotation {named(annotation.get('id'), number)}")
    for key, reason in _UNSENT.items():
        if given := _list(task.get(key)):
            yield NotChecked(place, reason, sum(_result_count(one) for one in given))
    if odd := [
        one for key in ("annotations", "completions") for one in _list(task.get(key)) if not isinstance(one, dict)
    ]:
        yield NotChecked(place, "an annotation that is not an object", len(odd))


def _annotation_items(annotation: _Object, place: str) -> Iterator[AnnotationItem]:
    results = annotation.get("result")
    if annotation.get("was_cancelled") or annotation.get("skipped"):
        yield NotChecked(place, "cancelled by the annotator", _result_count(annotation))
    elif not isinstance(results, list):
        yield NotChecked(place, "no list of results")
    else:
        yield from _result_items(results, place)


def _result_items(results: Sequence[object], place: str) -> Iterator[AnnotationItem]:
    regions = {_id(result) for result in _objects(results) if _names_region(result)} - {None}
    attributes = _attributes(results, regions)
    for number, result in enumerate(results, start=1):
        if not isinstance(result, dict):
            yield NotChecked(f"{place}, result number {number}", "not an object")
            continue
        where = f"{place}, result {named(result.get('id'), number)}"
        kind, key = str(result.get("type", "")), _id(result)
        labels = labels_in(result.get("value"), kind)
        if labels and not (kind == "choices" and key in regions):
            for label in labels:
                yield AnnotatedLabel(label, where, attributes=attributes.get(key, {}))
        elif not labels and not (kind in _SHAPES and key in regions):
            yield NotChecked(where, f"{kind[:60] or 'a result without type'} carries no label")


def _attributes(results: Sequence[object], regions: set[str | None]) -> dict[str | None, dict[str, object]]:
    found: dict[str | None, dict[str, object]] = {}
    for result in _objects(results):
        key, source = _id(result), result.get("from_name")
        if result.get("type") == "choices" and key in regions and isinstance(source, str):
            chosen = labels_in(result.get("value"), "choices")
            found.setdefault(key, {})[source] = chosen[0] if len(chosen) == 1 else tuple(chosen)
    return found


def _names_region(result: _Object) -> bool:
    kind = str(result.get("type", ""))
    return kind not in ("choices", "taxonomy") and bool(labels_in(result.get("value"), kind))


def _id(result: _Object) -> str | None:
    key = result.get("id")
    return None if key is None else str(key)


def _result_count(annotation: object) -> int:
    return max(1, len(_list(annotation.get("result")))) if isinstance(annotation, dict) else 1


def _is_full(task: _Object) -> bool:
    return not task.keys().isdisjoint(_FULL_TASK) or isinstance(task.get("data"), dict)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _objects(value: object) -> list[_Object]:
    return [one for one in _list(value) if isinstance(one, dict)]

"""Tasks of Label Studio's JSON-MIN export, which flattens the task's data and its results into one object.

It forgets region ids, and writes a single choice as plain text beside the data's own plain text. What can no longer be
told apart is NotChecked, with the advice to send the full export.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.exchange.annotations.label_studio_values import labels_in

MOST_FIELDS = 1000
_OTHERS = "(others)"
_NOT_RESULTS = frozenset(
    ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "history", "comments")
)


def min_items(task: Mapping[str, object], place: str, fields: Counter[str]) -> Iterator[AnnotationItem]:
    """Yield what the fields of one task hold; plain texts are only counted, by field, in `fields`."""
    for field, value in task.items():
        if field in _NOT_RESULTS:
            continue
        found = value if isinstance(value, list) else [value]
        for number, result in enumerate(found, start=1):
            if isinstance(result, str):
                fields[field if field in fields or len(fields) < MOST_FIELDS else _OTHERS] += 1
            elif isinstance(result, dict):
                yield from _result_items(result, f"{place}, {field[:100]} {number}")


def field_items(fields: Counter[str]) -> Iterator[NotChecked]:
    """Yield one item a field that held plain text, counting its texts."""
    reason = "plain text: JSON-MIN does not say whether it is a choice or the task's data; send the JSON export"
    for field, count in fields.items():
        yield NotChecked(f"field {field[:100]}", reason, count)


def _result_items(result: Mapping[str, object], place: str) -> Iterator[AnnotationItem]:
    kinds = [key for key, value in result.items() if _is_kind(key) and isinstance(value, list)]
    for kind in kinds:
        labels = labels_in(result, kind)
        if kind == "choices" and len(result) > 1:
            yield NotChecked(place, "choices about a region: JSON-MIN does not say which; send the JSON export")
        elif not labels:
            yield NotChecked(place, f"{kind[:60]} carries no label")
        for label in labels if kind != "choices" or len(result) == 1 else ():
            yield AnnotatedLabel(label, place)
    if not kinds and "original_width" in result:
        yield NotChecked(place, "a region that carries no label")


def _is_kind(key: str) -> bool:
    return key.endswith("labels") or key in ("choices", "taxonomy")

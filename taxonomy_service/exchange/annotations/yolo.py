"""YOLO: the class names of a `data.yaml`, or of a `classes.txt` or `obj.names` with one name a line.

YOLO's own annotation files hold numbers only, so that the names are all there is to check.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath

import yaml

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.exchange.annotations.streams import ByteSource, Utf8Stream, read_head

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 64
_COORDINATES = re.compile(r"\d+(\s+-?\d+(\.\d+)?(e-?\d+)?){4,}\s*", re.IGNORECASE)
NAMES_KEY = re.compile(r"^names\s*:", re.MULTILINE)
_NULLS = ("", "~", "null", "Null", "NULL")
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def read_yolo(stream: ByteSource, name: str) -> Iterator[AnnotationItem]:
    """Yield one item a class, in the file's order.

    Names are taken as written: `no` and `on` stay text, whatever YAML makes of them. Raises UnreadableFile where the
    file names no classes, TooLarge beyond 1 MiB.
    """
    text = _text(stream, name)
    if PurePath(name).suffix.lower() in (".yaml", ".yml") or NAMES_KEY.search(text):
        yield from _yaml_items(text, name)
    else:
        yield from _line_items(text, name)


def _text(stream: ByteSource, name: str) -> str:
    data = read_head(Utf8Stream(stream, name), MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TooLarge(name, MOST_BYTES, message("bytes of class names"))
    return data.decode("utf-8")


def _line_items(text: str, name: str) -> Iterator[AnnotationItem]:
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if all(_COORDINATES.fullmatch(line) for _, line in lines):
        raise UnreadableFile(
            name, message("boxes without class names; send data.yaml, classes.txt or obj.names instead")
        )
    for number, line in lines:
        yield AnnotatedLabel(line, f"line {number}")


def _yaml_items(text: str, name: str) -> Iterator[AnnotationItem]:
    events = _yaml_events(text, name)
    found = False
    if isinstance(next(events, None), yaml.MappingStartEvent):
        for key in events:
            if isinstance(key, yaml.MappingEndEvent):
                break
            _skip(events, key)
            value = next(events)
            if isinstance(key, yaml.ScalarEvent) and key.value == "names":
                found = True
                yield from _names(events, value, name)
            else:
                _skip(events, value)
    if not found:
        raise UnreadableFile(name, message("no `names`, so this is no YOLO data file"))
    if next(events, None) is not None:
        raise UnreadableFile(name, message("more than one YAML document"))


def _names(events: Iterator[yaml.Event], first: yaml.Event, name: str) -> Iterator[AnnotationItem]:
    if not isinstance(first, yaml.CollectionStartEvent):
        raise UnreadableFile(name, message("`names` is neither a list nor a mapping"))
    for number, event in enumerate(events):
        if isinstance(event, yaml.CollectionEndEvent):
            return
        key, node = str(number), event
        if isinstance(first, yaml.MappingStartEvent):
            key = event.value[:60] if isinstance(event, yaml.ScalarEvent) else "?"
            _skip(events, event)
            node = next(events)
        place = f"class {key} (line {node.start_mark.line + 1})" if node.start_mark else f"class {key}"
        label = _text_of(node)
        yield AnnotatedLabel(label, place) if label.strip() else NotChecked(place, "no name")
        _skip(events, node)


def _text_of(node: yaml.Event) -> str:
    """Return a scalar as written; nothing for YAML's null, for aliases, lists and mappings."""
    if not isinstance(node, yaml.ScalarEvent):
        return ""
    return "" if node.implicit[0] and node.value in _NULLS else str(node.value)


def _skip(events: Iterator[yaml.Event], first: yaml.Event) -> None:
    """Step over what the event `first` opens, if anything."""
    depth = int(isinstance(first, yaml.CollectionStartEvent))
    while depth:
        event = next(events)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)


def _yaml_events(text: str, name: str) -> Iterator[yaml.Event]:
    """Yield the events between a document's start and end: nothing is constructed, no alias or merge is followed."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MOST_DEPTH:
                raise UnreadableFile(name, message("nested more than {limit} levels deep", limit=MOST_DEPTH))
            if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
                yield event
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise UnreadableFile(
            name, message("not valid YAML ({fault})", fault=str(error.problem or error.context)), line
        ) from error
    except yaml.YAMLError as error:
        raise UnreadableFile(
            name, message("not valid YAML ({fault})", fault=str(error).splitlines()[0][:200])
        ) from error

"""JSON as a stream of events, and the few moves a reader makes on it: step over a value, build one, walk its members.

A reader that only builds what it needs runs in constant memory, however long the file. Depth and the size of a single
value are capped, since both are chosen by whoever wrote the file.
"""

from collections.abc import Container, Iterator

import ijson

from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.exchange.annotations.streams import ByteSource, Utf8Stream

Event = tuple[str, object]
Events = Iterator[Event]

MOST_DEPTH = 64
MOST_VALUES = 1_000_000


def read_events(stream: ByteSource, name: str) -> Events:
    """Yield ijson's basic events of a UTF-8 file, numbers as int or float.

    Raises UnreadableFile where the file is empty, cut off, not UTF-8, no JSON, or nested more than 64 levels.
    """
    depth = 0
    try:
        for event, value in ijson.basic_parse(Utf8Stream(stream, name), use_float=True):
            if event in ("start_map", "start_array"):
                depth += 1
                if depth > MOST_DEPTH:
                    raise UnreadableFile(name, message("nested more than {limit} levels deep", limit=MOST_DEPTH))
            elif event in ("end_map", "end_array"):
                depth -= 1
            yield event, value
    except ijson.JSONError as error:
        raise UnreadableFile(name, _reason(error)) from error


def finish(events: Events) -> None:
    """Read to the end, so that whatever follows the one JSON value is noticed."""
    for _ in events:
        pass


def members(events: Events) -> Iterator[str]:
    """Yield the keys of an object just opened; the caller takes each value from `events` before the next key."""
    for event, key in events:
        if event == "end_map":
            return
        yield str(key)


def elements(events: Events) -> Events:
    """Yield the first event of each element of an array just opened; the caller takes the rest of each."""
    for event in events:
        if event[0] == "end_array":
            return
        yield event


def skip_value(events: Events, first: Event) -> None:
    """Step over the value that begins with the event `first`."""
    depth = 1 if first[0] in ("start_map", "start_array") else 0
    while depth:
        event, _ = next(events)
        if event in ("start_map", "start_array"):
            depth += 1
        elif event in ("end_map", "end_array"):
            depth -= 1


def build_value(events: Events, first: Event, place: str, without: Container[str] = ()) -> object:
    """Return the value that begins with `first`, objects below its top without the members named in `without`.

    Raises TooLarge, naming `place`, where it holds more than a million values.
    """
    if first[0] not in ("start_map", "start_array"):
        return first[1]
    return _built(_bounded(events, place), first, without, top=True)


def pick_members(events: Events, wanted: Container[str], place: str) -> dict[str, object]:
    """Return the wanted members of an object just opened and step over the others."""
    found: dict[str, object] = {}
    for key in members(events):
        if key in wanted:
            found[key] = build_value(events, next(events), place)
        else:
            skip_value(events, next(events))
    return found


def named(value: object, number: int) -> str:
    """Return how to name an object in a place: by its id, or by its number where the id is no number or text.

    >>> named(42, 1), named(None, 1)
    ('42', 'number 1')
    """
    return str(value)[:100] if isinstance(value, int | float | str) and value != "" else f"number {number}"


def _built(events: Events, first: Event, without: Container[str], *, top: bool = False) -> object:
    if first[0] == "start_array":
        return [_built(events, element, without) for element in elements(events)]
    if first[0] != "start_map":
        return first[1]
    found: dict[str, object] = {}
    for key in members(events):
        if key in without and not top:
            skip_value(events, next(events))
        else:
            found[key] = _built(events, next(events), without)
    return found


def _bounded(events: Events, place: str) -> Events:
    for count, event in enumerate(events, start=1):
        if count > MOST_VALUES:
            raise TooLarge(place, MOST_VALUES, message("JSON values"))
        yield event


def _reason(error: ijson.JSONError) -> Message:
    said = str(error).strip().splitlines() or [""]
    if "premature EOF" in said[0]:
        return message("the JSON is cut off")
    return message("not valid JSON ({fault})", fault=said[0][:200])

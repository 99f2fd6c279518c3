"""YOLO: the class names of a `data.yaml`, or of a `classes.txt` or `obj.names` with one name a line.

YOLO's own annotation files hold numbers only, so that the names are all there is to check.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath

import yaml

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.exchange.annotations.streams import ByteSource, Utf8Stream, read_head

MOST_BYTES = 1024 * 1024
_COORDINATES = re.compile(r"\d+(\s+-?\d+(\.\d+)?(e-?\d+)?){4,}\s*", re.IGNORECASE)
_NAMES_KEY = re.compile(r"^names\s*:", re.MULTILINE)
_NULL = "tag:yaml.org,2002:null"


def read_yolo(stream: ByteSource, name: str) -> Iterator[AnnotationItem]:
    """Yield one item a class, in the file's order.

    Names are taken as written: `no` and `on` stay text, whatever YAML makes of them. Raises UnreadableFile where the
    file names no classes, TooLarge beyond 1 MiB.
    """
    text = _text(stream, name)
    if PurePath(name).suffix.lower() in (".yaml", ".yml") or _NAMES_KEY.search(text):
        yield from _yaml_items(text, name)
    else:
        yield from _line_items(text, name)


def _text(stream: ByteSource, name: str) -> str:
    data = read_head(Utf8Stream(stream, name), MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TooLarge(name, MOST_BYTES, "bytes of class names")
    return data.decode("utf-8")


def _line_items(text: str, name: str) -> Iterator[AnnotationItem]:
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if all(_COORDINATES.fullmatch(line) for _, line in lines):
        raise UnreadableFile(name, "boxes without class names; send data.yaml, classes.txt or obj.names instead")
    for number, line in lines:
        yield AnnotatedLabel(line, f"line {number}")


def _yaml_items(text: str, name: str) -> Iterator[AnnotationItem]:
    names = _names_node(text, name)
    if isinstance(names, yaml.SequenceNode):
        numbered = [(str(number), node) for number, node in enumerate(names.value)]
    elif isinstance(names, yaml.MappingNode):
        numbered = [(str(key.value)[:60], node) for key, node in names.value]
    else:
        raise UnreadableFile(name, "`names` is neither a list nor a mapping")
    for number, node in numbered:
        place = f"class {number} (line {node.start_mark.line + 1})"
        if isinstance(node, yaml.ScalarNode) and node.tag != _NULL and node.value.strip():
            yield AnnotatedLabel(node.value, place)
        else:
            yield NotChecked(place, "no name")


def _names_node(text: str, name: str) -> yaml.Node:
    """Return the node under `names`: composed, not constructed, so that aliases and merges cannot multiply."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise UnreadableFile(name, f"not valid YAML ({error.problem})", line) from error
    except yaml.YAMLError as error:
        raise UnreadableFile(name, f"not valid YAML ({str(error).splitlines()[0][:200]})") from error
    except RecursionError as error:
        raise UnreadableFile(name, "nested too deeply") from error
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "names":
            return value
    raise UnreadableFile(name, "no `names`, so this is no YOLO data file")

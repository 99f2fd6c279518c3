"""Change sets in: a JSON or YAML file."""

from typing import Any, BinaryIO

import msgspec
import yaml

from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.shape_faults import shape_fault

LARGEST = 16 * 1024 * 1024  # bytes


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which let a small file stand for an endless one."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.YAMLError(f"line {mark.line + 1}: aliases (*) are not read; write it out")
        return super().compose_node(parent, index)


def read_change_set(stream: BinaryIO, name: str) -> ChangeSet:
    """Read a change set. Raises UnreadableFile with the place, TooLarge, UnusableForm, InvalidLanguageTag."""
    text = stream.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise TooLarge(name, LARGEST, message("bytes"))
    try:
        given = _decoded(text)
        return msgspec.convert(given, type=ChangeSet)
    except msgspec.ValidationError as error:
        raise UnreadableFile(name, shape_fault(str(error))) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise UnreadableFile(
            name, message("neither JSON nor YAML: {fault}", fault=error.problem or ""), line
        ) from error
    except (yaml.YAMLError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableFile(name, message("neither JSON nor YAML: {fault}", fault=str(error))) from error


def _decoded(text: bytes) -> Any:
    if text.lstrip()[:1] == b"{":
        return msgspec.json.decode(text)
    return yaml.load(text.decode("utf-8-sig"), Loader=_PlainLoader)  # noqa: S506  a safe loader

"""Faults in the shape of what a client writes by hand, told so that she can mend them."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, get_args

from taxonomy_service.domain.concepts import NoteKind
from taxonomy_service.domain.labels import Equivalence, LabelKind
from taxonomy_service.domain.messages import Message, message, verbatim
from taxonomy_service.domain.operations import Operation

_KNOWN: Final[Mapping[str, Iterable[str]]] = {
    "operation": [str(kind.__struct_config__.tag) for kind in get_args(Operation)],
    "label.kind": LabelKind,
    "note.kind": NoteKind,
    "equivalence": Equivalence,
}
"""The words of closed sets, by the fields that take them."""
_FIELD = re.compile(r"^Invalid .*?((?:\w+\.)?(\w+))`$")


def shape_fault(fault: str) -> Message:
    """Say what msgspec says, and which words are known where another was given.

    >>> str(shape_fault("Invalid enum value 'prefered' - at `$.operations[0].label.kind`"))
    "Invalid enum value 'prefered' - at `$.operations[0].label.kind`; known are preferred, alternative, hidden"
    """
    field = _FIELD.search(fault)
    known = _KNOWN.get(field[1], _KNOWN.get(field[2])) if field else None
    if known is None:
        return verbatim(fault)
    return message("{fault}; known are {known}", fault=fault, known=", ".join(known))

"""Faults in the shape of what a client sends, told in sentences that can be translated."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, get_args

from taxonomy_service.domain.concepts import NoteKind
from taxonomy_service.domain.labels import Equivalence, LabelKind
from taxonomy_service.domain.messages import Given, Message, message, verbatim
from taxonomy_service.domain.operations import Operation

_KNOWN: Final[Mapping[str, Iterable[str]]] = {
    "operation": [str(kind.__struct_config__.tag) for kind in get_args(Operation)],
    "label.kind": LabelKind,
    "note.kind": NoteKind,
    "equivalence": Equivalence,
}
"""The words of closed sets, by the fields that take them."""
_JSON: Final = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_SAID = re.compile(r"(?P<fault>.*?)(?: - at `\$\.?(?P<place>[^`]*)`)?", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(.+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(.+)`")
_TYPES = re.compile(r"Expected `(.+)`, got `(.+)`")
_WORD = re.compile(r"Invalid (?:enum )?value '(.*)'", re.DOTALL)
_FIELD = re.compile(r"(?:\w+\.)?(\w+)$")


def shape_fault(said: str) -> Message:
    """Return what msgspec, or Pydantic, says of a shape as a sentence, with its place and words known there.

    >>> str(shape_fault("Invalid enum value 'prefered' - at `$.operations[0].label.kind`"))
    "operations[0].label.kind: 'prefered' is not known; known are preferred, alternative, hidden"
    >>> str(shape_fault("Object contains unknown field `lang`"))
    "there is no field 'lang' here"
    """
    found = _SAID.fullmatch(said)
    place = (found["place"] or "") if found else ""
    fault = _fault(found["fault"] if found else said, place)
    return message("{place}: {fault}", place=place, fault=fault) if place else fault


def _fault(fault: str, place: str) -> Message:
    if fault == "Field required":  # Pydantic's words for a parameter
        return message("it is missing")
    if missing := _MISSING.fullmatch(fault):
        return message("the field {name} is missing", name=Given(missing[1]))
    if unknown := _UNKNOWN.fullmatch(fault):
        return message("there is no field {name} here", name=Given(unknown[1][:60]))
    if types := _TYPES.fullmatch(fault):
        expected, given = (_json(names) for names in types.groups())
        return message("JSON of the type {expected} is expected, not {given}", expected=expected, given=given)
    if word := _WORD.fullmatch(fault):
        return _unknown_word(word[1][:60], place)
    return verbatim(fault)


def _json(names: str) -> str:
    """Return the names of types as JSON has them."""
    return " | ".join(_JSON.get(name, name) for name in names.split(" | "))


def _unknown_word(word: str, place: str) -> Message:
    field = _FIELD.search(place)
    known = _KNOWN.get(field[0], _KNOWN.get(field[1])) if field else None
    if known is None:
        return message("{word} is not known here", word=Given(word))
    return message("{word} is not known; known are {known}", word=Given(word), known=", ".join(known))

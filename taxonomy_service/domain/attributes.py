"""Required attributes: what an annotation must state beside its label (occlusion, pose …), and their allowed values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Iri


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """A value an attribute may take; `names` holds one a language."""

    id: str
    iri: Iri
    names: Mapping[LanguageTag, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute; without values, any text will do."""

    id: str
    iri: Iri
    names: Mapping[LanguageTag, str] = field(default_factory=dict)
    values: tuple[AttributeValue, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributeFault:
    """A required attribute that is missing (`given` is None) or has a value that is not allowed."""

    attribute: Attribute
    given: str | None


def attribute_faults(required: tuple[Attribute, ...], given: Mapping[str, object]) -> tuple[AttributeFault, ...]:
    """Return what is wrong with the attributes given, in the order in which they are required.

    A value is given as text, number or truth value, or several as a list, and compared by its id, ignoring case. Blank
    text and an empty list are as good as nothing; of several wrong values the first is named. Raises nothing.
    """
    faults = []
    for attribute in required:
        values = _texts(given.get(attribute.id))
        allowed = {value.id.casefold() for value in attribute.values}
        wrong = next((text for text in values if allowed and text.casefold() not in allowed), None)
        if wrong is not None or not values:
            faults.append(AttributeFault(attribute, wrong))
    return tuple(faults)


def _texts(value: object) -> list[str]:
    """Return the values given: none, one, or the several of a list."""
    several = value if isinstance(value, list | tuple) else [value]
    return [text for one in several if one is not None and (text := _as_text(one)).strip()]


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | float) or (isinstance(value, int) and value.bit_length() <= 64):
        return str(value)
    return f"a {type(value).__name__}"  # of any depth and length, so that writing it out could fail

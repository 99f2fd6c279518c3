"""Labels: the forms by which a concept is named in a language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from taxonomy_service.domain.languages import LanguageTag, language_ladder


class LabelKind(StrEnum):
    """How a label stands to its concept (SKOS §5)."""

    PREFERRED = "preferred"
    ALTERNATIVE = "alternative"
    HIDDEN = "hidden"

    __hash__ = str.__hash__  # that of an Enum is written in Python, and a label is hashed with its kind


class Equivalence(StrEnum):
    """What a label covers, seen from its concept (degrees of equivalence, ISO 25964-1 §14)."""

    EXACT = "exact"
    BROADER = "broader"
    NARROWER = "narrower"
    OVERLAPPING = "overlapping"
    DIFFERENT = "different"


class Label(NamedTuple):
    """A form in a language; `resource` is the node that carries it in SKOS-XL, `plain` says that SKOS states it too."""

    form: str
    language: LanguageTag
    kind: LabelKind
    resource: str | None = None
    plain: bool = True


_NODE = itemgetter(Label._fields.index("resource"))  # a vocabulary has millions; a name takes three times as long


def label_nodes(labels: Iterable[Label]) -> set[str]:
    """Return the nodes that carry labels in SKOS-XL."""
    nodes = set(map(_NODE, labels))
    nodes.discard(None)
    return nodes


@dataclass(frozen=True, slots=True)
class ServedLabel:
    """A label served for the language asked, and why it was this one: a `LanguageRung`, or "any" for want of one."""

    form: str
    language: LanguageTag
    rung: str


def preferred_forms(labels: Iterable[Label]) -> dict[LanguageTag, str]:
    """Return one preferred form a language; where SKOS S14 is broken, the first in code point order."""
    forms: dict[LanguageTag, str] = {}
    for label in labels:
        if label.kind is LabelKind.PREFERRED:
            known = forms.get(label.language)
            if known is None or label.form < known:
                forms[label.language] = label.form
    return forms


def resolve_label(
    forms: Mapping[LanguageTag, str], wanted: LanguageTag, fallbacks: tuple[LanguageTag, ...] = ()
) -> ServedLabel | None:
    """Return the form for the language wanted, down the language ladder, else of the first tag in code point order.

    None where there is no form at all.

    >>> resolve_label({LanguageTag("en"): "shoe"}, LanguageTag("en-GB"))
    ServedLabel(form='shoe', language='en', rung='range')
    """
    if not forms:
        return None
    for step in language_ladder(wanted, frozenset(forms), fallbacks):
        return ServedLabel(forms[step.language], step.language, step.rung.value)
    first = min(forms)
    return ServedLabel(forms[first], first, "any")

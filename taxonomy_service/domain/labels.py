"""Labels: the forms by which a concept is named in a language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.languages import LanguageTag, Resolution, language_ladder


class LabelKind(StrEnum):
    """How a label stands to its concept (SKOS §5)."""

    PREFERRED = "preferred"
    ALTERNATIVE = "alternative"
    HIDDEN = "hidden"


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


@dataclass(frozen=True, slots=True)
class ServedLabel:
    """A label served for the language asked, and why it was this one."""

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
    """Return the form for the language wanted, down the language ladder; then any; None where there is no label.

    >>> resolve_label({LanguageTag("en"): "shoe"}, LanguageTag("en-GB"))
    ServedLabel(form='shoe', language='en', rung='range')
    """
    if not forms:
        return None
    ladder = language_ladder(wanted, frozenset(forms), fallbacks)
    step = ladder[0] if ladder else Resolution(min(forms), "any")  # type: ignore[arg-type]
    return ServedLabel(forms[step.language], step.language, str(step.rung))

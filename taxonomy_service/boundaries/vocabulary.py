"""A vocabulary as the detector sees it: concepts by number, their preferred forms by language, their places."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.hierarchy import build_hierarchy
from taxonomy_service.domain.labels import LabelKind, preferred_forms
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Iri

_USUAL_SOURCE = LanguageTag("en")
_DEEPEST = 64


class Place(StrEnum):
    """Where another concept stands, seen from one."""

    ABOVE = "above"
    BELOW = "below"
    BESIDE = "beside"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Concepts 0 … n-1 in the order of the scheme.

    `forms[language][i]` is the preferred form of concept i or "", `keys` its comparison key; `others[language]` maps a
    concept to its alternative forms, `stated` to the keys of its alternative and hidden ones. `source` is the language
    that the others are read against. `above` holds all concepts above each, at most 64 levels up. The last `borrowed`
    concepts are another vocabulary's (`boundaries.borrowing`): their labels teach, and are not judged.
    """

    iris: Sequence[Iri]
    languages: tuple[LanguageTag, ...]
    source: LanguageTag
    forms: Mapping[LanguageTag, Sequence[str]]
    keys: Mapping[LanguageTag, Sequence[str]]
    others: Mapping[LanguageTag, Mapping[int, tuple[str, ...]]]
    stated: Mapping[LanguageTag, Mapping[int, tuple[str, ...]]]
    broader: Sequence[Sequence[int]]
    narrower: Sequence[Sequence[int]]
    above: Sequence[frozenset[int]]
    borrowed: int = 0

    @property
    def size(self) -> int:
        """How many concepts there are."""
        return len(self.iris)

    @property
    def own(self) -> int:
        """How many concepts there are but for those borrowed, which come after them."""
        return len(self.iris) - self.borrowed


def build_vocabulary(scheme: ConceptScheme, source: LanguageTag | None = None) -> Vocabulary:
    """Read a scheme; labels without a language do not count.

    The source language is the one given, else English where half of the concepts have it, else the fullest.
    """
    ids = list(scheme.concepts)
    number = {own: i for i, own in enumerate(ids)}
    hierarchy = build_hierarchy(scheme)
    preferred = [preferred_forms(scheme.concepts[own].labels) for own in ids]
    languages = tuple(sorted({language for forms in preferred for language in forms if language}))
    forms = {language: [of.get(language, "") for of in preferred] for language in languages}
    broader = [[number[other] for other in hierarchy.broader.get(own, ())] for own in ids]
    return Vocabulary(
        iris=[scheme.concepts[own].iri for own in ids],
        languages=languages,
        source=source if source in forms else _likely_source(forms),
        forms=forms,
        keys={language: [comparison_key(form, language) for form in own] for language, own in forms.items()},
        others=_forms(scheme, languages, {LabelKind.ALTERNATIVE}),
        stated=_stated(scheme, languages),
        broader=broader,
        narrower=[[number[other] for other in hierarchy.narrower.get(own, ())] for own in ids],
        above=[_above(broader, i) for i in range(len(ids))],
    )


def _likely_source(forms: Mapping[LanguageTag, Sequence[str]]) -> LanguageTag:
    counts = {language: sum(map(bool, own)) for language, own in forms.items()}
    for language, count in counts.items():
        if language == _USUAL_SOURCE and 2 * count >= len(forms[language]):
            return language
    return max(sorted(counts), key=lambda language: counts[language], default=_USUAL_SOURCE)


def _forms(
    scheme: ConceptScheme, languages: Sequence[LanguageTag], kinds: Collection[LabelKind]
) -> dict[LanguageTag, dict[int, tuple[str, ...]]]:
    found: dict[LanguageTag, dict[int, tuple[str, ...]]] = {language: {} for language in languages}
    for i, concept in enumerate(scheme.concepts.values()):
        for label in concept.labels:
            if label.kind in kinds and label.language in found:
                own = found[label.language]
                own[i] = (*own.get(i, ()), label.form)
    return found


def _stated(scheme: ConceptScheme, languages: Sequence[LanguageTag]) -> dict[LanguageTag, dict[int, tuple[str, ...]]]:
    found = _forms(scheme, languages, {LabelKind.ALTERNATIVE, LabelKind.HIDDEN})
    return {
        language: {i: tuple(comparison_key(form, language) for form in forms) for i, forms in own.items()}
        for language, own in found.items()
    }


def _above(broader: Sequence[Sequence[int]], concept: int) -> frozenset[int]:
    """Return all concepts above, never the concept itself, though it may stand in a cycle."""
    seen: set[int] = set()
    level = list(broader[concept])
    for _ in range(_DEEPEST):
        seen.update(level)
        level = [above for own in level for above in broader[own] if above not in seen]
        if not level:
            break
    return frozenset(seen - {concept})


def beside(vocabulary: Vocabulary, concept: int) -> list[int]:
    """Return the concepts that something directly above this one is directly above too, each once."""
    found = (other for above in vocabulary.broader[concept] for other in vocabulary.narrower[above])
    return [other for other in dict.fromkeys(found) if other != concept]


def levels_up(vocabulary: Vocabulary, other: int, concept: int) -> int:
    """Return how many steps up from a concept another one stands, which must be above it."""
    level, steps = {concept}, 0
    while other not in level:
        level, steps = {above for own in level for above in vocabulary.broader[own]}, steps + 1
    return steps


def place_of(vocabulary: Vocabulary, other: int, concept: int) -> Place:
    """Say where `other` stands, seen from `concept`."""
    if other in vocabulary.above[concept]:
        return Place.ABOVE
    if concept in vocabulary.above[other]:
        return Place.BELOW
    if set(vocabulary.broader[other]) & set(vocabulary.broader[concept]):
        return Place.BESIDE
    return Place.ELSEWHERE

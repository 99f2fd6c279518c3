"""Mistakes planted in vocabularies that were read twice: every unplanted flag counts as a false alarm."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from taxonomy_service.boundaries.detector import Detector, labelled, make_detector
from taxonomy_service.boundaries.vocabulary import Vocabulary, build_vocabulary
from taxonomy_service.boundaries.words import runs
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.exchange.rdf import rdf_format
from taxonomy_service.services.boundaries import read_schemes

OWN = Path(__file__).parents[1] / "vocabularies"
TUNED_ON = ("everyday-objects", "retail-shelf")
TESTED_ON = ("footwear", "road-scene")
SHARE = 0.05


@dataclass(frozen=True)
class Planted:
    """A vocabulary with mistakes: the forms by language and concept, and how each was made."""

    vocabulary: Vocabulary
    kinds: dict[tuple[str, int], str]


def own_vocabulary(name: str) -> Vocabulary:
    return read_vocabulary(OWN / f"{name}.ttl")


def read_vocabulary(path: Path) -> Vocabulary:
    with path.open("rb") as stream:
        return build_vocabulary(read_schemes(stream, path.name, rdf_format(path.name))[0])


def preferred_only(vocabulary: Vocabulary) -> Vocabulary:
    none: dict = {language: {} for language in vocabulary.languages}
    return replace(vocabulary, others=none, stated=none)


def flat(vocabulary: Vocabulary) -> Vocabulary:
    none = [() for _ in vocabulary.iris]
    return replace(preferred_only(vocabulary), broader=none, narrower=none, above=[frozenset() for _ in none])


def _ancestor(vocabulary: Vocabulary, concept: int) -> list[int]:
    return sorted(vocabulary.above[concept])


def _descendant(vocabulary: Vocabulary, concept: int) -> list[int]:
    return [other for other, above in enumerate(vocabulary.above) if concept in above]


def _sibling(vocabulary: Vocabulary, concept: int) -> list[int]:
    return [o for up in vocabulary.broader[concept] for o in vocabulary.narrower[up] if o != concept]


def _anybody(vocabulary: Vocabulary, concept: int) -> list[int]:
    return [other for other in range(vocabulary.size) if other != concept]


OF_ANOTHER: dict[str, Callable[[Vocabulary, int], list[int]]] = {
    "ancestor": _ancestor,
    "descendant": _descendant,
    "sibling": _sibling,
    "another": _anybody,
}
KINDS = (*OF_ANOTHER, "dropped", "untranslated")


def mistake(vocabulary: Vocabulary, language: str, concept: int, kind: str, rng: np.random.Generator) -> str:
    """Return a form that the concept should not have, "" where none of the kind can be made."""
    own = vocabulary.forms[language][concept]
    if kind == "untranslated":
        form = vocabulary.forms[vocabulary.source][concept]
    elif kind == "dropped":
        said = runs(own)
        at = int(rng.integers(len(said))) if said else 0
        form = " ".join(said[:at] + said[at + 1 :])
    else:
        others = [vocabulary.forms[language][o] for o in OF_ANOTHER[kind](vocabulary, concept)]
        form = str(rng.choice(others)) if others else ""
    key = comparison_key(form, language)
    right = {vocabulary.keys[language][concept], *vocabulary.stated[language].get(concept, ())}
    return "" if key in right else form


def plant(vocabulary: Vocabulary, seed: int) -> Planted:
    """Replace one label in twenty, all kinds alike."""
    rng = np.random.default_rng(seed)
    forms = {language: list(own) for language, own in vocabulary.forms.items()}
    judged = [language for language in vocabulary.languages if language != vocabulary.source]
    wanted = round(SHARE * sum(sum(map(bool, forms[language])) for language in judged))
    kinds: dict[tuple[str, int], str] = {}
    for concept in rng.permutation(vocabulary.size).tolist() * len(judged):
        language, kind = str(rng.choice(judged)), KINDS[len(kinds) % len(KINDS)]
        if len(kinds) >= wanted or (language, concept) in kinds or not vocabulary.forms[language][concept]:
            continue
        if form := mistake(vocabulary, language, concept, kind, rng):
            forms[language][concept] = form
            kinds[language, concept] = kind
    keys = {language: [comparison_key(form, language) for form in own] for language, own in forms.items()}
    return Planted(replace(vocabulary, forms=forms, keys=keys), kinds)


def rows_of(made: Detector, kinds: dict[tuple[str, int], str]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the signals of all judged labels, and how each was planted ("" where it was not)."""
    values: dict[str, list[np.ndarray]] = {}
    how: list[str] = []
    for language in made.judged_languages:
        signals = made.signals[language]
        how += [kinds.get((language, concept), "") for concept in signals.labels.concepts.tolist()]
        for name, of in labelled(made, signals).items():
            values.setdefault(name, []).append(of)
    return {name: np.concatenate(of) for name, of in values.items()}, np.array(how)


def part_of(
    vocabulary: Vocabulary, concepts: list[int], languages: tuple[LanguageTag, ...] | None = None
) -> Vocabulary:
    """Return some concepts with their labels in some languages; what stands between them is left out."""
    number = {old: new for new, old in enumerate(concepts)}
    tags = languages or vocabulary.languages

    def kept(of: Sequence[Iterable[int]]) -> list[list[int]]:
        return [[number[other] for other in of[i] if other in number] for i in concepts]

    def beside(of: Mapping) -> dict:
        return {tag: {number[i]: told for i, told in of[tag].items() if i in number} for tag in tags}

    return replace(
        vocabulary,
        iris=[vocabulary.iris[i] for i in concepts],
        languages=tags,
        forms={tag: [vocabulary.forms[tag][i] for i in concepts] for tag in tags},
        keys={tag: [vocabulary.keys[tag][i] for i in concepts] for tag in tags},
        others=beside(vocabulary.others),
        stated=beside(vocabulary.stated),
        broader=kept(vocabulary.broader),
        narrower=kept(vocabulary.narrower),
        above=[frozenset(row) for row in kept(vocabulary.above)],
    )


CUTS = {"all labels": lambda vocabulary: vocabulary, "preferred labels only": preferred_only, "flat": flat}


def planted_rows(
    vocabulary: Vocabulary, seed: int, cut: str = "all labels", **witnesses
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Plant, then cut the vocabulary down: the same mistakes in each cut."""
    planted = plant(vocabulary, seed)
    return rows_of(make_detector(CUTS[cut](planted.vocabulary), **witnesses), planted.kinds)

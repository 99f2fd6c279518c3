"""Labels whose relation to a concept is known, made of a vocabulary's labels and of other senses of the source's words.

Whole labels of other concepts are not planted: what one form on two concepts means is told without weighing. The
mistakes of translators are parts, mixtures and shortened forms, which stand nowhere.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from benchmarks.lexicons import packages
from taxonomy_service.boundaries.detector import Detector, labelled
from taxonomy_service.boundaries.labels import Labels
from taxonomy_service.boundaries.lengths import COORDINATION
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.resemblance import resembling, row_of
from taxonomy_service.boundaries.signals import read_signals
from taxonomy_service.boundaries.units import units_of
from taxonomy_service.boundaries.vocabulary import Vocabulary, beside
from taxonomy_service.boundaries.words import is_unspaced
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.services.references import read_reference

FREEDICT = {"da": "dan", "de": "deu", "es": "spa", "fi": "fin", "fr": "fra", "it": "ita", "ja": "jpn", "nl": "nld"}
FREEDICT |= {"pl": "pol", "pt-BR": "por", "pt-PT": "por"}
USUAL = 3  # labels that must have an affix before it is taken off others
SHORTEST_PART = 4
MOST_TRIES = 25  # for each label wanted
BATCH = 300


@dataclass(frozen=True)
class Tongue:
    """A vocabulary in one language, with a dictionary from the source where there is one."""

    vocabulary: Vocabulary
    language: str
    lexicon: Lexicon | None

    @cached_property
    def keys(self) -> Sequence[str]:
        return self.vocabulary.keys[self.language]

    @cached_property
    def conjunction(self) -> str:
        """What stands most often between the two parts of a label, "" where none has two."""
        between = Counter()
        for key in self.keys:
            if len(said := parts(key)) == 2:
                between[key[len(said[0]) : key.find(said[1], len(said[0]))]] += 1
        return between.most_common(1)[0][0] if between else ""

    @cached_property
    def affixes(self) -> frozenset[tuple[str, str]]:
        """What several labels have before or after another label."""
        stand = set(self.keys) - {""}
        found = Counter(
            (before, after)
            for key in stand
            for before, rest, after in cuts(key)
            if rest in stand and len(parts(key)) == 1
        )
        return frozenset(affix for affix, times in found.items() if times >= USUAL)


def cuts(key: str) -> Iterator[tuple[str, str, str]]:
    """Yield what may be taken off before or after the rest of a label: words, or the parts of a compound."""
    least = 1 if is_unspaced(key) else SHORTEST_PART
    for at in range(1, len(key)):
        if key[at] == " ":
            yield key[: at + 1], key[at + 1 :], ""
            yield "", key[:at], key[at:]
        elif least <= at <= len(key) - least and " " not in key[at - 1 : at + 1]:
            yield key[:at], key[at:], ""


def parts(key: str) -> list[str]:
    """Return the things that a label names side by side.

    >>> parts("cement, mortar & concrete mixes")
    ['cement', 'mortar', 'concrete mixes']
    """
    return [part for part in map(str.strip, COORDINATION.split(key)) if part]


def one_of(forms: Sequence[str], rng: np.random.Generator) -> str:
    return str(rng.choice(forms)) if forms else ""


def part(_: Tongue, key: str, rng: np.random.Generator) -> str:
    """One of the things that a label names, "" where it names one alone."""
    said = parts(key)
    return one_of(said, rng) if len(said) > 1 else ""


def shortened(tongue: Tongue, key: str, rng: np.random.Generator) -> str:
    """A label without what others of its language have beside another label too."""
    if len(parts(key)) > 1:
        return ""
    return one_of([rest for before, rest, after in cuts(key) if (before, after) in tongue.affixes], rng)


def own_part(tongue: Tongue, concept: int, rng: np.random.Generator) -> str:
    return part(tongue, tongue.keys[concept], rng)


def part_joined(tongue: Tongue, concept: int, rng: np.random.Generator) -> str:
    """One of several things that the label names, and one from beside it."""
    other = from_beside(tongue, concept, rng)
    return together(tongue, own_part(tongue, concept, rng), part(tongue, other, rng) or other, rng)


def from_beside(tongue: Tongue, concept: int, rng: np.random.Generator) -> str:
    return one_of([tongue.keys[other] for other in beside(tongue.vocabulary, concept) if tongue.keys[other]], rng)


def together(tongue: Tongue, one: str, other: str, rng: np.random.Generator) -> str:
    both = [one, other] if rng.random() < 0.5 else [other, one]
    return tongue.conjunction.join(both) if one and other and tongue.conjunction else ""


def above(vocabulary: Vocabulary, concept: int) -> list[int]:
    direct = vocabulary.broader[concept]
    return [*direct, *(other for one in direct for other in vocabulary.broader[one])]


def below(vocabulary: Vocabulary, concept: int) -> list[int]:
    return list(vocabulary.narrower[concept])


Make = Callable[[Tongue, int, np.random.Generator], str]
"""Gives a form that a concept should not have, "" where none of the kind can be made."""


def of_another(where: Callable[[Vocabulary, int], list[int]], make: Callable) -> Make:
    def made(tongue: Tongue, concept: int, rng: np.random.Generator) -> str:
        other = one_of([tongue.keys[i] for i in where(tongue.vocabulary, concept) if tongue.keys[i]], rng)
        return make(tongue, other, rng) if other else ""

    return made


def other_sense(tongue: Tongue, concept: int, rng: np.random.Generator) -> str:
    """What a dictionary gives for the last word of a short label of the source, none of it in the label."""
    source = tongue.vocabulary.source
    key = tongue.vocabulary.keys[source][concept]
    if tongue.lexicon is None or len(parts(key)) > 1 or not 1 <= len(key.split()) <= 2:
        return ""
    found = tongue.lexicon.translations(key.split()[-1], source, tongue.language)
    return one_of([form for form in found if form[:5] not in tongue.keys[concept] and len(form.split()) < 3], rng)


KINDS: dict[str, tuple[str, Make]] = {
    "a part": ("narrower", own_part),
    "a part of one below": ("narrower", of_another(below, part)),
    "one below, shortened": ("narrower", of_another(below, shortened)),
    "a part of one above": ("broader", of_another(above, part)),
    "one above, shortened": ("broader", of_another(above, shortened)),
    "a part with one beside": ("overlapping", part_joined),
    "another sense": ("different", other_sense),
}


@dataclass(frozen=True)
class Planted:
    """Labels planted: their signals, and of which kind each is."""

    signals: dict[str, np.ndarray]
    kinds: np.ndarray

    @property
    def relations(self) -> list[str]:
        return [KINDS[kind][0] for kind in self.kinds.tolist()]


def plant(tongue: Tongue, most: int, rng: np.random.Generator) -> list[tuple[int, str, str]]:
    """Return concepts with forms that they should not have and the kind of mistake, at most so many of each kind."""
    having = [i for i in range(tongue.vocabulary.own) if tongue.keys[i]]
    stand, found = set(tongue.keys), []
    for kind, (_, make) in KINDS.items():
        wanted = most
        for concept in rng.permutation(having).tolist()[: most * MOST_TRIES]:
            key = comparison_key(make(tongue, concept, rng), tongue.language) if wanted else ""
            if not key or key in stand or key in tongue.vocabulary.stated[tongue.language].get(concept, ()):
                continue
            if key[0] != "-" and key[-1] != "-":
                found.append((concept, key[0].upper() + key[1:], kind))
                wanted -= 1
    return found


def planted_relations(made: Detector, languages: Sequence[str], most: int, seed: int = 0) -> Planted:
    """Plant in some languages, and judge every planted label alone, beside a vocabulary that is right."""
    rng = np.random.default_rng(seed)
    batches: list[dict[str, np.ndarray]] = []
    kinds: list[str] = []
    for language in languages:
        rows = plant(Tongue(made.vocabulary, language, dictionary(language)), most, rng)
        for start in range(0, len(rows), BATCH):
            concepts, forms, how = zip(*rows[start : start + BATCH], strict=True)
            batches.append(
                labelled(made, read_signals(made.prepared, made.witnesses, changed(made, language, concepts, forms)))
            )
            kinds += how
    names = dict.fromkeys(name for of in batches for name in of)
    return Planted({name: whole(batches, name) for name in names}, np.array(kinds))


def whole(batches: Sequence[dict[str, np.ndarray]], name: str) -> np.ndarray:
    """Put batches together; what a witness did not say of a language is no number."""
    return np.concatenate([of.get(name, np.full(len(of["voices"]), np.nan)) for of in batches])


def dictionary(language: str) -> Lexicon | None:
    path = packages().get(f"dict-freedict-eng-{FREEDICT.get(language)}")
    return Lexicon([read_reference(path)]) if path and path.exists() else None


def changed(made: Detector, language: str, concepts: Sequence[int], forms: Sequence[str]) -> Labels:
    """Return labels as if each alone had been changed."""
    known, units = made.prepared.resemblances[language], made.prepared.units[language]
    keys, at = [comparison_key(form, language) for form in forms], np.array(concepts)
    near = resembling(known, sparse.vstack([row_of(known, units, key) for key in keys]).tocsr(), at)
    rows = sparse.vstack([units_of(units, key) for key in keys]).tocsr()
    return Labels(language, at, list(forms), keys, rows, near, changed=True)

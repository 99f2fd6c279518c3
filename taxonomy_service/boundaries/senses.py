"""Senses: whether references give a label the sense that the concept's labels in the other languages share."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from taxonomy_service.boundaries.labels import Labels
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.stems import stem_key
from taxonomy_service.boundaries.units import FloatArray
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.boundaries.words import runs
from taxonomy_service.domain.languages import LanguageTag

_STEPS_UP = 2


class Asked(NamedTuple):
    """One label: its concept, and its comparison key."""

    language: LanguageTag
    concept: int
    key: str


class Sense(NamedTuple):
    """What the references say of one label, each 0..1.

    `shared`: how many of the other languages' labels share a translation with it that is not the source's label;
    `apart`: by how many more share one that it has not. `wider`, `head`: whether it means what is wider than the
    source's label, or its last word alone. `confirmed`, `denied`: the share of the other languages' labels that
    dictionaries give, or that they do not give though they know one of the two.
    """

    shared: float = 0.0
    apart: float = 0.0
    wider: float = 0.0
    head: float = 0.0
    confirmed: float = 0.0
    denied: float = 0.0


def sense_signals(lexicon: Lexicon, vocabulary: Vocabulary, labels: Labels) -> dict[str, FloatArray]:
    """Return what the references say that labels mean, beside the other languages' labels."""
    told = [
        read_sense(lexicon, vocabulary, Asked(labels.language, concept, key))
        for concept, key in zip(labels.concepts.tolist(), labels.keys, strict=True)
    ]
    columns = np.array(told, dtype=float).reshape(-1, len(Sense._fields))
    return {f"sense-{name}": columns[:, at] for at, name in enumerate(Sense._fields)}


def read_sense(lexicon: Lexicon, vocabulary: Vocabulary, case: Asked) -> Sense:
    """Ask the references about one label."""
    own = _meanings(lexicon, case.key, case.language, vocabulary.source)
    source = vocabulary.keys[vocabulary.source][case.concept]
    confirmed, denied = _between(lexicon, vocabulary, case)
    shared, apart = _shared(lexicon, vocabulary, case, own)
    if not own or stem_key(source, vocabulary.source) in own:
        return Sense(shared, apart, 0.0, 0.0, confirmed, denied)
    word = wider_meaning(lexicon, vocabulary, case)
    said = runs(source)
    head = own.get(stem_key(said[-1], vocabulary.source), 0.0) if len(said) > 1 else 0.0
    wider = own[stem_key(word, vocabulary.source)] if word else 0.0
    return Sense(shared, apart, wider, head, confirmed, denied)


def wider_meaning(lexicon: Lexicon, vocabulary: Vocabulary, case: Asked) -> str:
    """Return the likeliest meaning of a label that a wordnet has above the source's label; "" where there is none."""
    source = vocabulary.source
    above = lexicon.broader_forms(vocabulary.keys[source][case.concept], source, _STEPS_UP)
    stems = {stem_key(key, source) for key in above}
    meanings = lexicon.translations(case.key, case.language, source)
    return next((key for key in meanings if stem_key(key, source) in stems), "")


def denying(lexicon: Lexicon, vocabulary: Vocabulary, case: Asked) -> Iterator[LanguageTag]:
    """Yield the languages of which dictionaries know the label or this one, but not as translations of each other."""
    for language, found in _dictionaries(lexicon, vocabulary, case):
        if not found:
            yield language


def _between(lexicon: Lexicon, vocabulary: Vocabulary, case: Asked) -> tuple[float, float]:
    """Return the shares of the languages asked that confirm and that deny, less where few can tell."""
    found = [found for _, found in _dictionaries(lexicon, vocabulary, case)]
    return sum(found) / (len(found) + 1), (len(found) - sum(found)) / (len(found) + 1)


def _dictionaries(lexicon: Lexicon, vocabulary: Vocabulary, case: Asked) -> Iterator[tuple[LanguageTag, bool]]:
    for language, keys in vocabulary.keys.items():
        there = keys[case.concept]
        if not there or language in {case.language, vocabulary.source}:
            continue
        forth = lexicon.direct(case.key, case.language, language)
        back = lexicon.direct(there, language, case.language)
        if forth or back:
            yield language, _holds(forth, there, language) or _holds(back, case.key, case.language)


def _holds(translations: Mapping[str, float], key: str, language: LanguageTag) -> bool:
    wanted = stem_key(key, language)
    return any(stem_key(other, language) == wanted for other in translations)


def _shared(lexicon: Lexicon, vocabulary: Vocabulary, case: Asked, own: Mapping[str, float]) -> tuple[float, float]:
    """Return the best share of the other languages that have a meaning of the label, and by how much one has more."""
    source = vocabulary.source
    meant = stem_key(vocabulary.keys[source][case.concept], source)
    votes: dict[str, float] = {}
    voices = 0
    for language, keys in vocabulary.keys.items():
        if language in {case.language, source} or not keys[case.concept]:
            continue
        there = _meanings(lexicon, keys[case.concept], language, source)
        voices += bool(there)
        for stem, weight in there.items():
            votes[stem] = votes.get(stem, 0.0) + weight
    votes.pop(meant, None)
    if not votes or not own.keys() - {meant}:
        return 0.0, 0.0
    shared = max((votes.get(stem, 0.0) for stem in own), default=0.0) / voices
    return shared, max(votes.values()) / voices - shared


def _meanings(lexicon: Lexicon, key: str, language: LanguageTag, source: LanguageTag) -> dict[str, float]:
    """Return the stems of what a label means in the source language, with their weights."""
    found: dict[str, float] = {}
    for other, weight in lexicon.translations(key, language, source).items() if key else ():
        stem = stem_key(other, source)
        found[stem] = max(found.get(stem, 0.0), weight)
    return found

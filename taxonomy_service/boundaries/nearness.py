"""Nearness: how close the vectors of a label and of its concept's other labels lie, and whose lie closer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taxonomy_service.boundaries.embeddings import EmbeddingProvider, Vectors, understands, unit_rows
from taxonomy_service.boundaries.labels import Labels
from taxonomy_service.boundaries.units import FloatArray
from taxonomy_service.boundaries.vocabulary import Vocabulary, beside
from taxonomy_service.domain.languages import LanguageTag

_NEAREST = 8
_LEAST_SPREAD = 0.01  # of a few labels that happen to lie alike, a small difference is no news
_BLOCK = 1000
_MOST_BESIDE = 50
_LEAST_WAY = 1e-6  # between two concepts whose labels are the same


class Usual(NamedTuple):
    """The mean of cosines, and their standard deviation."""

    mean: float
    spread: float

    def told(self, cosines: FloatArray) -> FloatArray:
        """Return cosines as spreads above the mean."""
        return (cosines - self.mean) / self.spread

    def cosine(self, told: float) -> float:
        """Return the cosine that is so many spreads above the mean."""
        return told * self.spread + self.mean


@dataclass(frozen=True, slots=True)
class Nearness:
    """A provider with the vectors of a vocabulary: by language a row for each concept, zeros where it has no label.

    `around` says for each language how near its eight nearest labels lie to each label of the source. `usual` is how
    near labels lie to their source's here: what is near for one encoder is far for another.
    """

    provider: EmbeddingProvider
    vectors: Mapping[LanguageTag, Vectors]
    total: npt.NDArray[np.float32]
    voices: FloatArray
    around: Mapping[LanguageTag, FloatArray]
    usual: Usual


def embed_vocabulary(vocabulary: Vocabulary, provider: EmbeddingProvider) -> Nearness:
    """Encode the labels of every language that the provider understands."""
    languages = [language for language in vocabulary.languages if understands(provider, language)]
    vectors = {language: embed_forms(provider, vocabulary.forms[language], language) for language in languages}
    total = sum(vectors.values(), np.zeros((vocabulary.size, 1), dtype=np.float32))
    voices = sum((of.any(axis=1).astype(float) for of in vectors.values()), np.zeros(vocabulary.size))
    source = vectors.get(vocabulary.source)
    around = {} if source is None else {language: _nearest(source, of) for language, of in vectors.items()}
    return Nearness(provider, vectors, total, voices, around, _usual(vectors, vocabulary.source))


def _usual(vectors: Mapping[LanguageTag, Vectors], source: LanguageTag) -> Usual:
    there = vectors.get(source)
    if there is None:
        return Usual(0.0, 1.0)
    near = [
        (of * there).sum(axis=1)[of.any(axis=1) & there.any(axis=1)] for tag, of in vectors.items() if tag != source
    ]
    found = np.concatenate([*near, np.zeros(0)])
    return Usual(float(found.mean()), max(float(found.std()), _LEAST_SPREAD)) if len(found) else Usual(0.0, 1.0)


def nearness_signals(known: Nearness, vocabulary: Vocabulary, labels: Labels) -> dict[str, FloatArray]:
    """Return what the vectors say of labels, in usual spreads; nothing where the provider knows not the languages."""
    if labels.language not in known.vectors or vocabulary.source not in known.vectors or len(known.vectors) < 2:
        return {}
    own = known.vectors[labels.language]
    here = embed_forms(known.provider, labels.forms, labels.language) if labels.changed else own[labels.concepts]
    voices = np.maximum(1, known.voices - own.any(axis=1))
    others: Vectors = ((known.total - own) / voices[:, None]).astype(np.float32)
    source = known.vectors[vocabulary.source]
    near = (here * others[labels.concepts]).sum(axis=1).astype(float)
    near_source = (here * source[labels.concepts]).sum(axis=1).astype(float)
    around = (_nearest(here, source) + known.around[labels.language][labels.concepts]) / 2
    level = {"near": near, "near-source": near_source, "nearest-language": _nearest_language(known, labels, here)}
    apart = {
        "nearer-than-others": near_source - around,
        "nearer-around": _best(here, others, [_around(vocabulary, int(i)) for i in labels.concepts]) - near,
        "nearer-above": _best(here, others, [vocabulary.broader[i] for i in labels.concepts.tolist()]) - near,
        "nearer-below": _best(here, others, [vocabulary.narrower[i] for i in labels.concepts.tolist()]) - near,
        **_towards(vocabulary, labels, here, others),
    }
    return {name: known.usual.told(of) for name, of in level.items()} | {
        name: of / known.usual.spread for name, of in apart.items()
    }


def _towards(vocabulary: Vocabulary, labels: Labels, here: Vectors, others: Vectors) -> dict[str, FloatArray]:
    """Say how far labels have moved from their own concepts on the way to those above, and to those below."""
    means = unit_rows(others)
    away = here - means[labels.concepts]
    ways = {"towards-above": vocabulary.broader, "towards-below": vocabulary.narrower}
    return {name: _moved(away, means, labels, near) for name, near in ways.items()}


def _moved(away: Vectors, means: Vectors, labels: Labels, near: Sequence[Sequence[int]]) -> FloatArray:
    """Return the part of each movement that goes towards the mean of the concepts near; 0 where there are none."""
    moved = np.zeros(len(away))
    for row, concept in enumerate(labels.concepts.tolist()):
        if near[concept]:
            way = means[list(near[concept][:_MOST_BESIDE])].mean(axis=0) - means[concept]
            moved[row] = float(away[row] @ way) / max(float(np.linalg.norm(way)), _LEAST_WAY)
    return moved


def nearest_around(known: Nearness, vocabulary: Vocabulary, language: LanguageTag, concept: int) -> int | None:
    """Return the concept next to this one whose other labels lie nearest to its label, where one lies nearer."""
    around = [concept, *_around(vocabulary, concept)]
    own = known.vectors[language]
    rest = known.total[around] - own[around]
    best = around[int((rest @ own[concept]).argmax())]
    return None if best == concept else best


def embed_forms(provider: EmbeddingProvider, forms: Sequence[str], language: LanguageTag) -> Vectors:
    """Return a row for each form, zeros for "": short ones are encoded first, since a batch costs as its longest."""
    distinct = sorted({form for form in forms if form}, key=lambda form: (len(form), form))
    made = provider.embed(distinct, language)
    rows = np.concatenate([made, np.zeros((1, made.shape[1] if len(made) else 1), dtype=np.float32)])
    number = {form: i for i, form in enumerate(distinct)}
    vectors: Vectors = rows[[number.get(form, len(distinct)) for form in forms]]
    return vectors


def _nearest(rows: Vectors, others: Vectors) -> FloatArray:
    """Return for each row the mean cosine of the eight others nearest to it."""
    most = min(_NEAREST, len(others))
    found = np.zeros(len(rows))
    for start in range(0, len(rows), _BLOCK):
        near = rows[start : start + _BLOCK] @ others.T
        found[start : start + _BLOCK] = np.partition(near, -most, axis=1)[:, -most:].mean(axis=1)
    return found


def _nearest_language(known: Nearness, labels: Labels, here: Vectors) -> FloatArray:
    best = np.full(len(here), -1.0)
    for language, vectors in known.vectors.items():
        if language != labels.language:
            best = np.maximum(best, (here * vectors[labels.concepts]).sum(axis=1))
    return best


def _best(here: Vectors, others: Vectors, near: Sequence[Sequence[int]]) -> FloatArray:
    best = np.zeros(len(here))
    for row, concepts in enumerate(near):
        if concepts:
            best[row] = float((others[list(concepts)] @ here[row]).max())
    return best


def _around(vocabulary: Vocabulary, concept: int) -> list[int]:
    near = [*vocabulary.broader[concept], *vocabulary.narrower[concept], *beside(vocabulary, concept)[:_MOST_BESIDE]]
    return [other for other in dict.fromkeys(near) if other != concept]

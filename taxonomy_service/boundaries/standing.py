"""Standing: how near a label's vector lies to its own concept's other labels, among those of all concepts."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from taxonomy_service.boundaries.embeddings import Vectors, unit_rows
from taxonomy_service.boundaries.labels import Labels
from taxonomy_service.boundaries.nearness import Nearness, embed_forms
from taxonomy_service.boundaries.units import FloatArray
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

_LEAST_SPREAD = 0.05
_BLOCK = 1000
_NOTHING = -1.0  # below all cosines that count
_ONE_IN = 200  # concepts: in a large vocabulary many lie near any label, and the nearest few are no news


@dataclass(frozen=True, slots=True)
class Standing:
    """Vectors without what all labels of a language share: its mean vector, by which encoders tell languages apart.

    `total` sums the rest, each of length 1, over the languages, `voices` how many there are; `spread` is the standard
    deviation of the cosines of labels and their source's.
    """

    known: Nearness
    means: Mapping[LanguageTag, Vectors]
    total: Vectors
    voices: FloatArray
    spread: float


def stand(known: Nearness, vocabulary: Vocabulary) -> Standing:
    """Take away from the vectors of a vocabulary what all labels of their language share."""
    means = {tag: of[of.any(axis=1)].sum(axis=0) / max(1, of.any(axis=1).sum()) for tag, of in known.vectors.items()}
    total: Vectors = np.zeros_like(known.total)
    source = _apart(known.vectors[vocabulary.source], means[vocabulary.source]) if vocabulary.source in means else None
    near: list[FloatArray] = [np.zeros(0)]
    for tag, of in known.vectors.items():
        apart = _apart(of, means[tag])
        total = total + apart
        if source is not None and tag != vocabulary.source:
            both = apart.any(axis=1) & source.any(axis=1)
            near.append((apart * source).sum(axis=1)[both].astype(float))
    cosines = np.concatenate(near)
    spread = max(float(cosines.std()), _LEAST_SPREAD) if len(cosines) else 1.0
    return Standing(known, means, total, known.voices, spread)


def _apart(vectors: Vectors, mean: Vectors) -> Vectors:
    return unit_rows(np.where(vectors.any(axis=1, keepdims=True), vectors - mean, 0.0))


def standing_signals(standing: Standing, labels: Labels) -> dict[str, FloatArray]:
    """Return how labels stand among all concepts; nothing for a language that the encoder does not know.

    The cosine with the mean of the concept's other labels (`standing-near`); how much nearer the nearest other concept
    lies (`-gap`), in usual spreads as the next; how much farther from the others it is than they are from one another
    (`-odd`); how many concepts lie nearer (`-rank`, logarithm of one more). The nearest is one in two hundred, as is
    what is counted, so that vocabularies of any size say alike.
    """
    if labels.language not in standing.means:
        return {}
    here, others, voices = _sides(standing, labels)
    heard = (voices[labels.concepts] > 0).astype(float)
    mean = unit_rows(others)
    own = (here * mean[labels.concepts]).sum(axis=1).astype(float)
    best, nearer = _rest(here, mean, labels, own)
    odd = _agreement(others[labels.concepts], voices[labels.concepts], here)
    return {
        "standing-near": own / standing.spread * heard,
        "standing-gap": (best - own) / standing.spread * heard,
        "standing-odd": odd / standing.spread,
        "standing-rank": np.log1p(nearer) * heard,
    }


def nearest_standing(standing: Standing, labels: Labels, row: int) -> int | None:
    """Return the concept whose other labels lie nearest to a label, where they lie nearer than its own concept's."""
    here, others, _ = _sides(standing, labels)
    near = unit_rows(others) @ here[row]
    best = int(near.argmax())
    return None if best == int(labels.concepts[row]) or near[best] <= 0 else best


def _sides(standing: Standing, labels: Labels) -> tuple[Vectors, Vectors, FloatArray]:
    """Return the labels' vectors, and for each concept the sum of those of its other languages with their number."""
    mean, vectors = standing.means[labels.language], standing.known.vectors[labels.language]
    own = _apart(vectors, mean)
    voices = standing.voices - vectors.any(axis=1)
    if not labels.changed:
        return own[labels.concepts], standing.total - own, voices
    here = _apart(embed_forms(standing.known.provider, labels.forms, labels.language), mean)
    return here, standing.total - own, voices


def _rest(here: Vectors, mean: Vectors, labels: Labels, own: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the cosine with the nearest other concept of each two hundred, and how many of these lie nearer."""
    best, nearer = np.zeros(len(here)), np.zeros(len(here))
    most = max(1, len(mean) // _ONE_IN)
    for start in range(0, len(here), _BLOCK):
        rows = slice(start, start + _BLOCK)
        near = here[rows] @ mean.T
        near[np.arange(len(near)), labels.concepts[rows]] = _NOTHING
        best[rows] = np.partition(near, -most, axis=1)[:, -most]
        nearer[rows] = (near > own[rows, None]).sum(axis=1) / most
    return best, nearer


def _agreement(others: Vectors, voices: FloatArray, here: Vectors) -> FloatArray:
    """Return by how much the mean cosine with the others is below that of the others with one another."""
    pairs = voices * (voices - 1)
    among = ((others**2).sum(axis=1) - voices) / np.maximum(pairs, 1)
    own = (here * others).sum(axis=1) / np.maximum(voices, 1)
    apart: FloatArray = np.where(pairs > 0, among - own, 0.0).astype(float)
    return apart

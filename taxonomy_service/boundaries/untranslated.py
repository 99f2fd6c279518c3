"""Labels left as they are in the source language, held against how usual that is in their language."""

import math

import numpy as np

from taxonomy_service.boundaries.labels import Labels
from taxonomy_service.boundaries.units import FloatArray
from taxonomy_service.boundaries.vocabulary import Vocabulary

_NEVER = 0.01  # a share that counts as never


def untranslated_signals(vocabulary: Vocabulary, labels: Labels) -> dict[str, FloatArray]:
    """Return whether each label is the source's, and how odd (0..1) that is here.

    It is odd where few labels of the language are, and where the other languages have a word of their own.
    """
    source, own = vocabulary.keys.get(vocabulary.source, ()), vocabulary.keys[labels.language]
    alike = sum(bool(key) and key == there for key, there in zip(own, source, strict=False))
    size = sum(map(bool, own))
    same, odd = np.zeros(len(labels.concepts)), np.zeros(len(labels.concepts))
    for row, (concept, key) in enumerate(zip(labels.concepts.tolist(), labels.keys, strict=True)):
        if source[concept] == key:
            same[row] = 1
            usual = (alike - (own[concept] == key)) / max(1, size - 1)
            rarity = min(1.0, math.log(max(usual, _NEVER)) / math.log(_NEVER))
            odd[row] = rarity * _with_own_word(vocabulary, labels, concept)
    return {"untranslated": same, "untranslated-odd": odd}


def _with_own_word(vocabulary: Vocabulary, labels: Labels, concept: int) -> float:
    """Return the share of the other languages whose label is not the source's, less where few can tell."""
    source = vocabulary.keys[vocabulary.source][concept]
    there = [
        keys[concept]
        for tag, keys in vocabulary.keys.items()
        if tag not in {labels.language, vocabulary.source} and keys[concept]
    ]
    return sum(key != source for key in there) / (len(there) + 1)

"""Compounds: words that a vocabulary itself shows to be made of its other words."""

from collections import Counter
from collections.abc import Iterable
from math import sqrt

from taxonomy_service.boundaries.words import is_unspaced

_SHORTEST_PART = 4
_ENDINGS = ("", "e", "s", "n", "en", "er", "es")
_ENOUGH = 50  # occurrences beyond which a part is no surer


class Splitter:
    """Splits the compounds of one language, having seen how often its words occur."""

    def __init__(self, seen: Iterable[str]) -> None:
        counts = Counter(seen)
        self._counts = {word: count for word, count in counts.items() if len(word) >= _SHORTEST_PART and word.isalpha()}
        self._known: dict[str, tuple[str, ...]] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound, first to last, or the word alone.

        A letter or two that link the parts (*Liebe-s-brief*) stay with the first.

        >>> Splitter(["lauf", "schuhe", "sport", "laufschuhe"]).split("sportschuhe")
        ('sport', 'schuhe')
        """
        if word not in self._known:
            self._known[word] = self._split(word)
        return self._known[word]

    def _split(self, word: str) -> tuple[str, ...]:
        if len(word) < 2 * _SHORTEST_PART or not word.isalpha() or is_unspaced(word):
            return (word,)
        best = 0.0
        parts: tuple[str, ...] = (word,)
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            first = self._weight(word[:at])
            score = sqrt(first * self._weight(word[at:])) if first else 0.0
            if score > best:
                best, parts = score, (word[:at], word[at:])
        return parts if parts == (word,) else tuple(piece for part in parts for piece in self.split(part))

    def _weight(self, part: str) -> int:
        """Return how often the part occurs as a word, whatever its ending, up to 50."""
        counts = self._counts
        for cut in (0, 1, 2):
            stem = part[: len(part) - cut]
            if len(stem) >= _SHORTEST_PART and stem in counts:
                return min(_ENOUGH, counts[stem])
        return min(_ENOUGH, max(counts.get(part + ending, 0) for ending in _ENDINGS))

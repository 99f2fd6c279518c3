"""Which of many keys share letters with a misspelt one: the first stage of suggestions.

A key is known by its grams: every three letters that follow one another, its beginning and end included, and every two
where it is short or written without spaces (three Han characters, one of them wrong, share no three). Of the grams of
the key asked for, only the rarest are looked up: those that thousands of keys share tell little and cost most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RAREST = 12
CANDIDATES = 300
_SHORT = 6
"""Up to this many letters a key has grams of two letters, too: a slip spoils most of its threes."""
_UNDIVIDED_FROM = 0x0E00
"""From Thai on, nearly all that is not Greek Extended or punctuation is written without spaces or by syllables."""
_Codes: TypeAlias = NDArray[np.uint64]
_Places: TypeAlias = NDArray[np.uint16] | NDArray[np.uint32]
_LONGEST = 2**16 - 1
_NONE = np.uint64(2**64 - 1)
"""After the last code, so that every search ends at a code; no gram has this one."""


@dataclass(frozen=True, eq=False, slots=True)
class GramIndex:
    """The grams of keys, as arrays that may lie in a mapped file.

    `codes` of the grams in order, _NONE after the last; `places` of the keys that have the first gram, then of those
    that have the second …; `bounds`, one more than there are grams, where each begins; `lengths` of the keys in
    characters.
    """

    codes: _Codes
    bounds: NDArray[np.uint32]
    places: _Places
    lengths: NDArray[np.uint16]

    def candidates(self, key: str) -> list[int]:
        """Return the places of at most 300 keys that share the most of the twelve rarest grams, in order of place.

        Of keys that share as many, those as long as the key asked for come first.
        """
        codes, _ = _grams([key])
        at = np.searchsorted(self.codes[:-1], codes)
        at = np.unique(at[self.codes[at] == codes])
        sizes = self.bounds[at + 1] - self.bounds[at]
        rarest = at[np.argsort(sizes, kind="stable")[:RAREST]]
        if not len(rarest):
            return []
        shared = np.concatenate([self.places[self.bounds[one] : self.bounds[one + 1]] for one in rarest])
        places, counts = np.unique(shared, return_counts=True)
        if len(places) > CANDIDATES:
            strangeness = np.abs(self.lengths[places].astype(np.int64) - len(key))
            places = np.sort(places[np.lexsort((strangeness, -counts))[:CANDIDATES]])
        return list(map(int, places))


def index_grams(keys: Sequence[str]) -> GramIndex:
    """Return the index of the grams of keys, each known by its place."""
    codes, places = _grams(keys)
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    return GramIndex(
        codes=np.append(ordered[starts], _NONE),
        bounds=np.append(starts, len(codes)).astype(np.uint32),
        places=places[order].astype(np.uint16) if is_small(len(keys)) else places[order].astype(np.uint32),
        lengths=np.fromiter((min(len(key), _LONGEST) for key in keys), np.uint16, len(keys)),
    )


def is_small(keys: int) -> bool:
    """Say whether the places of so many keys are held in 16 bits, which makes half of an index."""
    return keys <= _LONGEST


def _grams(keys: Sequence[str]) -> tuple[_Codes, NDArray[np.int32]]:
    """Return the codes of all grams of all keys, and the places of their keys."""
    lengths = np.fromiter(map(len, keys), np.int64, len(keys))
    text = " " + "  ".join(keys) + " "
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    places = np.repeat(np.arange(len(keys), dtype=np.int32), lengths + 2)
    inside = places[:-1] == places[1:]
    pairs = letters[:-1] << np.uint64(21) | letters[1:]
    threes = inside[:-1] & inside[1:]
    by_two = inside & ((lengths <= _SHORT)[places[:-1]] | (np.maximum(letters[:-1], letters[1:]) >= _UNDIVIDED_FROM))
    triples = pairs[:-1] << np.uint64(21) | letters[2:]
    codes = np.concatenate([triples[threes], pairs[by_two] | np.uint64(1 << 63)])
    return codes, np.concatenate([places[:-2][threes], places[:-1][by_two]])

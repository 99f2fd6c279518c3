"""Words that no reference knows, taken apart into words that one does."""

from collections.abc import Callable

from taxonomy_service.domain.languages import LanguageTag, primary_subtag

_COMPOUNDING = frozenset({"da", "de", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"})
_SHORTEST_PART = 3
_LINKS = ("", "s", "es", "n", "en", "er", "e")
"""Letters between the parts of a compound."""
_LONGEST_WORD = 16  # signs of a word that is written without spaces

Knows = Callable[[str], bool]


def compounds(language: LanguageTag) -> bool:
    """Say whether the language writes compounds as one word, the head last."""
    return primary_subtag(language) in _COMPOUNDING


def compound_parts(word: str, knows: Knows, knows_inflected: Knows) -> tuple[str, str] | None:
    """Cut a compound in two known words, where the shorter of the two is longest; None where it cannot be cut.

    Only the last part is inflected. Letters that link the two belong to neither.

    >>> known = {"wasser", "fahrzeuge", "was", "verlängerung", "spulen"}.__contains__
    >>> compound_parts("wasserfahrzeuge", known, known), compound_parts("verlängerungsspulen", known, known)
    (('wasser', 'fahrzeuge'), ('verlängerung', 'spulen'))
    """
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    for cut in sorted(cuts, key=lambda cut: -min(cut, len(word) - cut)):
        first = _first_part(word[:cut], knows)
        if first and knows_inflected(word[cut:]):
            return first, word[cut:]
    return None


def _first_part(text: str, knows: Knows) -> str | None:
    """Return the known word that the text is, but for a link at its end."""
    for link in _LINKS:
        part = text.removesuffix(link)
        if text.endswith(link) and len(part) >= _SHORTEST_PART and knows(part):
            return part
    return None


def segments(run: str, knows: Knows) -> tuple[str, ...]:
    """Cut a run of signs without spaces into known words, the longest possible; unknown signs stay together.

    >>> segments("子供用ランニング靴", {"子供", "ランニング", "靴"}.__contains__)
    ('子供', '用', 'ランニング', '靴')
    """
    best: list[tuple[int, int]] = [(0, 0)]  # for each end: the worth of the best cut before it, and where it begins
    for end in range(1, len(run) + 1):
        starts = range(max(0, end - _LONGEST_WORD), end)
        known = [(best[start][0] + (end - start) ** 2, start) for start in starts if knows(run[start:end])]
        best.append(max(known, default=(best[end - 1][0], -1)))
    return _cut(run, best)


def _cut(run: str, best: list[tuple[int, int]]) -> tuple[str, ...]:
    parts: list[str] = []
    unknown = ""
    end = len(run)
    while end:
        start = best[end][1]
        if start < 0:
            unknown, end = run[end - 1] + unknown, end - 1
            continue
        parts += [unknown, run[start:end]] if unknown else [run[start:end]]
        unknown, end = "", start
    return tuple(reversed([*parts, unknown] if unknown else parts))

"""The words of a form, in scripts with and without spaces."""

import re

# Han, kana, Thai, Lao, Myanmar and Khmer are written without spaces; their words are told by pairs of letters.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# Vowel signs and other marks belong to the letter before them, though they are not letters themselves.
_WORD = re.compile(
    r"(?:[^\W_][\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0980-\u0dff\u0e31-\u0e4e]*)+"
)


def is_unspaced(word: str) -> bool:
    """Say whether the word is in a script without spaces."""
    return _UNSPACED.search(word) is not None


def runs(key: str) -> list[str]:
    """Return the runs of letters and digits of a comparison key.

    >>> runs("bracelets, necklaces & rings"), runs("ランニングシューズ")
    (['bracelets', 'necklaces', 'rings'], ['ランニングシューズ'])
    """
    return _WORD.findall(key)


def words(key: str) -> list[str]:
    """Return the words of a comparison key; in scripts without spaces every two neighbouring letters.

    >>> words("chaussure de sport"), words("跑鞋子"), words("鞋")
    (['chaussure', 'de', 'sport'], ['跑鞋', '鞋子'], ['鞋'])
    """
    found: list[str] = []
    for run in runs(key):
        if is_unspaced(run):
            found += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        else:
            found.append(run)
    return found

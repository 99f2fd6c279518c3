"""Stems: what inflected forms of a word share, for the languages that Snowball knows."""

from functools import lru_cache

import Stemmer

from taxonomy_service.domain.languages import LanguageTag, primary_subtag

SNOWBALL: str = Stemmer.version()
"""The version of the algorithms; another one may give other stems."""
_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


def has_stems(language: LanguageTag) -> bool:
    """Say whether there is an algorithm for the language.

    >>> has_stems(LanguageTag("pt-BR")), has_stems(LanguageTag("ja"))
    (True, False)
    """
    return primary_subtag(language) in _ALGORITHMS


def stem_key(key: str, language: LanguageTag) -> str:
    """Return the stems of a comparison key's words; the key itself where there is no algorithm.

    >>> stem_key("chaussures de course", LanguageTag("fr")) == stem_key("chaussure de courses", LanguageTag("fr"))
    True
    """
    if not has_stems(language):
        return key
    words = key.split(" ")
    stems: list[str] = _stemmer(_ALGORITHMS[primary_subtag(language)]).stemWords(words)
    return " ".join(
        stem or word for stem, word in zip(stems, words, strict=True)
    )  # of an apostrophe nothing may be left


@lru_cache(maxsize=len(_ALGORITHMS))
def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(algorithm)

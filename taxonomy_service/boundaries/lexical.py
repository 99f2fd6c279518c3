"""Lexical evidence: what dictionaries, wordnets and other vocabularies say that the words of a label mean."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.stems import stem_key
from taxonomy_service.boundaries.units import FloatArray
from taxonomy_service.boundaries.words import runs
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag

_SHORTEST_WORD = 3  # letters of an alphabet; articles and prepositions say nothing
_PARTLY = 0.5


@dataclass(frozen=True, slots=True)
class Cover:
    """How far the words of one form are accounted for by another's: 0..1 of those known, and the share known.

    `odd` is the first word of which no translation is there, with up to three that the references give.
    """

    covered: float
    known: float
    odd: str = ""
    instead: tuple[str, ...] = ()


_UNKNOWN = Cover(0.5, 0.0)


def cover(lexicon: Lexicon, form: str, language: LanguageTag, other: str, in_language: LanguageTag) -> Cover:
    """Look up each word of a form and see whether a translation stands in the other form."""
    there = {stem_key(word, in_language) for word in _content(lexicon, other, in_language)}
    words = _content(lexicon, form, language)
    covered: list[float] = []
    odd, instead = "", list[str]()
    for word in words:
        translations = lexicon.translations(word, language, in_language)
        if translations:
            best = max(weight * _stands(key, in_language, there) for key, weight in translations.items())
            covered.append(best)
            if best == 0 and not odd:
                odd, instead = word, list(translations)[:3]
    if not covered:
        return _UNKNOWN
    return Cover(sum(covered) / len(covered), len(covered) / len(words), odd, tuple(instead))


def translated(lexicon: Lexicon, form: str, language: LanguageTag, other: str, in_language: LanguageTag) -> float:
    """Return how likely (0..1) the whole other form is a translation of the form, 0 too where nothing is known."""
    wanted = [stem_key(word, in_language) for word in runs(comparison_key(other, in_language))]
    return max(
        (
            weight
            for key, weight in lexicon.translations(form, language, in_language).items()
            if [stem_key(word, in_language) for word in runs(key)] == wanted
        ),
        default=0.0,
    )


def lexical_signals(
    lexicon: Lexicon, forms: Sequence[str], language: LanguageTag, sources: Sequence[str], source: LanguageTag
) -> dict[str, FloatArray]:
    """Return what the references say of forms against those of the source language; nothing if they know neither."""
    if not knows_both(lexicon, language, source):
        return {}
    pairs = [(form, other) for form, other in zip(forms, sources, strict=True)]
    there = [cover(lexicon, form, language, other, source) if other else _UNKNOWN for form, other in pairs]
    back = [cover(lexicon, other, source, form, language) if other else _UNKNOWN for form, other in pairs]
    return {
        "covered": np.array([of.covered for of in there]),
        "covered-known": np.array([of.known for of in there]),
        "covered-back": np.array([of.covered for of in back]),
        "covered-back-known": np.array([of.known for of in back]),
        "translated": np.array([translated(lexicon, form, language, other, source) for form, other in pairs]),
        "translated-back": np.array([translated(lexicon, other, source, form, language) for form, other in pairs]),
    }


def knows_both(lexicon: Lexicon, *languages: LanguageTag) -> bool:
    """Say whether the references know some variety of each language."""
    known = {tag.partition("-")[0] for tag in lexicon.languages}
    return all(language.partition("-")[0] in known for language in languages)


def _content(lexicon: Lexicon, form: str, language: LanguageTag) -> list[str]:
    parts = lexicon.parts(form, language)
    return [part for part in parts if len(part) >= _SHORTEST_WORD or not part.isascii()] or list(parts)


def _stands(key: str, language: LanguageTag, there: set[str]) -> float:
    stems = [stem_key(word, language) for word in runs(key) if len(word) >= _SHORTEST_WORD or not word.isascii()]
    here = sum(stem in there for stem in stems)
    return 0.0 if not here else 1.0 if here == len(stems) else _PARTLY

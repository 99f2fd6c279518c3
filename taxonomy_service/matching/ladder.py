"""How a label is matched: exact form, comparison key, variant key, identifier, then other languages.

Every rung is tried in all languages of the ladder before the next rung is; the languages that the scheme falls back to
are a ladder of their own, tried when all of that is done.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.forms import comparison_key, is_turkic, variant_key
from taxonomy_service.domain.languages import UNTAGGED, LanguageRung, LanguageTag, Resolution, sorted_tags
from taxonomy_service.domain.verdicts import MatchRung
from taxonomy_service.matching.label_index import Entry, Found
from taxonomy_service.matching.release_index import ReleaseIndex

ANY = "any"
"""The language rung of a label that was asked for in no language."""
_EXACT, _KEY, _VARIANT = MatchRung.EXACT, MatchRung.KEY, MatchRung.VARIANT
_FALLBACK = LanguageRung.FALLBACK


class Match(NamedTuple):
    """What a label was found to be: entries of different concepts, never none, and on which rungs."""

    entries: Found
    rung: MatchRung
    language_rung: str


def match_form(index: ReleaseIndex, label: str, language: LanguageTag) -> Match | None:
    """Find the label in the language asked by its form, key or variant, down the language ladder; else None."""
    return match_exact(index, label, language) or match_key(index, label, language)


def match_exact(index: ReleaseIndex, label: str, language: LanguageTag) -> Match | None:
    """Find the very form in the language asked, down the language ladder without fallbacks; else None."""
    by_form = index.by_form
    for step in index.ladder(language):
        found = by_form[step.language].get(label)
        if found is not None and step.rung is not _FALLBACK:
            return Match(found, _EXACT, step.rung)
    return None


def match_key(index: ReleaseIndex, label: str, language: LanguageTag) -> Match | None:
    """Find a form with the label's comparison key, else one with its variant key, else one in a fallback; else None.

    The label should have no fault (`form_fault`): a key folds line separators that are control characters, and takes
    time in proportion to the length.
    """
    steps = index.ladder(language)
    match = _match_key(index, label, [step for step in steps if step.rung is not _FALLBACK])
    return match or (_match_in_fallbacks(index, label, steps) if index.fallbacks else None)


def _match_in_fallbacks(index: ReleaseIndex, label: str, steps: Iterable[Resolution]) -> Match | None:
    last = [step for step in steps if step.rung is _FALLBACK]
    for step in last:
        found = index.by_form[step.language].get(label)
        if found is not None:
            return Match(found, _EXACT, step.rung)
    return _match_key(index, label, last)


def _match_key(index: ReleaseIndex, label: str, steps: Iterable[Resolution]) -> Match | None:
    keys = [(step, comparison_key(label, step.language)) for step in steps]
    for step, key in keys:
        found = index.by_key[step.language].get(key)
        if found is not None:
            return Match(found, _KEY, step.rung)
    for step, key in keys:
        found = index.variants(step.language).get(variant_key(key, step.language))
        if found is not None:
            return Match(found, _VARIANT, step.rung)
    return None


def match_any_language(index: ReleaseIndex, label: str, *, but: LanguageTag | None = None) -> Match | None:
    """Find the label in every language at once (but one), by its form or else by its comparison key.

    The entries are those of the default language first, then by language tag; a concept stands in them once.
    """
    found = _entries_of(index, index.forms_anywhere(label), but)
    if found:
        return Match(found, _EXACT, ANY)
    by_language = dict(index.keys_anywhere(comparison_key(label, UNTAGGED)))
    if turkic := [tag for tag in index.languages if is_turkic(tag)]:
        others = index.keys_anywhere(comparison_key(label, turkic[0]))
        by_language = {tag: own for tag, own in by_language.items() if not is_turkic(tag)}
        by_language |= {tag: own for tag, own in others.items() if is_turkic(tag)}
    found = _entries_of(index, by_language, but)
    return Match(found, _KEY, ANY) if found else None


def _entries_of(index: ReleaseIndex, by_language: Mapping[LanguageTag, Found], but: LanguageTag | None) -> Found:
    languages = sorted_tags([tag for tag in by_language if tag != but])
    languages.sort(key=lambda tag: tag != index.default_language)
    entries: dict[ConceptId, Entry] = {}
    for language in languages:
        for entry in by_language[language]:
            entries.setdefault(entry.concept, entry)
    return tuple(entries.values())


def match_identifier(index: ReleaseIndex, label: str) -> tuple[ConceptId, ...]:
    """Return the concepts whose id, IRI or notation the label is, white space around it aside."""
    return index.identifiers.get(label) or index.identifiers.get(label.strip()) or ()

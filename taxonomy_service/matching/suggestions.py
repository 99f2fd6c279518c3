"""Labels that may have been meant, by the similarity of their forms."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from rapidfuzz import fuzz, process

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.labels import LabelKind, resolve_label
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.verdicts import NamedConcept, Suggestion
from taxonomy_service.matching.label_index import Entry
from taxonomy_service.matching.release_index import MOST_COMPARED, LabelRows, ReleaseIndex

MOST_SUGGESTIONS = 50
LEAST_SIMILARITY = 0.6
"""Below this two short forms share little more than letters."""

# Thai, Lao, Tibetan, Burmese, Khmer, kana and Han: written without spaces between words.
_UNDIVIDED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)

_Rank: TypeAlias = tuple[bool, bool, int, str]


def similarity(one: str, other: str, language: LanguageTag) -> float:
    """Return how alike two forms are, 0 to 1 (normalised indel similarity of their comparison keys)."""
    return round(fuzz.ratio(comparison_key(one, language), comparison_key(other, language)) / 100, 3)


def suggest(index: ReleaseIndex, label: str, language: LanguageTag | None, limit: int) -> tuple[Suggestion, ...]:
    """Return labels like the one given, best first, a concept once: at most `limit`, and never more than 50.

    The languages of the ladder come first; the others are looked at only where those have nothing similar. Hidden
    labels lead to preferred ones; retired concepts are not suggested.
    """
    limit = min(limit, MOST_SUGGESTIONS)
    if limit <= 0:
        return ()
    ladder = [step.language for step in index.ladder(language)] if language else []
    others = [tag for tag in sorted(index.languages) if tag not in ladder]
    return _best(index, label, ladder, language, limit) or _best(index, label, others, language, limit)


def _best(
    index: ReleaseIndex, label: str, languages: Iterable[LanguageTag], asked: LanguageTag | None, limit: int
) -> tuple[Suggestion, ...]:
    scored: list[tuple[float, int, Entry]] = []
    for order, language in enumerate(languages):
        partition = index.partition(language)
        hits = _similar_keys(partition, comparison_key(label, language), limit * 3)
        scored.extend((round(score / 100, 3), order, partition.entries[place]) for score, place in hits)
    scored.sort(key=lambda hit: (-hit[0], hit[1], hit[2].form, hit[2].concept))
    chosen: dict[ConceptId, Suggestion] = {}
    for score, _, entry in scored:
        if entry.concept not in chosen and index.retired.get(entry.concept) is None:
            suggestion = _suggestion(index, entry, score, asked)
            chosen |= {entry.concept: suggestion} if suggestion else {}
        if len(chosen) == limit:
            break
    return tuple(chosen.values())


def _similar_keys(partition: LabelRows, key: str, limit: int) -> list[tuple[float, int]]:
    """Return the scores (0 to 100) and places of the keys most like one, best first.

    In a large language only those are compared that share rare letters with it.
    """
    keys: Sequence[str] | dict[int, str] = partition.keys
    if len(keys) > MOST_COMPARED:
        keys = {place: partition.keys[place] for place in partition.grams().candidates(key)}
    hits = process.extract(
        key, keys, scorer=fuzz.ratio, processor=None, limit=limit, score_cutoff=LEAST_SIMILARITY * 100
    )
    return [(score, place) for _, score, place in hits]


def _suggestion(index: ReleaseIndex, entry: Entry, score: float, asked: LanguageTag | None) -> Suggestion | None:
    """Suggest a label, in place of a hidden one the concept's preferred label; None where it has none."""
    named = index.named(entry.concept, entry.language if asked is None else asked)
    if entry.kind is not LabelKind.HIDDEN:
        return Suggestion(named, entry.form, entry.language, entry.kind.value, score)
    served = resolve_label(index.preferred[entry.concept], entry.language, (*index.fallbacks, index.default_language))
    if served is None:
        return None
    return Suggestion(named, served.form, served.language, LabelKind.PREFERRED.value, score)


def suggest_concept(
    index: ReleaseIndex, label: str, language: LanguageTag | None, concept: NamedConcept
) -> tuple[Suggestion, ...]:
    """Return the preferred label of a concept in the language asked: what should be written instead.

    The concept is as that language shows it. One suggestion, or none where it has no label in that language. Without a
    language, or an untagged one, the default language is meant.
    """
    asked = language or index.default_language
    shown = asked if asked in concept.preferred_labels else index.shown_in(ConceptId(concept.id), asked)
    if shown is None:
        return ()
    form = concept.preferred_labels[shown]
    return (Suggestion(concept, form, shown, LabelKind.PREFERRED.value, similarity(label, form, shown)),)


def complete(index: ReleaseIndex, text: str, language: LanguageTag, limit: int) -> list[Entry]:
    """Return at most `limit` labels that begin with the text, or hold a word that does, for a search box.

    Those that begin with it first, then preferred labels, then shorter ones; of each concept one a language, and no
    hidden ones. Where words are not divided by spaces (Han, kana, Thai …), the text may stand anywhere.
    """
    found: dict[tuple[ConceptId, LanguageTag], tuple[_Rank, Entry]] = {}
    for step in index.ladder(language):
        wanted = comparison_key(text, step.language)
        partition = index.partition(step.language)
        for place in partition.holding(wanted):
            key = partition.keys[place]
            if not _holds_word(key, wanted):
                continue
            entry = partition.entries[place]
            if entry.kind is LabelKind.HIDDEN:
                continue
            rank = (not key.startswith(wanted), entry.kind is not LabelKind.PREFERRED, len(key), key)
            known = found.get((entry.concept, entry.language))
            if known is None or rank < known[0]:
                found[entry.concept, entry.language] = (rank, entry)
    return [entry for _, entry in sorted(found.values(), key=lambda hit: hit[0])[:limit]]


def _holds_word(key: str, beginning: str) -> bool:
    """Say whether the key begins with the text or, as it is known to hold it, has it at the beginning of a word."""
    if key.startswith(beginning) or _UNDIVIDED.match(beginning):
        return True
    place = key.find(beginning)
    while place > 0 and _goes_on(key[place - 1]):
        place = key.find(beginning, place + 1)
    return place > 0


def _goes_on(char: str) -> bool:
    """Say whether a word goes on after the character: a letter, a digit, or a mark such as a vowel sign."""
    return char.isalnum() or unicodedata.category(char)[0] == "M"

"""Labels that may have been meant, by the similarity of their forms."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag, language_ladder
from taxonomy_service.domain.verdicts import Suggestion
from taxonomy_service.matching.label_index import Entry, LabelIndex

MOST_SUGGESTIONS = 50
LEAST_SIMILARITY = 0.6
"""Below this two short forms share little more than letters."""


def similarity(one: str, other: str, language: LanguageTag) -> float:
    """Return how alike two forms are, 0 to 1 (normalised indel similarity of their comparison keys)."""
    return round(fuzz.ratio(comparison_key(one, language), comparison_key(other, language)) / 100, 3)


def suggest(index: LabelIndex, label: str, language: LanguageTag | None, limit: int) -> tuple[Suggestion, ...]:
    """Return up to `limit` labels like the one given, best first, a concept once; hidden labels lead to preferred ones.

    The languages of the ladder come first; the others are looked at only where those have nothing similar.
    """
    if limit <= 0:
        return ()
    ladder = [step.language for step in index.ladder(language)] if language else []
    others = [tag for tag in sorted(index.languages) if tag not in ladder]
    return _best(index, label, ladder, language, limit) or _best(index, label, others, language, limit)


def _best(
    index: LabelIndex, label: str, languages: Iterable[LanguageTag], asked: LanguageTag | None, limit: int
) -> tuple[Suggestion, ...]:
    scored: list[tuple[float, int, Entry]] = []
    for order, language in enumerate(languages):
        partition = index.partition(language)
        hits = process.extract(
            comparison_key(label, language),
            partition.keys,
            scorer=fuzz.ratio,
            processor=None,
            limit=limit * 3,
            score_cutoff=LEAST_SIMILARITY * 100,
        )
        scored.extend((round(score / 100, 3), order, partition.entries[place]) for _, score, place in hits)
    scored.sort(key=lambda hit: (-hit[0], hit[1], hit[2].form, hit[2].concept))
    chosen: dict[ConceptId, Suggestion] = {}
    for score, _, entry in scored:
        if entry.concept not in chosen and entry.concept not in index.retired:
            chosen[entry.concept] = _suggestion(index, entry, score, asked)
        if len(chosen) == limit:
            break
    return tuple(chosen.values())


def _suggestion(index: LabelIndex, entry: Entry, score: float, asked: LanguageTag | None) -> Suggestion:
    form, kind = entry.form, entry.kind
    if kind is LabelKind.HIDDEN:
        preferred = index.preferred[entry.concept].get(entry.language)
        form, kind = (preferred, LabelKind.PREFERRED) if preferred else (form, kind)
    named = index.named(entry.concept, asked or entry.language)
    return Suggestion(named, form, entry.language, kind.value, score)


def suggest_concept(
    index: LabelIndex, label: str, language: LanguageTag | None, concept: ConceptId
) -> tuple[Suggestion, ...]:
    """Return the preferred label of a concept in the language asked, where it has one: what should be written instead."""
    forms = index.preferred[concept]
    wanted = language if language is not None else index.default_language
    for step in language_ladder(wanted, frozenset(forms), index.fallbacks)[:1]:
        form = forms[step.language]
        score = similarity(label, form, step.language)
        return (Suggestion(index.named(concept, wanted), form, step.language, LabelKind.PREFERRED.value, score),)
    return ()


def complete(index: LabelIndex, text: str, language: LanguageTag, limit: int) -> list[Entry]:
    """Return labels that begin with the text, or hold a word that does: preferred ones first, then the shorter ones."""
    found: dict[tuple[ConceptId, str], tuple[tuple[bool, bool, int, str], Entry]] = {}
    for step in index.ladder(language):
        wanted = comparison_key(text, step.language)
        partition = index.partition(step.language)
        for key, entry in zip(partition.keys, partition.entries, strict=True):
            place = key.find(wanted)
            if (
                entry.kind is LabelKind.HIDDEN
                or place < 0
                or (place > 0 and key[place - 1].isalnum() and wanted.isascii())
            ):
                continue
            rank = (place > 0, entry.kind is not LabelKind.PREFERRED, len(key), key)
            found.setdefault((entry.concept, entry.language), (rank, entry))
    return [entry for _, entry in sorted(found.values(), key=lambda hit: hit[0])[:limit]]

"""A lexicon: several references asked together for what a form means in another language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from taxonomy_service.boundaries.lexicon_words import compound_parts, compounds, segments
from taxonomy_service.boundaries.references import FormTable, Reference, SenseNumber
from taxonomy_service.boundaries.words import is_unspaced, runs
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag, same_language

TRUST = 0.9
"""How far one reference alone is believed."""
PIVOT_TRUST = 0.5
"""What is left of it where two were chained through a third language, whose words have other senses too."""
INFLECTED_TRUST = 0.9
HEAD_TRUST = 0.5
_MOST_WORDS = 4  # of a form that is found inflected; longer ones are phrases

Weights = Mapping[str, float]
"""Comparison keys with weights between 0 and 1: how likely the key is a translation."""


class Lexicon:
    """References asked together; what was found is remembered, since the words of a vocabulary come back."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.references = tuple(references)
        self._by_language: dict[LanguageTag, list[tuple[Reference, FormTable]]] = {}
        self._found: dict[tuple[str, str, str], Weights] = {}
        self._between: dict[tuple[str, str, str], Weights] = {}
        self._broader: dict[tuple[str, str, int], Mapping[str, int]] = {}
        self._split: dict[tuple[str, str], tuple[str, ...]] = {}
        self.languages = frozenset(tag for reference in references for tag in reference.entry.languages)
        """The languages of which at least one reference knows forms."""

    def translations(self, form: str, source: LanguageTag, target: LanguageTag) -> Weights:
        """Return what a form may mean in another language, the likeliest first; empty where nothing is known.

        Looked up as it is, then uninflected, then through a third language (fr → de → en), then by its head alone
        (the last part of a compound): each step only where the one before found nothing, and each trusted less.
        """
        key = comparison_key(form, source)
        place = (key, source, target)
        if place not in self._found:
            found = self._direct(key, source, target) or self._pivoted(key, source, target)
            self._found[place] = dict(sorted((found or self._head(key, source, target)).items(), key=_heaviest))
        return self._found[place]

    def direct(self, form: str, source: LanguageTag, target: LanguageTag) -> Weights:
        """Return what references of both languages say that a form means, no third language with its senses asked."""
        key = comparison_key(form, source)
        place = (key, source, target)
        if place not in self._between:
            self._between[place] = self._direct(key, source, target)
        return self._between[place]

    def written(self, key: str, language: LanguageTag) -> str:
        """Return a form as the first reference that has it writes it; the key itself where none has."""
        for _, table in self._tables(language):
            number = table.number(key)
            if number is not None:
                return table.forms[number]
        return key

    def knows(self, form: str, language: LanguageTag) -> bool:
        """Say whether a reference has the form, inflected or not."""
        key = comparison_key(form, language)
        return any(self._numbers(table, key)[0] for _, table in self._tables(language))

    def parts(self, form: str, language: LanguageTag) -> tuple[str, ...]:
        """Return the keys of a form's words in order, those that no reference knows taken apart into known ones.

        Compounds are split (*Laufschuhe* into *lauf*, *schuhe*), and what is written without spaces is segmented.
        """
        return tuple(part for word in runs(comparison_key(form, language)) for part in self._parts(word, language))

    def broader_forms(self, form: str, language: LanguageTag, steps: int = 3) -> Mapping[str, int]:
        """Return the keys of forms whose senses are broader than one of the form's, with the fewest steps to them.

        The form itself is left out, which may have a broader sense too.
        """
        place = (comparison_key(form, language), language, steps)
        if place not in self._broader:
            self._broader[place] = self._wider(*place)
        return self._broader[place]

    def _wider(self, own: str, language: LanguageTag, steps: int) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for reference, table in self._tables(language):
            numbers, _ = self._numbers(table, own)
            level = {SenseNumber(sense) for number in numbers for sense in table.senses[number]}
            for step in range(1, steps + 1):
                level = {other for sense in level for other in reference.broader(sense)}
                for sense in level:
                    for number in table.of_sense[sense]:
                        found.setdefault(table.keys[number], step)
        found.pop(own, None)
        return found

    def _tables(self, language: LanguageTag) -> list[tuple[Reference, FormTable]]:
        if language not in self._by_language:
            found = [(reference, reference.table(language)) for reference in self.references]
            self._by_language[language] = [(reference, table) for reference, table in found if table is not None]
        return self._by_language[language]

    def _direct(self, key: str, source: LanguageTag, target: LanguageTag) -> dict[str, float]:
        doubts: dict[str, float] = defaultdict(lambda: 1.0)
        targets = dict(self._tables(target))
        for reference, table in self._tables(source):
            wanted = targets.get(reference)
            numbers, trust = self._numbers(table, key) if wanted else ([], 0.0)
            if wanted is not None and numbers:
                senses = {sense for number in numbers for sense in table.senses[number]}
                for other, share in _shares(wanted, senses).items():
                    doubts[other] *= 1 - TRUST * trust * (0.5 + 0.5 * share)
        return {other: 1 - doubt for other, doubt in doubts.items()}

    def _pivoted(self, key: str, source: LanguageTag, target: LanguageTag) -> dict[str, float]:
        doubts: dict[str, float] = defaultdict(lambda: 1.0)
        for pivot in sorted(self.languages):
            if same_language(pivot, source) or same_language(pivot, target):
                continue
            best: dict[str, float] = {}
            for middle, first in self._direct(key, source, pivot).items():
                for other, second in self._direct(middle, pivot, target).items():
                    best[other] = max(best.get(other, 0.0), first * second)
            for other, weight in best.items():
                doubts[other] *= 1 - PIVOT_TRUST * weight
        return {other: 1 - doubt for other, doubt in doubts.items()}

    def _head(self, key: str, source: LanguageTag, target: LanguageTag) -> dict[str, float]:
        parts = self._parts(key, source) if runs(key) == [key] and compounds(source) else (key,)
        if len(parts) == 1:
            return {}
        head = self._direct(parts[-1], source, target) or self._pivoted(parts[-1], source, target)
        return {other: HEAD_TRUST * weight for other, weight in head.items()}

    def _parts(self, word: str, language: LanguageTag) -> tuple[str, ...]:
        place = (word, language)
        if place not in self._split:
            self._split[place] = self._taken_apart(word, language)
        return self._split[place]

    def _taken_apart(self, word: str, language: LanguageTag) -> tuple[str, ...]:
        if self.knows(word, language):
            return (word,)

        def is_form(part: str) -> bool:
            return any(table.number(part) is not None for _, table in self._tables(language))

        if is_unspaced(word):
            return segments(word, is_form)
        cut = compound_parts(word, is_form, lambda part: self.knows(part, language)) if compounds(language) else None
        return (*self._parts(cut[0], language), cut[1]) if cut else (word,)

    @staticmethod
    def _numbers(table: FormTable, key: str) -> tuple[Sequence[int], float]:
        """Return the numbers of the forms that a key may be, and how far that is trusted."""
        alike = table.alike(key)
        exact = [number for number in alike if table.keys[number] == key]
        if exact:
            return exact, 1.0
        return (alike, INFLECTED_TRUST) if key.count(" ") < _MOST_WORDS else ((), 0.0)


def _heaviest(item: tuple[str, float]) -> tuple[float, str]:
    return (-item[1], item[0])


def _shares(table: FormTable, senses: Iterable[int]) -> dict[str, float]:
    """Return the forms that the senses have, each with the share of the senses that have it."""
    rows = [row for row in (table.of_sense[sense] for sense in senses) if row]
    counts: dict[int, int] = defaultdict(int)
    for row in rows:
        for number in row:
            counts[number] += 1
    return {table.keys[number]: count / len(rows) for number, count in counts.items()}

"""A compiled release read where it lies: nothing is loaded but what a question asks for."""

from collections.abc import Iterable, Mapping
from functools import partial

from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag, Resolution, language_ladder
from taxonomy_service.domain.verdicts import NamedConcept, VerdictWarning
from taxonomy_service.matching.compiled_format import Buffer, CarriedWarning, Header, unpack
from taxonomy_service.matching.compiled_partition import MappedPartition
from taxonomy_service.matching.compiled_table import CompiledTable
from taxonomy_service.matching.label_index import Entry, Found, LabelWarnings
from taxonomy_service.matching.mapped_concepts import MappedConcepts, Reading
from taxonomy_service.matching.packed_labels import (
    ALONE,
    CONCEPT,
    SHOWN,
    Lead,
    decoded,
    encoded,
    kind_of,
    which_of,
)

MOST_LADDERS = 10_000
MOST_PARTITIONS = 64
"""What is remembered is private to a worker: some megabytes."""
_FORM = int(Lead.FORM)


class MappedIndex:
    """A compiled release, as `LabelIndex` is one in memory; `header` is that of a file that was checked before.

    Raises UnreadableFile.
    """

    def __init__(self, buffer: Buffer, name: str, *, header: Header | None = None) -> None:
        header = header or unpack(buffer, name)
        self._buffer, self._sections = buffer, header.sections
        self._texts = CompiledTable(buffer, self._sections["text-slots"], self._sections["text-records"])
        self._concepts = concepts = MappedConcepts(buffer, header, self._texts)
        self.name, self.head = header.release, header.head
        self._tags = tuple(map(LanguageTag, header.languages))
        self._numbers = {tag: number for number, tag in enumerate(self._tags)}
        self._forms_in = {tag: which_of(number, Lead.FORM) for tag, number in self._numbers.items()}
        self.languages = frozenset(self._tags)
        self.default_language = LanguageTag(header.default_language)
        self.fallbacks = tuple(map(LanguageTag, header.fallbacks))
        self.warnings: LabelWarnings = _warnings(header.warnings)
        """Those in the file; whoever knows newer ones may put them here."""
        self.by_form = self._tables(Lead.FORM)
        self.by_key = self._tables(Lead.KEY, Lead.FORM)
        self._variants = self._tables(Lead.VARIANT, Lead.KEY, Lead.FORM)
        self.identifiers: Reading[str, tuple[ConceptId, ...]] = Reading(concepts.with_name)
        self.retired: Reading[ConceptId, tuple[ConceptId, ...]] = Reading(concepts.successors)
        self.required: Reading[ConceptId, tuple[Attribute, ...]] = Reading(concepts.required)
        self.preferred: Reading[ConceptId, Mapping[LanguageTag, str]] = Reading(concepts.preferred)
        self.named, self.shown_in, self.relation = concepts.named, concepts.shown_in, concepts.relation
        self.iri = concepts.iri
        self._ladders: dict[LanguageTag, tuple[Resolution, ...]] = {}
        self._partitions: dict[LanguageTag, MappedPartition] = {}
        self._looked_up: tuple[str | None, tuple[int, ...] | None] = (None, None)

    def ladder(self, language: LanguageTag) -> tuple[Resolution, ...]:
        """Return the languages to try for the one asked, best first."""
        known = self._ladders.get(language)
        if known is None:
            known = language_ladder(language, self.languages, self.fallbacks)
            if len(self._ladders) < MOST_LADDERS:
                self._ladders[language] = known
        return known

    def variants(self, language: LanguageTag) -> Reading[str, Found]:
        """Lead from a variant key to the labels of a language."""
        return self._variants[language]

    def alone(self, form: str, language: LanguageTag) -> tuple[NamedConcept, LabelKind] | None:
        """Return the concept in use that a form names alone in the language, where no warning is on it, else None."""
        numbers = self._texts.get(encoded(form))
        if numbers is not None:
            which = self._forms_in.get(language)
            if numbers[0] == which:
                label = numbers[1]
            else:
                label = numbers[3 * numbers[::3].index(which) + 1] if which in numbers[::3] else 0
            if label & ALONE:
                named = self._concepts.shown_at(label & CONCEPT, language, form if label & SHOWN else None)
                if not self.warnings or (named.id, form, language) not in self.warnings:
                    return named, kind_of(label)
        self._looked_up = (form, numbers)
        return None

    def shared(self, form: str, language: LanguageTag) -> list[tuple[NamedConcept, LabelKind]] | None:
        """Return the concepts that a form names together in the language, where all are in use and no warning is on it.

        There are two at least, else None.
        """
        numbers, which = self._numbers_of(form), self._forms_in.get(language)
        if numbers is None or len(numbers) == 3 or which is None:
            return None
        labels = [numbers[place + 1] for place in range(0, len(numbers), 3) if numbers[place] == which]
        found: list[tuple[NamedConcept, LabelKind]] = []
        for label in labels:
            named = self._concepts.in_use_at(label & CONCEPT, language)
            if named is None or (self.warnings and (named.id, form, language) in self.warnings):
                return None
            found.append((named, kind_of(label)))
        return found if len(found) > 1 else None

    def forms_anywhere(self, form: str) -> dict[LanguageTag, Found]:
        """Return the labels that have a form, by language."""
        return self._anywhere(form, (Lead.FORM,))

    def keys_anywhere(self, key: str) -> dict[LanguageTag, Found]:
        """Return the labels that have a comparison key, by language."""
        return self._anywhere(key, (Lead.KEY, Lead.FORM))

    def partition(self, language: LanguageTag) -> MappedPartition:
        """Return the labels of a language, read one by one."""
        known = self._partitions.get(language)
        if known is None:
            number = self._numbers[language]
            entry = partial(self._entry, which_of(number, Lead.KEY), text="")
            known = MappedPartition(self._buffer, self._sections, number, entry)
            if len(self._partitions) >= MOST_PARTITIONS:
                self._partitions.clear()
            self._partitions[language] = known
        return known

    def _tables(self, *leads: Lead) -> dict[LanguageTag, Reading[str, Found]]:
        return {
            tag: Reading(partial(self._found, tuple(which_of(number, lead) for lead in leads)))
            for tag, number in self._numbers.items()
        }

    def _numbers_of(self, text: str) -> tuple[int, ...] | None:
        """Look up a text, unless it is the very one that was looked up last, and did not stand alone."""
        last, numbers = self._looked_up
        return numbers if last is text else self._texts.get(encoded(text))

    def _found(self, wanted: tuple[int, ...], text: str) -> Found | None:
        """Return the labels to which a text leads in the first of some ways in which it leads to any."""
        numbers = self._numbers_of(text)
        if numbers is None:
            return None
        if len(numbers) == 3:
            which, label, place = numbers
            return (self._entry(which, label, place, text),) if which in wanted else None
        return next((self._entries(which, numbers, text) for which in wanted if which in numbers[::3]), None)

    def _anywhere(self, text: str, leads: tuple[Lead, ...]) -> dict[LanguageTag, Found]:
        numbers = self._numbers_of(text) or ()
        found: dict[LanguageTag, Found] = {}
        for lead in leads:
            for which in dict.fromkeys(number for number in numbers[::3] if number & 3 == lead):
                found.setdefault(self._tags[which >> 2], self._entries(which, numbers, text))
        return found

    def _entries(self, which: int, numbers: tuple[int, ...], text: str) -> Found:
        places = [place for place in range(0, len(numbers), 3) if numbers[place] == which]
        return tuple([self._entry(which, numbers[place + 1], numbers[place + 2], text) for place in places])

    def _entry(self, which: int, label: int, place: int, text: str) -> Entry:
        """Make a label to which a text leads; its form stands at a place."""
        form = text if which & 3 == _FORM else decoded(self._texts.key(place))
        return Entry(self._concepts.id_at(label & CONCEPT), form, self._tags[which >> 2], kind_of(label))


def _warnings(carried: Iterable[CarriedWarning]) -> LabelWarnings:
    found: dict[tuple[ConceptId, str, LanguageTag], tuple[VerdictWarning, ...]] = {}
    for one in carried:
        label = (ConceptId(one.concept), one.form, LanguageTag(one.language))
        found[label] = (*found.get(label, ()), one.warning)
    return found

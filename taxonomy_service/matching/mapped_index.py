"""A compiled release read where it lies: nothing is loaded but what a question asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar, overload

from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag, Resolution, language_ladder
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.verdicts import NamedConcept, VerdictWarning
from taxonomy_service.matching.compiled_format import Buffer, CarriedWarning, unpack
from taxonomy_service.matching.compiled_release import KINDS, Lead, text_prefix
from taxonomy_service.matching.compiled_table import CompiledTable, numbers_of
from taxonomy_service.matching.label_index import Entry, Found, LabelWarnings, Partition, named_in

MOST_LADDERS = 10_000
MOST_NAMED = 20_000
MOST_PARTITIONS = 64
"""What is remembered is private to a worker: a few megabytes, and 2 for the grams of each 25,000 labels."""
_V = TypeVar("_V")


class MappedIndex:
    """A compiled release, as `LabelIndex` is one in memory. Raises UnreadableFile."""

    def __init__(self, buffer: Buffer, name: str) -> None:
        header = unpack(buffer, name)
        self._buffer, self._sections = buffer, header.sections
        self._table = CompiledTable(buffer, self._sections["slots"], self._sections["records"])
        self.name = header.release
        self._tags = tuple(map(LanguageTag, header.languages))
        self.languages = frozenset(self._tags)
        self.default_language = LanguageTag(header.default_language)
        self.fallbacks = tuple(map(LanguageTag, header.fallbacks))
        self._attributes = header.attributes
        self.warnings = _warnings(header.warnings)
        self._label_concepts, self._label_forms = self._numbers("label-concepts"), self._numbers("label-forms")
        self._label_kinds = self._sections["label-kinds"].offset
        self._ids, self._iris = self._strings("ids"), self._strings("iris")
        self.by_form = {tag: self._forms(tag, Lead.FORM) for tag in self._tags}
        self.by_key = {tag: self._forms(tag, Lead.KEY, Lead.FORM) for tag in self._tags}
        self._variants = {tag: self._forms(tag, Lead.VARIANT, Lead.KEY, Lead.FORM) for tag in self._tags}
        self.identifiers: _Table[str, tuple[ConceptId, ...]] = _Table(self._table, (Lead.IDENTIFIER,), self._concepts)
        self.retired: _Table[ConceptId, tuple[ConceptId, ...]] = _Table(self._table, (Lead.RETIRED,), self._concepts)
        self.required: _Table[ConceptId, tuple[Attribute, ...]] = _Table(self._table, (Lead.REQUIRED,), self._required)
        self._preferred: _Table[ConceptId, MappedForms] = _Table(self._table, (Lead.PREFERRED,), self._read_preferred)
        self.preferred = _Present(self._preferred)
        self.hierarchy = MappedHierarchy(_Table(self._table, (Lead.BROADER,), self._concepts))
        self._named: dict[tuple[ConceptId, str], NamedConcept] = {}
        self._ladders: dict[LanguageTag, tuple[Resolution, ...]] = {}
        self._partitions: dict[LanguageTag, Partition] = {}
        self._tag_sets: dict[tuple[int, ...], tuple[LanguageTag, ...]] = {}

    def ladder(self, language: LanguageTag) -> tuple[Resolution, ...]:
        """Return the languages to try for the one asked, best first."""
        known = self._ladders.get(language)
        if known is None:
            known = language_ladder(language, self.languages, self.fallbacks)
            if len(self._ladders) < MOST_LADDERS:
                self._ladders[language] = known
        return known

    def variants(self, language: LanguageTag) -> "_Table[str, Found]":
        """Lead from a variant key to the labels of a language."""
        return self._variants[language]

    def named(self, concept: ConceptId, language: LanguageTag) -> NamedConcept:
        """Return the concept as a verdict shows it, with preferred labels in `language` and the default language."""
        known = self._named.get((concept, language))
        if known is None:
            forms = self.preferred[concept]
            known = named_in(concept, forms.iri, forms, (language, self.default_language), self.fallbacks)
            if len(self._named) >= MOST_NAMED:
                self._named.clear()
            self._named[concept, language] = known
        return known

    def partition(self, language: LanguageTag) -> Partition:
        """Return the labels of a language, read one by one."""
        known = self._partitions.get(language)
        if known is None:
            number = self._tags.index(language)
            rows = self._numbers(f"rows-{number}")
            known = Partition(self._strings(f"keys-{number}"), _Entries(rows, self._entry))
            if len(self._partitions) >= MOST_PARTITIONS:
                self._partitions.clear()
            self._partitions[language] = known
        return known

    def _numbers(self, name: str) -> memoryview:
        return numbers_of(self._buffer, self._sections[name])

    def _strings(self, name: str) -> "_Strings":
        return _Strings(self._buffer, self._sections[name].offset, self._numbers(f"{name}-ends"))

    def _forms(self, language: LanguageTag, *leads: Lead) -> "_Table[str, Found]":
        return _Table(self._table, leads, self._found, self._tags.index(language))

    def _found(self, labels: Sequence[int]) -> Found:
        return tuple(map(self._entry, labels))

    def _entry(self, label: int) -> Entry:
        key = self._table.key(self._label_forms[label])
        return Entry(
            ConceptId(self._ids[self._label_concepts[label]]),
            key[3:].decode("utf-8", "surrogatepass"),
            self._tags[key[1] | key[2] << 8],
            KINDS[self._buffer[self._label_kinds + label]],
        )

    def _concepts(self, numbers: Sequence[int]) -> tuple[ConceptId, ...]:
        return tuple(ConceptId(self._ids[number]) for number in numbers)

    def _required(self, numbers: Sequence[int]) -> tuple[Attribute, ...]:
        return tuple(self._attributes[number] for number in numbers)

    def _read_preferred(self, numbers: tuple[int, ...]) -> "MappedForms":
        """Read the forms of a concept; most concepts have theirs in the same languages, which are shared."""
        count = len(numbers) // 2
        own = numbers[1 : 1 + count]
        tags = self._tag_sets.get(own)
        if tags is None:
            tags = tuple(self._tags[number] for number in own)
            if len(self._tag_sets) < MOST_LADDERS:
                self._tag_sets[own] = tags
        return MappedForms(Iri(self._iris[numbers[0]]), tags, numbers[1 + count :], self._table)


def _warnings(carried: Iterable[CarriedWarning]) -> LabelWarnings:
    found: dict[tuple[ConceptId, str, LanguageTag], tuple[VerdictWarning, ...]] = {}
    for one in carried:
        label = (ConceptId(one.concept), one.form, LanguageTag(one.language))
        found[label] = (*found.get(label, ()), one.warning)
    return found


class MappedForms(Mapping[LanguageTag, str]):
    """The preferred forms of a concept, read one by one."""

    def __init__(self, iri: Iri, tags: tuple[LanguageTag, ...], places: tuple[int, ...], table: CompiledTable) -> None:
        self.iri = iri
        self._tags = tags
        self._places = places
        self._table = table

    def __len__(self) -> int:
        return len(self._tags)

    def __iter__(self) -> Iterator[LanguageTag]:
        return iter(self._tags)

    def __getitem__(self, language: LanguageTag) -> str:
        try:
            place = self._places[self._tags.index(language)]
        except ValueError as error:
            raise KeyError(language) from error
        return self._table.key(place)[3:].decode("utf-8", "surrogatepass")


class MappedHierarchy(NamedTuple):
    """The hierarchy, as far as relations between concepts need it."""

    broader: "_Table[ConceptId, tuple[ConceptId, ...]]"


_K = TypeVar("_K", bound=str)


class _Table(Generic[_K, _V]):
    """One kind of look-up; a text that is not found under the first kind of key may stand under the next."""

    def __init__(
        self,
        table: CompiledTable,
        leads: tuple[Lead, ...],
        read: Callable[[tuple[int, ...]], _V],
        language: int | None = None,
    ) -> None:
        self._find = table.get
        self._prefixes = tuple(text_prefix(lead, language) for lead in leads)
        self._read = read

    def get(self, text: _K, /) -> _V | None:
        """Return what the text leads to, else None."""
        encoded = text.encode("utf-8", "surrogatepass")
        for prefix in self._prefixes:
            numbers = self._find(prefix + encoded)
            if numbers is not None:
                return self._read(numbers)
        return None


class _Present(Generic[_K, _V]):
    """A look-up of what must be there."""

    def __init__(self, table: _Table[_K, _V]) -> None:
        self._table = table

    def __getitem__(self, key: _K) -> _V:
        found = self._table.get(key)
        if found is None:
            raise KeyError(key)
        return found


class _Strings(Sequence[str]):
    """Texts in a section, and where each ends in another."""

    def __init__(self, buffer: Buffer, start: int, ends: memoryview) -> None:
        self._buffer = buffer
        self._start = start
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        start = self._start
        text = self._buffer[start + self._ends[place] : start + self._ends[place + 1]]
        return text.decode("utf-8", "surrogatepass")


class _Entries(Sequence[Entry]):
    """Labels made when they are looked at."""

    def __init__(self, labels: memoryview, read: Callable[[int], Entry]) -> None:
        self._labels = labels
        self._read = read

    def __len__(self) -> int:
        return len(self._labels)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return self._read(self._labels[place])

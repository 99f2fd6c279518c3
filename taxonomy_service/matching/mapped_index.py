"""A compiled release read where it lies: nothing is loaded but what a question asks for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar, overload

from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag, Resolution, language_ladder
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.verdicts import NamedConcept
from taxonomy_service.matching.compiled_format import unpack
from taxonomy_service.matching.compiled_release import KINDS, Lead, text_key, text_prefix
from taxonomy_service.matching.compiled_table import CompiledTable
from taxonomy_service.matching.label_index import Entry, Found, named_in

MOST_LADDERS = 10_000
MOST_NAMED = 20_000
MOST_PARTITIONS = 8
"""What is remembered is private to a worker: a few megabytes."""
_V = TypeVar("_V")


class MappedIndex:
    """A compiled release, as `LabelIndex` is one in memory; `buffer` must live as long. Raises UnreadableFile."""

    def __init__(self, buffer: memoryview, name: str) -> None:
        header, self._sections = unpack(buffer, name)
        self._table = CompiledTable(self._sections["slots"], self._sections["records"])
        self.name = header.release
        self._tags = tuple(map(LanguageTag, header.languages))
        self.languages = frozenset(self._tags)
        self.default_language = LanguageTag(header.default_language)
        self.fallbacks = tuple(map(LanguageTag, header.fallbacks))
        self._attributes = header.attributes
        self._label_concepts = self._sections["label-concepts"].cast("I")
        self._label_forms = self._sections["label-forms"].cast("I")
        self._label_kinds = self._sections["label-kinds"]
        self._ids, self._iris = self._strings("ids"), self._strings("iris")
        self._numbers = {tag: number for number, tag in enumerate(self._tags)}
        self.by_form = {tag: self._forms(tag, Lead.FORM) for tag in self._tags}
        self.by_key = {tag: self._forms(tag, Lead.KEY, Lead.FORM) for tag in self._tags}
        self._variants = {tag: self._forms(tag, Lead.VARIANT, Lead.KEY, Lead.FORM) for tag in self._tags}
        self.identifiers: _Table[str, tuple[ConceptId, ...]] = _Table(self._table, (Lead.IDENTIFIER,), self._concepts)
        self.retired: _Table[ConceptId, tuple[ConceptId, ...]] = _Table(self._table, (Lead.RETIRED,), self._concepts)
        self.required: _Table[ConceptId, tuple[Attribute, ...]] = _Table(self._table, (Lead.REQUIRED,), self._required)
        self.preferred = _Preferred(_Table(self._table, (Lead.PREFERRED,), self._preferred))
        self.hierarchy = MappedHierarchy(_Table(self._table, (Lead.BROADER,), self._concepts))
        self._named: dict[tuple[ConceptId, str], NamedConcept] = {}
        self._ladders: dict[LanguageTag, tuple[Resolution, ...]] = {}
        self._partitions: dict[LanguageTag, MappedPartition] = {}

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
            found = self._table.get(text_key(Lead.NUMBER, concept))
            assert found is not None, "a concept that is named is here"
            iri = Iri(self._iris[found[0]])
            known = named_in(concept, iri, self.preferred[concept], (language, self.default_language))
            if len(self._named) >= MOST_NAMED:
                self._named.clear()
            self._named[concept, language] = known
        return known

    def partition(self, language: LanguageTag) -> "MappedPartition":
        """Return the labels of a language; the keys of the languages asked for first are kept."""
        known = self._partitions.get(language)
        if known is None:
            number = self._numbers[language]
            rows = self._sections[f"rows-{number}"].cast("I")
            known = MappedPartition(list(self._strings(f"keys-{number}")), _Entries(rows, self._entry))
            if len(self._partitions) >= MOST_PARTITIONS:
                self._partitions.clear()
            self._partitions[language] = known
        return known

    def _strings(self, name: str) -> "_Strings":
        return _Strings(self._sections[name], self._sections[f"{name}-ends"].cast("I"))

    def _forms(self, language: LanguageTag, *leads: Lead) -> "_Table[str, Found]":
        return _Table(self._table, leads, self._found, self._numbers[language])

    def _found(self, labels: Sequence[int]) -> Found:
        return tuple(map(self._entry, labels))

    def _entry(self, label: int) -> Entry:
        form, language = self._form(self._label_forms[label])
        concept = ConceptId(self._ids[self._label_concepts[label]])
        return Entry(concept, form, language, KINDS[self._label_kinds[label]])

    def _form(self, place: int) -> tuple[str, LanguageTag]:
        key = self._table.key(place)
        return str(key[3:], "utf-8", "surrogatepass"), self._tags[key[1] | key[2] << 8]

    def _concepts(self, numbers: Sequence[int]) -> tuple[ConceptId, ...]:
        return tuple(ConceptId(self._ids[number]) for number in numbers)

    def _required(self, numbers: Sequence[int]) -> tuple[Attribute, ...]:
        return tuple(self._attributes[number] for number in numbers)

    def _preferred(self, places: Sequence[int]) -> Mapping[LanguageTag, str]:
        return {language: form for form, language in map(self._form, places)}


class MappedHierarchy(NamedTuple):
    """The hierarchy, as far as relations between concepts need it."""

    broader: "_Table[ConceptId, tuple[ConceptId, ...]]"


class MappedPartition(NamedTuple):
    """All labels of a language, beside their comparison keys."""

    keys: list[str]
    entries: Sequence[Entry]


_K = TypeVar("_K", bound=str)


class _Table(Generic[_K, _V]):
    """One kind of look-up; a text that is not found under the first kind of key may stand under the next."""

    def __init__(
        self,
        table: CompiledTable,
        leads: tuple[Lead, ...],
        read: Callable[[Sequence[int]], _V],
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


class _Preferred:
    """The preferred forms of concepts, by language."""

    def __init__(self, table: _Table[ConceptId, Mapping[LanguageTag, str]]) -> None:
        self._table = table

    def __getitem__(self, concept: ConceptId) -> Mapping[LanguageTag, str]:
        found = self._table.get(concept)
        if found is None:
            raise KeyError(concept)
        return found


class _Strings(Sequence[str]):
    """Texts in a section, and where each ends in another."""

    def __init__(self, texts: memoryview, ends: memoryview) -> None:
        self._texts = texts
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
        return str(self._texts[self._ends[place] : self._ends[place + 1]], "utf-8", "surrogatepass")


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

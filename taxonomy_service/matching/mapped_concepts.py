"""The concepts of a compiled release, read row by row where they lie."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag, language_ladder
from taxonomy_service.domain.verdicts import NamedConcept
from taxonomy_service.matching.compiled_format import Buffer, Header
from taxonomy_service.matching.compiled_table import CompiledTable, numbers_of
from taxonomy_service.matching.concept_rows import ConceptHead, ConceptLinks, numbers_in, read_head, read_links
from taxonomy_service.matching.packed_labels import decoded, encoded

MOST_ROWS = 10_000
MOST_SHOWN = 10_000
"""What is remembered is private to a worker: some megabytes."""
_SHOWN = -1
_K_contra = TypeVar("_K_contra", bound=str, contravariant=True)
_V_co = TypeVar("_V_co", covariant=True)


class MappedConcepts:
    """Leads from an id to what is said of a concept, and from any name to the concepts that have it."""

    def __init__(self, buffer: Buffer, header: Header, texts: CompiledTable) -> None:
        sections = header.sections
        self._buffer, self._start, self._texts = buffer, sections["concepts"].offset, texts
        self._names = CompiledTable(buffer, sections["name-slots"], sections["name-records"])
        self._tags = tuple(map(LanguageTag, header.languages))
        self._default_language = LanguageTag(header.default_language)
        self._attributes = header.attributes
        self._sets = numbers_of(buffer, sections["language-sets"])
        self._rows: dict[str, Row] = {}
        self._shown: dict[tuple[int, LanguageTag], tuple[tuple[LanguageTag, int], ...]] = {}

    def at(self, place: int) -> "Row":
        """Return the concept that begins at a place."""
        return Row(place, read_head(self._buffer, self._start + place))

    def id_at(self, place: int) -> ConceptId:
        """Return the id of the concept that begins at a place; more will be asked of it soon."""
        return ConceptId(self._remember(place).head.id)

    def with_name(self, name: str) -> tuple[ConceptId, ...] | None:
        """Return the concepts whose id, IRI or notation the name is; None where there is none."""
        places = self._names.get(encoded(name))
        return None if places is None else tuple(map(self.id_at, places))

    def successors(self, concept: ConceptId) -> tuple[ConceptId, ...] | None:
        """Return the final successors of a retired concept; None of one in use, or none of this release."""
        links = self._links(concept)
        return None if links is None or links.successors is None else self._ids(links.successors)

    def broader(self, concept: ConceptId) -> tuple[ConceptId, ...]:
        """Return the directly broader concepts."""
        links = self._links(concept)
        return () if links is None else self._ids(links.broader)

    def required(self, concept: ConceptId) -> tuple[Attribute, ...]:
        """Return the attributes that a concept requires."""
        links = self._links(concept)
        return () if links is None else tuple(self._attributes[place] for place in numbers_in(links.required))

    def preferred(self, concept: ConceptId) -> Mapping[LanguageTag, str] | None:
        """Return the preferred forms of a concept by language, read one by one; None where it is not here."""
        row = self._find(concept)
        if row is None:
            return None
        places = numbers_in(read_links(self._buffer, self._start + row.place).forms)
        return MappedForms(self._languages(row.head), places, self._texts)

    def named(self, concept: ConceptId, language: LanguageTag) -> NamedConcept:
        """Return a concept, which must be here, as a verdict shows it."""
        row = self._find(concept)
        if row is None:
            raise KeyError(concept)
        return self.shown(row, language)

    def shown(self, row: "Row", language: LanguageTag, own: str | None = None) -> NamedConcept:
        """Return a concept with preferred labels in a language and the default language, down the language ladder.

        `own` is the preferred label in just this language, where it is known.
        """
        head = row.head
        places = self._shown.get((head.languages, language)) or self._places_shown(head, language)
        forms: dict[str, str] = {}
        for tag, place in places:
            if own is not None and tag == language:
                forms[tag] = own
            elif place == _SHOWN and head.shown is not None:
                forms[tag] = head.shown
            else:
                links = read_links(self._buffer, self._start + row.place)
                forms[tag] = decoded(self._texts.key(numbers_in(links.forms)[place]))
        return NamedConcept(head.id, head.iri, forms)

    def _places_shown(self, head: ConceptHead, language: LanguageTag) -> tuple[tuple[LanguageTag, int], ...]:
        """Return the languages shown, each with the place of its form; most concepts are alike in this."""
        tags = self._languages(head)
        available = frozenset(tags)
        default = [step.language for step in language_ladder(self._default_language, available)[:1]]
        own = [step.language for step in language_ladder(language, available)[:1]]
        places = {tag: _SHOWN if tag in default else tags.index(tag) for tag in own + default}
        if len(self._shown) >= MOST_SHOWN:
            self._shown.clear()
        found = self._shown[head.languages, language] = tuple(places.items())
        return found

    def _languages(self, head: ConceptHead) -> tuple[LanguageTag, ...]:
        first = head.languages + 1
        return tuple(self._tags[number] for number in self._sets[first : first + self._sets[head.languages]])

    def _ids(self, places: bytes) -> tuple[ConceptId, ...]:
        return tuple(map(self.id_at, numbers_in(places)))

    def _links(self, concept: str) -> ConceptLinks | None:
        row = self._find(concept)
        return None if row is None else read_links(self._buffer, self._start + row.place)

    def _find(self, concept: str) -> "Row | None":
        """Return the row of an id, which may be a notation of other concepts, too."""
        known = self._rows.get(concept)
        if known is None:
            rows = map(self._remember, self._names.get(encoded(concept)) or ())
            known = next((row for row in rows if row.head.id == concept), None)
        return known

    def _remember(self, place: int) -> "Row":
        row = self.at(place)
        if len(self._rows) >= MOST_ROWS:
            self._rows.clear()
        self._rows[row.head.id] = row
        return row


class Row(NamedTuple):
    """A concept: where it begins, and its head."""

    place: int
    head: ConceptHead


class MappedForms(Mapping[LanguageTag, str]):
    """The preferred forms of a concept, read one by one."""

    def __init__(self, tags: tuple[LanguageTag, ...], places: Sequence[int], texts: CompiledTable) -> None:
        self._tags = tags
        self._places = places
        self._texts = texts

    def __len__(self) -> int:
        return len(self._tags)

    def __iter__(self) -> Iterator[LanguageTag]:
        return iter(self._tags)

    def __getitem__(self, language: LanguageTag) -> str:
        try:
            place = self._places[self._tags.index(language)]
        except ValueError as error:
            raise KeyError(language) from error
        return decoded(self._texts.key(place))


class Reading(Generic[_K_contra, _V_co]):
    """The half of a mapping that finds, by a function that returns None where there is nothing."""

    def __init__(self, get: Callable[[_K_contra], _V_co | None]) -> None:
        self.get = get

    def __getitem__(self, key: _K_contra) -> _V_co:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

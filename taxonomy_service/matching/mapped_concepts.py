"""The concepts of a compiled release, read row by row where they lie."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.hierarchy import ConceptRelation, relation_between
from taxonomy_service.domain.languages import LanguageTag, language_ladder
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.verdicts import NamedConcept
from taxonomy_service.matching.compiled_format import Buffer, Header
from taxonomy_service.matching.compiled_table import CompiledTable, numbers_of
from taxonomy_service.matching.concept_rows import (
    Ancestry,
    ConceptHead,
    ConceptLinks,
    numbers_in,
    read_ancestry,
    read_form,
    read_head,
    read_links,
)
from taxonomy_service.matching.packed_labels import decoded, encoded

MOST_ROWS = 20_000
MOST_SHOWN = 10_000
"""What is remembered is private to a worker: some megabytes."""
_K = TypeVar("_K")
_V = TypeVar("_V")
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
        self._fallbacks = tuple(map(LanguageTag, header.fallbacks))
        self._attributes = header.attributes
        self._sets = numbers_of(buffer, sections["language-sets"])
        self._rows: dict[str, _Row] = {}
        self._named: dict[str, tuple[ConceptId, ...]] = {}
        self._ancestries: dict[str, Ancestry] = {}
        self._tags_shown: dict[tuple[int, LanguageTag], _TagsShown] = {}
        self._default_tags: dict[int, LanguageTag] = {}

    def id_at(self, place: int) -> ConceptId:
        """Return the id of the concept that begins at a place; more will be asked of it soon."""
        return ConceptId(self._remember(place)[1].id)

    def with_name(self, name: str) -> tuple[ConceptId, ...] | None:
        """Return the concepts whose id, IRI or notation the name is; None where there is none."""
        known = self._named.get(name)
        if known is None and (places := self._names.get(encoded(name))) is not None:
            known = _kept(self._named, name, tuple(map(self.id_at, places)), MOST_ROWS)
        return known

    def iri(self, concept: ConceptId) -> Iri:
        """Return the IRI of a concept, which must be here."""
        row = self._find(concept)
        if row is None:
            raise KeyError(concept)
        return Iri(row[1].iri)

    def successors(self, concept: ConceptId) -> tuple[ConceptId, ...] | None:
        """Return the final successors of a retired concept; None of one in use, or none of this release."""
        row = self._find(concept)
        if row is None or row[1].in_use:
            return None
        return tuple(map(self.id_at, numbers_in(self._links(row[0]).successors or b"")))

    def broader(self, concept: ConceptId) -> tuple[ConceptId, ...]:
        """Return the directly broader concepts."""
        row = self._find(concept)
        return () if row is None else tuple(map(self.id_at, self._read_ancestry(row[0]).direct))

    def relation(self, named: ConceptId, claimed: ConceptId) -> ConceptRelation:
        """Say where the concept named stands, seen from the one claimed (see `relation_between`); both must be here."""
        above, others = self._ancestry(named), self._ancestry(claimed)
        if above.all is None or others.all is None:
            return relation_between(Reading(self.broader), named, claimed)
        if above.own in others.all:
            return ConceptRelation.BROADER
        if others.own in above.all:
            return ConceptRelation.NARROWER
        apart = set(above.direct).isdisjoint(others.direct)
        return ConceptRelation.UNRELATED if apart else ConceptRelation.SIBLING

    def required(self, concept: ConceptId) -> tuple[Attribute, ...]:
        """Return the attributes that a concept requires."""
        row = self._find(concept)
        required = b"" if row is None else self._links(row[0]).required
        return tuple(self._attributes[place] for place in numbers_in(required))

    def preferred(self, concept: ConceptId) -> Mapping[LanguageTag, str] | None:
        """Return the preferred forms of a concept by language, read one by one; None where it is not here."""
        row = self._find(concept)
        if row is None:
            return None
        place, head = row
        return MappedForms(self._languages(head), partial(self._form, place))

    def named(self, concept: ConceptId, language: LanguageTag) -> NamedConcept:
        """Return a concept, which must be here, as a verdict shows it."""
        row = self._find(concept)
        if row is None:
            raise KeyError(concept)
        return self._shown(*row, language)

    def shown_in(self, concept: ConceptId, language: LanguageTag) -> LanguageTag | None:
        """Return the language of the preferred label by which readers of a language are shown a concept, if any."""
        row = self._find(concept)
        if row is None:
            raise KeyError(concept)
        return self._tags_of(row[1], language).own

    def shown_at(self, place: int, language: LanguageTag, own: str | None) -> NamedConcept:
        """Return the concept that begins at a place as a verdict shows it.

        `own` is its preferred label in just this language, where it is known.
        """
        head = read_head(self._buffer, self._start + place)
        default = self._default_tags.get(head.languages)
        if own is not None and default is not None and default != language and head.shown is not None:
            return NamedConcept(head.id, head.iri, {language: own, default: head.shown})
        return self._shown(place, head, language)

    def in_use_at(self, place: int, language: LanguageTag) -> NamedConcept | None:
        """Return the concept that begins at a place as a verdict shows it; None of a retired one."""
        head = read_head(self._buffer, self._start + place)
        return self._shown(place, head, language) if head.in_use else None

    def _shown(self, place: int, head: ConceptHead, language: LanguageTag) -> NamedConcept:
        """Return a concept with preferred labels in a language and the default language, down the language ladder."""
        tags = self._tags_of(head, language)
        forms: dict[str, str] = {}
        if tags.own is not None and tags.own != tags.default:
            forms[tags.own] = self._form(place, tags.place)
        if tags.default is not None and head.shown is not None:
            forms[tags.default] = head.shown
        return NamedConcept(head.id, head.iri, forms)

    def _form(self, concept: int, place: int) -> str:
        return decoded(self._texts.key(read_form(self._buffer, self._start + concept, place)))

    def _tags_of(self, head: ConceptHead, language: LanguageTag) -> "_TagsShown":
        return self._tags_shown.get((head.languages, language)) or self._find_tags(head, language)

    def _find_tags(self, head: ConceptHead, language: LanguageTag) -> "_TagsShown":
        """Return the languages in which a concept is shown to readers of one; most concepts are alike in this."""
        tags = self._languages(head)
        own, default = (
            next((step.language for step in language_ladder(wanted, frozenset(tags), self._fallbacks)), None)
            for wanted in (language, self._default_language)
        )
        if len(self._tags_shown) >= MOST_SHOWN:
            self._tags_shown.clear()
            self._default_tags.clear()
        found = _TagsShown(own, default, tags.index(own) if own in tags else 0)
        self._tags_shown[head.languages, language] = found
        if default is not None:
            self._default_tags[head.languages] = default
        return found

    def _languages(self, head: ConceptHead) -> tuple[LanguageTag, ...]:
        first = head.languages + 1
        return tuple(self._tags[number] for number in self._sets[first : first + self._sets[head.languages]])

    def _links(self, place: int) -> ConceptLinks:
        return read_links(self._buffer, self._start + place)

    def _ancestry(self, concept: ConceptId) -> Ancestry:
        known = self._ancestries.get(concept)
        if known is None:
            row = self._find(concept)
            if row is None:
                raise KeyError(concept)
            known = _kept(self._ancestries, concept, self._read_ancestry(row[0]), MOST_ROWS)
        return known

    def _read_ancestry(self, place: int) -> Ancestry:
        return read_ancestry(self._buffer, place, self._start + place)

    def _find(self, concept: str) -> "_Row | None":
        """Return the row of an id, which may be a notation of other concepts, too."""
        known = self._rows.get(concept)
        if known is None:
            rows = map(self._remember, self._names.get(encoded(concept)) or ())
            known = next((row for row in rows if row[1].id == concept), None)
        return known

    def _remember(self, place: int) -> "_Row":
        row = (place, read_head(self._buffer, self._start + place))
        return _kept(self._rows, row[1].id, row, MOST_ROWS)


def _kept(table: dict[_K, _V], key: _K, value: _V, most: int) -> _V:
    """Remember what a key leads to, in place of all others where there are too many of them."""
    if len(table) >= most:
        table.clear()
    table[key] = value
    return value


_Row: TypeAlias = tuple[int, ConceptHead]
"""Where a concept begins, and its head."""


class _TagsShown(Struct, frozen=True, gc=False):
    """The languages of the labels that are shown, and the place of the first one's form among those of the concept."""

    own: LanguageTag | None
    default: LanguageTag | None
    place: int


class MappedForms(Mapping[LanguageTag, str]):
    """The preferred forms of a concept, read one by one."""

    def __init__(self, tags: tuple[LanguageTag, ...], read: Callable[[int], str]) -> None:
        self._tags = tags
        self._read = read

    def __len__(self) -> int:
        return len(self._tags)

    def __iter__(self) -> Iterator[LanguageTag]:
        return iter(self._tags)

    def __getitem__(self, language: LanguageTag) -> str:
        try:
            place = self._tags.index(language)
        except ValueError as error:
            raise KeyError(language) from error
        return self._read(place)


class Reading(Generic[_K_contra, _V_co]):
    """The half of a mapping that finds, by a function that returns None where there is nothing."""

    def __init__(self, get: Callable[[_K_contra], _V_co | None]) -> None:
        self.get = get

    def __getitem__(self, key: _K_contra) -> _V_co:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

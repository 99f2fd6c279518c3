"""A release as a compiled file: what `MappedIndex` reads."""

from array import array
from collections.abc import Iterator, Mapping
from itertools import compress, repeat
from operator import itemgetter, or_
from typing import TYPE_CHECKING

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.hierarchy import reached_from
from taxonomy_service.domain.languages import LanguageTag, language_ladder, sorted_tags
from taxonomy_service.matching.compiled_format import CarriedWarning, Header, pack
from taxonomy_service.matching.compiled_partition import partition_sections
from taxonomy_service.matching.concept_rows import Ancestry, ConceptHead, ConceptLinks, as_numbers, written
from taxonomy_service.matching.label_index import Found, LabelIndex, variants_of
from taxonomy_service.matching.packed_labels import (
    ALONE,
    CONCEPTS_BEGIN_AT,
    KINDS,
    SHOWN,
    Lead,
    encoded,
    packed,
    which_of,
)

if TYPE_CHECKING:
    from taxonomy_service.matching.compiled_columns import Column

MOST_ANCESTORS = 128
"""Six times as many as concepts of GEMET have. Of one with more (a chain, a large cycle) only the directly broader ones
are held, and whoever asks for the others walks: no hierarchy makes a file longer than by half a kilobyte a concept.
"""
_PACKED_KINDS = {kind: packed(0, kind) for kind in KINDS}


def compiled_blocks(index: LabelIndex) -> Iterator[bytes]:
    """Yield the bytes of the compiled file of a release, block by block."""
    return pack(_header(index), _Compiled(index).sections())


def _header(index: LabelIndex) -> Header:
    """Return the header, but for the places of the sections."""
    carried = sorted(index.warnings.items(), key=itemgetter(0))
    return Header(
        index.name,
        index.head,
        tuple(sorted_tags(index.languages)),
        index.default_language,
        index.fallbacks,
        tuple({own.iri: own for required in index.required.values() for own in required}.values()),
        tuple(CarriedWarning(*label, warning) for label, found in carried for warning in found),
    )


class _Compiled:
    """A file while it is filled.

    Texts and concepts say of each other where they begin. So it is first found out how long each is, then what it says.
    """

    def __init__(self, index: LabelIndex) -> None:
        from taxonomy_service.matching.compiled_columns import TableColumns  # noqa: PLC0415  NumPy takes 0.1 s to load

        self._index = index
        self._languages = {tag: number for number, tag in enumerate(sorted_tags(index.languages))}
        self._attributes = {own.iri: place for place, own in enumerate(_header(index).attributes)}
        self._heads: dict[ConceptId, ConceptHead] = {}
        self._concepts: dict[ConceptId, int] = {}
        self._above: dict[tuple[ConceptId, ...], tuple[ConceptId, ...] | None] = {}
        self._texts, self._names = TableColumns(), TableColumns()
        self._numbers: dict[str, int] = {}
        self._which, self._labels, self._forms = array("I"), array("I"), array("I")
        self._keyed: dict[LanguageTag, tuple[array[int], array[int]]] = {}
        self._sets: dict[tuple[LanguageTag, ...], int] = {}
        self._set_numbers = array("I")

    def sections(self) -> dict[str, bytes]:
        """Return all sections."""
        self._place_concepts()
        self._add_texts()
        places = self._texts.places(3)
        rows = b"".join(self._row(concept, places.data) for concept in self._concepts)
        self._numbers.clear()  # its memory is wanted
        sections = self._text_sections(places) | self._name_sections()
        sections |= {"concepts": bytes(CONCEPTS_BEGIN_AT) + rows, "language-sets": self._set_numbers.tobytes()}
        for language, number in self._languages.items():
            sections |= self._partition(language, number, places)
        return sections

    def _text_sections(self, places: "Column") -> dict[str, bytes]:
        from taxonomy_service.matching.compiled_columns import as_column  # noqa: PLC0415  as above

        slots = self._texts.slots(places)
        columns = (as_column(self._which), as_column(self._labels), places[as_column(self._forms)])
        return {"text-slots": slots, "text-records": self._texts.records(columns)}

    def _name_sections(self) -> dict[str, bytes]:
        from taxonomy_service.matching.compiled_columns import as_column  # noqa: PLC0415  as above

        names, identifiers = self._names, self._index.identifiers
        names.add(map(encoded, identifiers))
        names.owners.extend(number for number, found in enumerate(identifiers.values()) for _ in found)
        concepts = array("I", [self._concepts[concept] for found in identifiers.values() for concept in found])
        return {
            "name-slots": names.slots(names.places(1)),
            "name-records": names.records((as_column(concepts),)),
        }

    def _place_concepts(self) -> None:
        """Say where every concept begins; none begins at 0."""
        place = CONCEPTS_BEGIN_AT
        self._concepts = dict.fromkeys(self._index.preferred, place)
        self._heads = {concept: self._head(concept) for concept in self._concepts}
        for concept in self._concepts:
            self._concepts[concept] = place
            place += len(self._row(concept, None))

    def _head(self, concept: ConceptId) -> ConceptHead:
        index = self._index
        forms = index.preferred[concept]
        shown = language_ladder(index.default_language, frozenset(forms), index.fallbacks)[:1]
        return ConceptHead(
            concept,
            index.scheme.concepts[concept].iri,
            forms[shown[0].language] if shown else None,
            self._set_of(tuple(forms)),
            concept not in index.retired,
        )

    def _row(self, concept: ConceptId, begins: memoryview | None) -> bytes:
        """Return a concept as a row, which is as long before it is known where the texts begin as it is then."""
        index, places, numbers = self._index, self._concepts, self._numbers
        following = index.retired.get(concept)
        links = ConceptLinks(
            None if following is None else as_numbers(places[other] for other in following),
            as_numbers(self._attributes[own.iri] for own in index.required.get(concept, ())),
        )
        forms = index.preferred[concept].values()
        told = bytes(4 * len(forms)) if begins is None else as_numbers([begins[numbers[form]] for form in forms])
        content = written(self._heads[concept], links, self._ancestry(concept), told)
        return content + bytes(-len(content) % CONCEPTS_BEGIN_AT)

    def _ancestry(self, concept: ConceptId) -> Ancestry:
        """Return where the concepts begin that are broader than one; those of siblings are found once."""
        edges, places = self._index.hierarchy.broader, self._concepts
        direct = edges.get(concept, ())
        if direct not in self._above:
            self._above[direct] = reached_from(edges, direct, most=MOST_ANCESTORS)
        above = self._above[direct]
        begin = tuple([places[other] for other in above or direct])
        return Ancestry(places[concept], begin[: len(direct)], None if above is None else begin)

    def _set_of(self, languages: tuple[LanguageTag, ...]) -> int:
        """Return where the languages stand, after their count, among the sets of languages."""
        known = self._sets.get(languages)
        if known is None:
            known = self._sets[languages] = len(self._set_numbers)
            self._set_numbers.extend((len(languages), *(self._languages[language] for language in languages)))
        return known

    def _add_texts(self) -> None:
        for language, number in self._languages.items():
            by_form = self._index.by_form[language]
            flags = [self._flags(found) for found in by_form.values() for _ in found]
            texts = self._add_table(by_form, which_of(number, Lead.FORM))
            self._labels.extend(map(or_, self._packed(by_form), flags))
            self._forms.extend(texts)
            self._add_keys(language, number)
            variants = _variants_to_add(self._index, language)
            self._add_table(variants, which_of(number, Lead.VARIANT))
            self._labels.extend(self._packed(variants))
            self._forms.extend(self._forms_of(variants))

    def _add_keys(self, language: LanguageTag, number: int) -> None:
        """Add the comparison keys of a language, but for those that are forms with the same labels.

        All of their labels are kept for the partition of the language.
        """
        by_form, by_key = self._index.by_form[language], self._index.by_key[language]
        labels, forms = array("I", self._packed(by_key)), array("I", self._forms_of(by_key))
        self._keyed[language] = (labels, forms)
        table = {key: found for key, found in by_key.items() if by_form.get(key) != found}
        told = [key in table for key, found in by_key.items() for _ in found]
        self._add_table(table, which_of(number, Lead.KEY))
        self._labels.extend(compress(labels, told))
        self._forms.extend(compress(forms, told))

    def _add_table(self, table: Mapping[str, Found], which: int) -> list[int]:
        """Add the texts of a table that are new, and say for each of its labels what text leads to it, and how.

        Return the numbers of the texts, one for each label.
        """
        numbers, before = self._numbers, len(self._numbers)
        texts = [numbers.setdefault(text, len(numbers)) for text in table]
        self._texts.add(encoded(text) for text, number in zip(table, texts, strict=True) if number >= before)
        owners = [number for number, found in zip(texts, table.values(), strict=True) for _ in found]
        self._texts.owners.extend(owners)
        self._which.extend(repeat(which, len(owners)))
        return owners

    def _packed(self, table: Mapping[str, Found]) -> list[int]:
        concepts, kinds = self._concepts, _PACKED_KINDS
        return [concepts[concept] | kinds[kind] for found in table.values() for concept, _, _, kind in found]

    def _forms_of(self, table: Mapping[str, Found]) -> list[int]:
        """Return the numbers of the labels' own forms, which were added before."""
        numbers = self._numbers
        return [numbers[form] for found in table.values() for _, form, _, _ in found]

    def _flags(self, found: Found) -> int:
        """Return what makes the labels of a form plain."""
        if not self._index.stands_alone(found):
            return 0
        concept, form, language, _ = found[0]
        return ALONE | SHOWN if self._index.preferred[concept].get(language) == form else ALONE

    def _partition(self, language: LanguageTag, number: int, places: "Column") -> Mapping[str, bytes]:
        keys = [key for key, found in self._index.by_key[language].items() for _ in found]
        packed_labels, forms = self._keyed.pop(language)
        labels = array("I", bytes(8 * len(keys)))
        labels[::2] = packed_labels
        labels[1::2] = array("I", places[forms].tobytes())
        return partition_sections(number, keys, labels.tobytes())


def _variants_to_add(index: LabelIndex, language: LanguageTag) -> dict[str, Found]:
    """Return the variant keys of a language, but for those that are forms or comparison keys with the same labels.

    Each is then looked for among the ones before. That is right since keys are idempotent.
    """
    by_form, by_key = index.by_form[language], index.by_key[language]
    variants = variants_of(by_key, language)
    return {text: found for text, found in variants.items() if (by_key.get(text) or by_form.get(text)) != found}

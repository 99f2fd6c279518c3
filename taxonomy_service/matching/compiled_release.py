"""A release as a compiled file: what `MappedIndex` reads."""

from array import array
from collections.abc import Iterator, Mapping
from operator import itemgetter

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag, language_ladder, sorted_tags
from taxonomy_service.matching.compiled_format import CarriedWarning, Header, pack
from taxonomy_service.matching.compiled_partition import partition_sections
from taxonomy_service.matching.compiled_table import TableBuilder
from taxonomy_service.matching.concept_rows import ConceptHead, ConceptLinks, as_numbers, written
from taxonomy_service.matching.label_index import Entry, Found, LabelIndex
from taxonomy_service.matching.packed_labels import ALONE, CONCEPTS_BEGIN_AT, SHOWN, Lead, encoded, packed, which_of


def compiled_blocks(index: LabelIndex) -> Iterator[bytes]:
    """Yield the bytes of the compiled file of a release, block by block."""
    return pack(_header(index), _Compiled(index).sections())


def _header(index: LabelIndex) -> Header:
    """Return the header, but for the places of the sections."""
    carried = sorted(index.warnings.items(), key=itemgetter(0))
    return Header(
        index.name,
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
        self._index = index
        self._languages = {tag: number for number, tag in enumerate(sorted_tags(index.languages))}
        self._attributes = {own.iri: place for place, own in enumerate(_header(index).attributes)}
        self._concepts: dict[ConceptId, int] = {}
        self._texts = TableBuilder()
        self._records: dict[str, int] = {}
        self._sets: dict[tuple[int, ...], int] = {}
        self._set_numbers = array("I")

    def sections(self) -> dict[str, bytes]:
        """Return all sections."""
        self._place_concepts()
        self._add_texts()
        rows = b"".join(map(self._row, self._concepts))
        names = TableBuilder()
        for name, concepts in self._index.identifiers.items():
            numbers = [self._concepts[concept] for concept in concepts]
            names.fill(names.add(encoded(name), len(numbers)), numbers)
        sections = {
            "text-slots": self._texts.slots(),
            "text-records": self._texts.records(),
            "name-slots": names.slots(),
            "name-records": names.records(),
            "concepts": bytes(CONCEPTS_BEGIN_AT) + rows,
            "language-sets": self._set_numbers.tobytes(),
        }
        for language, number in self._languages.items():
            sections |= self._partition(language, number)
        return sections

    def _place_concepts(self) -> None:
        """Say where every concept begins; none begins at 0."""
        place = CONCEPTS_BEGIN_AT
        self._concepts = dict.fromkeys(self._index.preferred, place)
        for concept in self._concepts:
            self._concepts[concept] = place
            place += len(self._row(concept))

    def _row(self, concept: ConceptId) -> bytes:
        index, places = self._index, self._concepts
        forms = index.preferred[concept]
        shown = language_ladder(index.default_language, frozenset(forms), index.fallbacks)[:1]
        following = index.retired.get(concept)
        head = ConceptHead(
            concept,
            index.scheme.concepts[concept].iri,
            forms[shown[0].language] if shown else None,
            self._set_of(tuple(self._languages[language] for language in forms)),
            following is None,
        )
        links = ConceptLinks(
            as_numbers(places[other] for other in index.hierarchy.broader.get(concept, ())),
            None if following is None else as_numbers(places[other] for other in following),
            as_numbers(self._attributes[own.iri] for own in index.required.get(concept, ())),
        )
        content = written(head, links, as_numbers(self._records.get(form, 0) for form in forms.values()))
        return content + bytes(-len(content) % CONCEPTS_BEGIN_AT)

    def _set_of(self, languages: tuple[int, ...]) -> int:
        """Return where the languages stand, after their count, among the sets of languages."""
        known = self._sets.get(languages)
        if known is None:
            known = self._sets[languages] = len(self._set_numbers)
            self._set_numbers.extend((len(languages), *languages))
        return known

    def _add_texts(self) -> None:
        leading: dict[str, list[tuple[int, int, str]]] = {}
        for language, number in self._languages.items():
            for lead, text, found in _leads(self._index, language):
                which = which_of(number, lead)
                labels = leading.setdefault(text, [])
                labels += [(which, self._packed(entry, lead, found), entry.form) for entry in found]
        for text, labels in leading.items():
            self._records[text] = self._texts.add(encoded(text), 3 * len(labels))
        for text, labels in leading.items():
            numbers = [number for which, label, form in labels for number in (which, label, self._records[form])]
            self._texts.fill(self._records[text], numbers)

    def _packed(self, entry: Entry, lead: Lead, found: Found) -> int:
        flags = 0
        if lead is Lead.FORM and self._index.stands_alone(found):
            shown = self._index.preferred[entry.concept].get(entry.language)
            flags = ALONE | SHOWN if shown == entry.form else ALONE
        return packed(self._concepts[entry.concept], entry.kind, flags)

    def _partition(self, language: LanguageTag, number: int) -> Mapping[str, bytes]:
        keys: list[str] = []
        labels = array("I")
        for key, found in self._index.by_key[language].items():
            for entry in found:
                keys.append(key)
                labels.extend((packed(self._concepts[entry.concept], entry.kind), self._records[entry.form]))
        return partition_sections(number, keys, labels.tobytes())


def _leads(index: LabelIndex, language: LanguageTag) -> Iterator[tuple[Lead, str, Found]]:
    """Yield what leads to labels of a language: forms, comparison keys, variant keys.

    A key that is a form with the same labels is not given twice, nor a variant that is such a key or form: each is
    then looked for among the ones before. That is right since keys are idempotent.
    """
    by_form, by_key = index.by_form[language], index.by_key[language]
    for form, found in by_form.items():
        yield Lead.FORM, form, found
    for key, found in by_key.items():
        if by_form.get(key) != found:
            yield Lead.KEY, key, found
    for variant, found in index.variants(language).items():
        if (by_key.get(variant) or by_form.get(variant)) != found:
            yield Lead.VARIANT, variant, found

"""A release as a compiled file: what `MappedIndex` reads."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from operator import itemgetter

from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag, sorted_tags
from taxonomy_service.matching.compiled_format import CarriedWarning, Header, pack
from taxonomy_service.matching.compiled_table import TableBuilder
from taxonomy_service.matching.label_index import Entry, Found, LabelIndex

KINDS = tuple(LabelKind)


class Lead(IntEnum):
    """The first byte of a key of the table: from what it leads, and to what numbers.

    FORM, KEY and VARIANT are followed by the language and lead to labels; the others lead from an id (IDENTIFIER from
    any name of a concept) to concepts, REQUIRED to attributes; PREFERRED to the concept, then the languages of its
    preferred labels, then the records of their forms.
    """

    FORM = 1
    KEY = 2
    VARIANT = 3
    IDENTIFIER = 4
    RETIRED = 5
    REQUIRED = 6
    PREFERRED = 7
    BROADER = 8


def text_key(lead: Lead, text: str, language: int | None = None) -> bytes:
    """Return the key of a text in the table."""
    return text_prefix(lead, language) + text.encode("utf-8", "surrogatepass")


def text_prefix(lead: Lead, language: int | None = None) -> bytes:
    """Return what all keys of a kind and language begin with."""
    return bytes([lead]) + (b"" if language is None else language.to_bytes(2, "little"))


def compiled_blocks(index: LabelIndex) -> Iterator[bytes]:
    """Yield the bytes of the compiled file of a release, block by block."""
    compiled = _Compiled(index)
    for number, language in enumerate(compiled.languages):
        compiled.add_language(number, language)
    compiled.add_concepts()
    return pack(compiled.header(), compiled.sections())


class _Compiled:
    """A file while it is filled."""

    def __init__(self, index: LabelIndex) -> None:
        self._index = index
        self._table = TableBuilder()
        self.languages = sorted_tags(index.languages)
        self._attributes = {own.iri: own for required in index.required.values() for own in required}
        self._concepts = {concept: number for number, concept in enumerate(index.preferred)}
        self._labels: dict[Entry, int] = {}
        self._forms: dict[tuple[str, str], int] = {}
        self._label_concepts, self._label_forms, self._label_kinds = array("I"), array("I"), bytearray()
        self._rows: dict[str, bytes] = {}

    def header(self) -> Header:
        """Return the header, but for the places of the sections."""
        index = self._index
        return Header(
            index.name,
            tuple(self.languages),
            index.default_language,
            index.fallbacks,
            tuple(self._attributes.values()),
            tuple(
                CarriedWarning(*label, warning)
                for label, found in sorted(index.warnings.items(), key=itemgetter(0))
                for warning in found
            ),
        )

    def sections(self) -> dict[str, bytes]:
        """Return all sections."""
        ids = list(self._concepts)
        iris = [self._index.scheme.concepts[own].iri for own in ids]
        return {
            "slots": self._table.slots(),
            "records": self._table.records(),
            "label-concepts": self._label_concepts.tobytes(),
            "label-forms": self._label_forms.tobytes(),
            "label-kinds": bytes(self._label_kinds),
            **_strings("ids", ids),
            **_strings("iris", iris),
            **self._rows,
        }

    def add_language(self, number: int, language: LanguageTag) -> None:
        """Add the labels of a language, their keys and their variants.

        A key that is a form with the same labels is not held twice, nor a variant that is such a key or form: each is
        then looked for among the ones before. That is right since keys are idempotent.
        """
        by_form, by_key = self._index.by_form[language], self._index.by_key[language]
        for form, found in by_form.items():
            self._add_form(number, language, form, found)
        for key, found in by_key.items():
            if by_form.get(key) != found:
                self._table.add(text_key(Lead.KEY, key, number), self._numbers(found))
        for variant, found in self._index.variants(language).items():
            if (by_key.get(variant) or by_form.get(variant)) != found:
                self._table.add(text_key(Lead.VARIANT, variant, number), self._numbers(found))
        rows = [(key, label) for key, found in by_key.items() for label in self._numbers(found)]
        self._rows |= _strings(f"keys-{number}", [key for key, _ in rows])
        self._rows[f"rows-{number}"] = array("I", [label for _, label in rows]).tobytes()

    def _add_form(self, number: int, language: LanguageTag, form: str, found: Found) -> None:
        first = len(self._label_kinds)
        labels = range(first, first + len(found))
        place = self._table.add(text_key(Lead.FORM, form, number), labels)
        self._forms[language, form] = place
        for entry, label in zip(found, labels, strict=True):
            self._labels[entry] = label
            self._label_concepts.append(self._concepts[entry.concept])
            self._label_forms.append(place)
            self._label_kinds.append(KINDS.index(entry.kind))

    def _numbers(self, found: Iterable[Entry]) -> list[int]:
        return [self._labels[entry] for entry in found]

    def add_concepts(self) -> None:
        """Add what is said of concepts."""
        index, number = self._index, self._concepts
        attributes = {iri: place for place, iri in enumerate(self._attributes)}
        for name, concepts in index.identifiers.items():
            self._table.add(text_key(Lead.IDENTIFIER, name), [number[own] for own in concepts])
        for lead, edges in ((Lead.RETIRED, index.retired), (Lead.BROADER, index.hierarchy.broader)):
            for own, others in edges.items():
                self._table.add(text_key(lead, own), [number[other] for other in others])
        for own, required in index.required.items():
            self._table.add(text_key(Lead.REQUIRED, own), [attributes[needed.iri] for needed in required])
        for own, forms in index.preferred.items():
            places = [self._forms[item] for item in forms.items()]
            self._table.add(text_key(Lead.PREFERRED, own), [number[own], *map(self.languages.index, forms), *places])


def _strings(name: str, texts: Sequence[str]) -> dict[str, bytes]:
    """Return two sections: all texts in one, and where each ends in the other."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = array("I", [0])
    for text in encoded:
        ends.append(ends[-1] + len(text))
    return {name: b"".join(encoded), f"{name}-ends": ends.tobytes()}

"""A release compiled for look-up: immutable, built once, shared by all requests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.concepts import ConceptId, required_attributes
from taxonomy_service.domain.forms import comparison_key, variant_key
from taxonomy_service.domain.hierarchy import ConceptRelation, Hierarchy, build_hierarchy, closure, relation_between
from taxonomy_service.domain.labels import LabelKind, preferred_forms
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag, Resolution, language_ladder
from taxonomy_service.domain.releases import Release
from taxonomy_service.domain.schemes import ConceptScheme, attributes_of
from taxonomy_service.domain.stated_languages import stated_languages
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.successions import final_successors
from taxonomy_service.domain.verdicts import NamedConcept, ReleaseName, VerdictWarning
from taxonomy_service.matching.scheme_heads import SchemeHead, head_of

if TYPE_CHECKING:
    from taxonomy_service.matching.grams import GramIndex


class Entry(NamedTuple):
    """A label as the index finds it."""

    concept: ConceptId
    form: str
    language: LanguageTag
    kind: LabelKind


MOST_LADDERS = 10_000
MOST_NAMED = 300_000
"""Anybody can ask for made-up languages; they are not all remembered."""

_ORDER = {LabelKind.PREFERRED: 0, LabelKind.ALTERNATIVE: 1, LabelKind.HIDDEN: 2}


@dataclass(slots=True)
class Partition:
    """All labels of a language, beside their comparison keys."""

    keys: Sequence[str]
    entries: Sequence[Entry]
    _grams: "GramIndex | None" = None

    def grams(self) -> "GramIndex":
        """Return the index of the keys' letters, made when first asked for."""
        if self._grams is None:
            from taxonomy_service.matching.grams import index_grams  # noqa: PLC0415  NumPy takes 0.1 s to load

            self._grams = index_grams(self.keys)
        return self._grams

    def holding(self, text: str) -> Iterator[int]:
        """Yield the places of the keys that hold a text, in order."""
        return (place for place, key in enumerate(self.keys) if text in key)


Found = tuple[Entry, ...]
LabelWarnings = Mapping[tuple[ConceptId, str, LanguageTag], tuple[VerdictWarning, ...]]
"""What a label (by concept, form and language, as an `Entry` begins) carries beside every verdict that it leads to."""
FormTable = Mapping[LanguageTag, Mapping[str, Found]]


@dataclass(frozen=True, eq=False)
class LabelIndex:
    """All that judging a label needs, from one release.

    `by_form` and `by_key` lead from a language and a form, or its comparison key, to the labels; an entry tuple names a
    concept once. `retired` leads to the final successors, none where there is no successor in the scheme. `warnings`
    alone are not of the release: they follow the findings (docs/decisions/0014).
    """

    release: Release
    name: ReleaseName
    scheme: ConceptScheme
    hierarchy: Hierarchy
    languages: frozenset[LanguageTag]
    default_language: LanguageTag
    by_form: FormTable
    by_key: FormTable
    identifiers: Mapping[str, tuple[ConceptId, ...]]
    retired: Mapping[ConceptId, tuple[ConceptId, ...]]
    required: Mapping[ConceptId, tuple[Attribute, ...]]
    preferred: Mapping[ConceptId, Mapping[LanguageTag, str]]
    fallbacks: tuple[LanguageTag, ...] = ()
    warnings: LabelWarnings = field(default_factory=dict)
    _named: dict[tuple[ConceptId, str], NamedConcept] = field(default_factory=dict)
    _partitions: dict[LanguageTag, Partition] = field(default_factory=dict)
    _variants: dict[LanguageTag, Mapping[str, Found]] = field(default_factory=dict)
    _ladders: dict[LanguageTag, tuple[Resolution, ...]] = field(default_factory=dict)

    @cached_property
    def head(self) -> SchemeHead:
        """The scheme by its names, and how much there is of what."""
        return head_of(self.scheme, self.preferred)

    def ladder(self, language: LanguageTag) -> tuple[Resolution, ...]:
        """Return the languages to try for the one asked, best first."""
        known = self._ladders.get(language)
        if known is None:
            known = language_ladder(language, self.languages, self.fallbacks)
            if len(self._ladders) < MOST_LADDERS:
                self._ladders[language] = known
        return known

    def variants(self, language: LanguageTag) -> Mapping[str, Found]:
        """Lead from a variant key to the labels of a language; made when the first label needs it."""
        known = self._variants.get(language)
        if known is None:
            known = self._variants[language] = variants_of(self.by_key[language], language)
        return known

    def alone(self, form: str, language: LanguageTag) -> tuple[NamedConcept, LabelKind] | None:
        """Return the concept in use that a form names alone in the language, where no warning is on it, else None."""
        found = self.by_form.get(language, {}).get(form)
        if found is None or not self.stands_alone(found) or found[0][:3] in self.warnings:
            return None
        return self.named(found[0].concept, language), found[0].kind

    def shared(self, form: str, language: LanguageTag) -> list[tuple[NamedConcept, LabelKind]] | None:
        """Return the concepts that a form names together in the language, where all are in use and no warning is on it.

        There are two at least, else None.
        """
        found = self.by_form.get(language, {}).get(form, ())
        plain = all(entry.concept not in self.retired and entry[:3] not in self.warnings for entry in found)
        return (
            [(self.named(entry.concept, language), entry.kind) for entry in found] if plain and len(found) > 1 else None
        )

    def stands_alone(self, found: Found) -> bool:
        """Say whether labels are of one concept, which is in use."""
        return len(found) == 1 and found[0].concept not in self.retired

    def forms_anywhere(self, form: str) -> dict[LanguageTag, Found]:
        """Return the labels that have a form, by language."""
        return {language: table[form] for language, table in self.by_form.items() if form in table}

    def keys_anywhere(self, key: str) -> dict[LanguageTag, Found]:
        """Return the labels that have a comparison key, by language."""
        return {language: table[key] for language, table in self.by_key.items() if key in table}

    def named(self, concept: ConceptId, language: LanguageTag) -> NamedConcept:
        """Return the concept as a verdict shows it, with preferred labels in `language` and the default language."""
        known = self._named.get((concept, language))
        if known is None:
            known = named_in(
                concept,
                self.scheme.concepts[concept].iri,
                self.preferred[concept],
                (language, self.default_language),
                self.fallbacks,
            )
            if len(self._named) < MOST_NAMED:
                self._named[concept, language] = known
        return known

    def shown_in(self, concept: ConceptId, language: LanguageTag) -> LanguageTag | None:
        """Return the language of the preferred label by which readers of a language are shown a concept, if any."""
        steps = language_ladder(language, frozenset(self.preferred[concept]), self.fallbacks)
        return steps[0].language if steps else None

    def iri(self, concept: ConceptId) -> Iri:
        """Return the IRI of a concept."""
        return self.scheme.concepts[concept].iri

    def relation(self, named: ConceptId, claimed: ConceptId) -> ConceptRelation:
        """Say where the concept named stands, seen from the one claimed (see `relation_between`)."""
        return relation_between(self.hierarchy.broader, named, claimed)

    def partition(self, language: LanguageTag) -> Partition:
        """Return the labels of a language as parallel lists; made when the first search needs them."""
        known = self._partitions.get(language)
        if known is None:
            rows = [(key, entry) for key, found in self.by_key[language].items() for entry in found]
            known = self._partitions[language] = Partition([key for key, _ in rows], [entry for _, entry in rows])
        return known


def variants_of(by_key: Mapping[str, Found], language: LanguageTag) -> dict[str, Found]:
    """Lead from a variant key to labels of a language, which their comparison keys lead to."""
    return _grouped([(variant_key(key, language), entry) for key, found in by_key.items() for entry in found])


def named_in(
    concept: ConceptId,
    iri: Iri,
    forms: Mapping[LanguageTag, str],
    languages: tuple[LanguageTag, ...],
    fallbacks: tuple[LanguageTag, ...] = (),
) -> NamedConcept:
    """Return a concept with its preferred label in each of the languages, down the language ladder."""
    available = frozenset(forms)
    shown: dict[str, str] = {
        step.language: forms[step.language]
        for wanted in languages
        for step in language_ladder(wanted, available, fallbacks)[:1]
    }
    return NamedConcept(concept, iri, shown)


def compile_release(release: Release, warnings: LabelWarnings | None = None) -> LabelIndex:
    """Compile a release: one pass over its labels, in time and memory proportional to them."""
    scheme = release.scheme
    hierarchy = build_hierarchy(scheme)
    stated = stated_languages(scheme)
    forms: dict[LanguageTag, list[tuple[str, Entry]]] = {}
    for entry in _entries(scheme):
        forms.setdefault(entry.language, []).append((entry.form, entry))
    keys = {
        language: [(comparison_key(form, language), entry) for form, entry in rows] for language, rows in forms.items()
    }
    return LabelIndex(
        release=release,
        name=release.entry.name,
        scheme=scheme,
        hierarchy=hierarchy,
        languages=frozenset(forms),
        default_language=_default_language({language: len(rows) for language, rows in forms.items()}),
        by_form=_table(forms),
        by_key=_table(keys),
        identifiers=_identifiers(scheme),
        retired=final_successors(scheme),
        required=_required(scheme, hierarchy),
        preferred={concept.id: preferred_forms(concept.labels) for concept in scheme.concepts.values()},
        fallbacks=stated.fallbacks if stated else (),
        warnings=warnings or {},
    )


def _entries(scheme: ConceptScheme) -> Iterator[Entry]:
    new = tuple.__new__  # NamedTuple's own __new__ costs as much as all else that is done with a label here
    for concept in scheme.concepts.values():
        own = concept.id
        for form, language, kind, _, _ in concept.labels:
            yield new(Entry, (own, form, language, kind))


def _table(rows: Mapping[LanguageTag, list[tuple[str, Entry]]]) -> FormTable:
    return {language: _grouped(pairs) for language, pairs in rows.items()}


def _grouped(pairs: list[tuple[str, Entry]]) -> dict[str, Found]:
    """Group entries by text; of several labels of one concept with one text the best kind stays."""
    table: dict[str, Found] = {}
    shared: dict[str, dict[ConceptId, Entry]] = {}
    for text, entry in pairs:
        known = table.get(text)
        if known is None:
            table[text] = (entry,)
        else:
            entries = shared.setdefault(text, {known[0].concept: known[0]})
            other = entries.get(entry.concept)
            if other is None or _ORDER[entry.kind] < _ORDER[other.kind]:
                entries[entry.concept] = entry
    table.update((text, tuple(entries.values())) for text, entries in shared.items())
    return table


def _default_language(counts: Mapping[LanguageTag, int]) -> LanguageTag:
    """Return English where there is any, else the language with the most labels."""
    english = [tag for tag in counts if tag == "en" or tag.startswith("en-")]
    return min(english, default=None) or min(counts, key=lambda tag: (-counts[tag], tag), default=UNTAGGED)


def _identifiers(scheme: ConceptScheme) -> dict[str, tuple[ConceptId, ...]]:
    found: dict[str, list[ConceptId]] = {}
    for concept in scheme.concepts.values():
        for name in dict.fromkeys((concept.id, concept.iri, *(notation.value for notation in concept.notations))):
            found.setdefault(name, []).append(concept.id)
    return {name: tuple(concepts) for name, concepts in found.items()}


def _required(scheme: ConceptScheme, hierarchy: Hierarchy) -> dict[ConceptId, tuple[Attribute, ...]]:
    """Return the attributes each concept requires, for those that require any: its own after those of broader concepts.

    The broadest concept's come first; of concepts as far away, those of the first id.
    """
    defined = attributes_of(scheme)
    sources: dict[ConceptId, list[tuple[int, ConceptId]]] = {}
    own = {concept.id: required_attributes(concept) for concept in scheme.concepts.values()}
    for concept in (concept for concept, iris in own.items() if iris):
        for heir, steps in {concept: 0, **closure(hierarchy.narrower, concept)}.items():
            sources.setdefault(heir, []).append((-steps, concept))
    required = {
        heir: dict.fromkeys(iri for _, concept in sorted(above) for iri in own[concept] if iri in defined)
        for heir, above in sources.items()
    }
    return {heir: tuple(defined[iri] for iri in iris) for heir, iris in required.items() if iris}

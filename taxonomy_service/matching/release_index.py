"""What judging asks of a compiled release, be it in memory (`LabelIndex`) or in a mapped file (`MappedIndex`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.hierarchy import ConceptRelation
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag, Resolution
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.verdicts import NamedConcept, ReleaseName
from taxonomy_service.matching.label_index import Entry, Found, LabelWarnings
from taxonomy_service.matching.scheme_heads import SchemeHead

if TYPE_CHECKING:
    from taxonomy_service.matching.grams import GramIndex

MOST_COMPARED = 2_000
"""With more labels in a language, comparing them all takes longer than finding the likely ones first."""
_K_contra = TypeVar("_K_contra", contravariant=True)
_V_co = TypeVar("_V_co", covariant=True)


class Lookup(Protocol[_K_contra, _V_co]):
    """The half of a mapping that finds."""

    def get(self, key: _K_contra, /) -> _V_co | None:
        """Return what the key leads to, else None."""


class Keyed(Protocol[_K_contra, _V_co]):
    """The half of a mapping that has what it is asked for."""

    def __getitem__(self, key: _K_contra, /) -> _V_co:
        """Return what the key leads to."""


class LabelRows(Protocol):
    """All labels of a language, beside their comparison keys."""

    @property
    def keys(self) -> Sequence[str]:
        """The comparison keys."""

    @property
    def entries(self) -> Sequence[Entry]:
        """The labels, in the same order."""

    def grams(self) -> "GramIndex":
        """Return the index of the keys' letters, of more than 2,000 keys."""

    def holding(self, text: str, /) -> Iterable[int]:
        """Return the places of the keys that hold a text, in order."""


class ReleaseIndex(Protocol):
    """A compiled release; the properties are explained at `LabelIndex`."""

    @property
    def name(self) -> ReleaseName: ...  # noqa: D102
    @property
    def head(self) -> SchemeHead: ...  # noqa: D102
    @property
    def languages(self) -> frozenset[LanguageTag]: ...  # noqa: D102
    @property
    def default_language(self) -> LanguageTag: ...  # noqa: D102
    @property
    def fallbacks(self) -> tuple[LanguageTag, ...]: ...  # noqa: D102
    @property
    def by_form(self) -> Keyed[LanguageTag, Lookup[str, Found]]: ...  # noqa: D102
    @property
    def by_key(self) -> Keyed[LanguageTag, Lookup[str, Found]]: ...  # noqa: D102
    @property
    def identifiers(self) -> Lookup[str, tuple[ConceptId, ...]]: ...  # noqa: D102
    @property
    def retired(self) -> Lookup[ConceptId, tuple[ConceptId, ...]]: ...  # noqa: D102
    @property
    def required(self) -> Lookup[ConceptId, tuple[Attribute, ...]]: ...  # noqa: D102
    @property
    def preferred(self) -> Keyed[ConceptId, Mapping[LanguageTag, str]]: ...  # noqa: D102
    @property
    def warnings(self) -> LabelWarnings: ...  # noqa: D102
    def ladder(self, language: LanguageTag) -> tuple[Resolution, ...]: ...  # noqa: D102
    def variants(self, language: LanguageTag) -> Lookup[str, Found]: ...  # noqa: D102
    def alone(self, form: str, language: LanguageTag, /) -> tuple[NamedConcept, LabelKind] | None: ...  # noqa: D102
    def shared(self, form: str, language: LanguageTag, /) -> list[tuple[NamedConcept, LabelKind]] | None: ...  # noqa: D102
    def forms_anywhere(self, form: str, /) -> Mapping[LanguageTag, Found]: ...  # noqa: D102
    def keys_anywhere(self, key: str, /) -> Mapping[LanguageTag, Found]: ...  # noqa: D102
    @property
    def named(self) -> Callable[[ConceptId, LanguageTag], NamedConcept]: ...  # noqa: D102
    @property
    def iri(self) -> Callable[[ConceptId], Iri]: ...  # noqa: D102
    @property
    def relation(self) -> Callable[[ConceptId, ConceptId], ConceptRelation]: ...  # noqa: D102
    def shown_in(self, concept: ConceptId, language: LanguageTag, /) -> LanguageTag | None: ...  # noqa: D102
    def partition(self, language: LanguageTag) -> LabelRows: ...  # noqa: D102

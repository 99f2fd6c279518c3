"""Names of the draft's concepts: what a list needs to show, and whether a label still stands where it did."""

from collections.abc import Collection, Iterator
from typing import NamedTuple, TypeAlias

from sqlalchemy import bindparam, text

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.equivalences import LabelPlace
from taxonomy_service.domain.labels import Label, LabelKind, preferred_forms
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.draft import concept_labels
from taxonomy_service.store.rows import CONCEPT, labels_of
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store

_Named: TypeAlias = tuple[Iri, ConceptId, bool, tuple[Label, ...]]
_MANY = 500
_NAMED = text(
    "SELECT r.iri, r.id, r.gone, t.labels FROM resource r LEFT JOIN resource_content t ON t.resource_key = r.key "
    "WHERE r.scheme_key = :scheme AND r.role = :role AND r.iri IN :names"
).bindparams(bindparam("names", expanding=True))
_BY_ID = text("SELECT iri FROM resource WHERE scheme_key = :scheme AND role = :role AND (id = :name OR iri = :name)")


class ConceptNames(NamedTuple):
    """The id of a concept, and its preferred forms by language."""

    id: ConceptId
    preferred: dict[LanguageTag, str]


def concept_names(store: Store, scheme: StoredScheme, iris: Collection[str]) -> dict[str, ConceptNames]:
    """Return the names of these concepts by IRI, also of those that are gone; a stranger to the scheme has none."""
    return {
        iri: ConceptNames(own, preferred_forms(labels)) for iri, own, _, labels in _named_concepts(store, scheme, iris)
    }


def standing_labels(store: Store, scheme: StoredScheme, iris: Collection[str]) -> set[LabelPlace]:
    """Return the labels of all kinds that stand on these concepts in the draft."""
    return {
        LabelPlace(iri, language, form)
        for iri, _, gone, labels in _named_concepts(store, scheme, iris)
        if not gone
        for form, language, *_ in labels
    }


def concepts_with(store: Store, scheme: StoredScheme, forms: Collection[str]) -> set[tuple[Iri, LanguageTag]]:
    """Return the draft's concepts that have one of these very forms as a preferred label, with its language."""
    wanted = frozenset(forms)
    return {
        (iri, language)
        for iri, labels in concept_labels(store, scheme.key)
        for form, language, kind, _, _ in labels
        if form in wanted and kind is LabelKind.PREFERRED
    }


def _named_concepts(store: Store, scheme: StoredScheme, iris: Collection[str]) -> Iterator[_Named]:
    """Yield IRI, id, whether it is gone, and labels of these concepts.

    The view `label` would not do: beside resources that may have no label, SQLite makes all of its rows first.
    """
    ordered = sorted(iris)
    for start in range(0, len(ordered), _MANY):
        places = {"scheme": scheme.key, "role": CONCEPT, "names": ordered[start : start + _MANY]}
        for iri, own, gone, labels in store.session.connection().execute(_NAMED, places):
            yield Iri(iri), ConceptId(own), bool(gone), labels_of(labels or "[]")


def concept_iri(store: Store, scheme: StoredScheme, name: str) -> Iri | None:
    """Return the IRI of the draft's concept that has this id or IRI; None where there is none."""
    places = {"scheme": scheme.key, "role": CONCEPT, "name": name}
    found = store.session.connection().execute(_BY_ID, places).scalar()
    return Iri(found) if found is not None else None

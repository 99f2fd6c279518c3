import sqlite3
from dataclasses import replace

import pytest

from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.equivalences import LabelPlace
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.concept_names import concept_iri, concept_names, concepts_with, standing_labels
from taxonomy_service.store.draft import write_draft
from taxonomy_service.store.schemes import StoredScheme, add_scheme
from taxonomy_service.store.session import Store

AR, JA = LanguageTag("ar"), LanguageTag("ja")
SHOE = Concept(
    ConceptId("shoe"),
    Iri("urn:shoe"),
    labels=(
        Label("حذاء", AR, LabelKind.PREFERRED),
        Label("靴", JA, LabelKind.PREFERRED),
        Label("くつ", JA, LabelKind.ALTERNATIVE),
    ),
)
BARE = Concept(ConceptId("bare"), Iri("urn:bare"))


def content(*concepts: Concept) -> ConceptScheme:
    return ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={concept.id: concept for concept in concepts})


@pytest.fixture
def scheme(store: Store) -> StoredScheme:
    added = add_scheme(store, SchemeId("s"), Iri("urn:s"))
    write_draft(store, added.key, None, content(SHOE, BARE))
    return added


def test_concepts_are_named_by_id_and_preferred_forms(store: Store, scheme: StoredScheme) -> None:
    names = concept_names(store, scheme, ["urn:shoe", "urn:bare", "urn:stranger", "urn:s"])
    assert names == {"urn:shoe": ("shoe", {AR: "حذاء", JA: "靴"}), "urn:bare": ("bare", {})}


def test_a_concept_that_is_gone_keeps_its_id(store: Store, scheme: StoredScheme) -> None:
    write_draft(store, scheme.key, content(SHOE, BARE), content(BARE))
    assert concept_names(store, scheme, ["urn:shoe"]) == {"urn:shoe": ("shoe", {})}
    assert standing_labels(store, scheme, ["urn:shoe"]) == set()


def test_naming_one_concept_looks_at_no_other(store: Store, scheme: StoredScheme) -> None:
    connection = store.session.connection()
    if connection.dialect.name != "sqlite":
        pytest.skip("steps are counted on SQLite")
    others = [replace(SHOE, id=ConceptId(f"shoe-{n}"), iri=Iri(f"urn:shoe-{n}")) for n in range(500)]
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    write_draft(store, scheme.key, content(SHOE, BARE), content(SHOE, BARE, *others))
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.set_progress_handler(count, 10)
    for asked in (concept_names, standing_labels):
        assert asked(store, scheme, ["urn:shoe"])
    driver.set_progress_handler(None, 0)
    assert steps < 100


def test_labels_of_all_kinds_stand(store: Store, scheme: StoredScheme) -> None:
    places = standing_labels(store, scheme, ["urn:shoe", "urn:bare"])
    assert places == {LabelPlace(SHOE.iri, label.language, label.form) for label in SHOE.labels}
    assert standing_labels(store, scheme, []) == set()


def test_a_concept_is_known_by_id_and_by_iri(store: Store, scheme: StoredScheme) -> None:
    assert concept_iri(store, scheme, "shoe") == concept_iri(store, scheme, "urn:shoe") == "urn:shoe"
    assert concept_iri(store, scheme, "靴") is None
    assert concept_iri(store, scheme, "s") is None


def test_concepts_are_found_by_the_very_form_of_a_preferred_label(store: Store, scheme: StoredScheme) -> None:
    write_draft(store, scheme.key, content(SHOE, BARE), content(SHOE, replace(BARE, labels=SHOE.labels[:1])))
    assert concepts_with(store, scheme, ["حذاء", "くつ", "Schuh"]) == {("urn:shoe", AR), ("urn:bare", AR)}
    assert concepts_with(store, scheme, []) == set()
    write_draft(store, scheme.key, content(SHOE, BARE), content(SHOE))
    assert concepts_with(store, scheme, ["靴"]) == {("urn:shoe", JA)}

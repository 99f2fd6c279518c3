import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.draft import write_draft
from taxonomy_service.store.schemes import (
    StoredScheme,
    add_scheme,
    find_scheme,
    list_schemes,
    schemes_with_concept,
    set_current,
)
from taxonomy_service.store.session import Store, transaction


def test_schemes_are_listed_by_id_and_found(store: Store) -> None:
    added = [add_scheme(store, SchemeId(own), Iri(f"urn:{own}")) for own in ("scarpe", "靴", "boots")]
    assert [scheme.id for scheme in list_schemes(store)] == ["boots", "scarpe", "靴"]
    assert find_scheme(store, "靴") == added[1]
    assert added[1] == StoredScheme(added[1].key, SchemeId("靴"), Iri("urn:靴"), 0)


def test_unknown_scheme_is_named(store: Store) -> None:
    with pytest.raises(NotFound, match="no scheme 'boots'") as told:
        find_scheme(store, "boots")
    assert told.value.data == {"kind": "scheme", "name": "boots"}


def test_current_release_is_set_on_one_scheme_only(store: Store) -> None:
    one, other = (add_scheme(store, SchemeId(own), Iri(f"urn:{own}")) for own in ("one", "other"))
    set_current(store, one.key, 7)
    assert (find_scheme(store, "one").current, find_scheme(store, "other").current) == (7, 0)
    assert other.current == 0


@pytest.mark.parametrize(("own", "iri"), [("shoes", "urn:other"), ("other", "urn:shoes")])
def test_id_and_iri_are_unique(engine: Engine, own: str, iri: str) -> None:
    with transaction(engine) as store:
        add_scheme(store, SchemeId("shoes"), Iri("urn:shoes"))
    with pytest.raises(IntegrityError), transaction(engine) as store:
        add_scheme(store, SchemeId(own), Iri(iri))


def test_schemes_with_a_concept_are_found_by_its_id_or_iri_while_it_is_there(store: Store) -> None:
    for own in ("b", "a"):
        iri = Iri(f"urn:{own}:靴")
        concept = Concept(ConceptId("靴"), iri)
        scheme = ConceptScheme(SchemeId(own), Iri(f"urn:{own}"), concepts={concept.id: concept})
        write_draft(store, add_scheme(store, scheme.id, scheme.iri).key, None, scheme)
    assert schemes_with_concept(store, "靴") == ["a", "b"]
    assert schemes_with_concept(store, "urn:b:靴") == ["b"]
    assert schemes_with_concept(store, "urn:b") == [], "a scheme is no concept"
    before = ConceptScheme(
        SchemeId("a"), Iri("urn:a"), concepts={ConceptId("靴"): Concept(ConceptId("靴"), Iri("urn:a:靴"))}
    )
    write_draft(store, find_scheme(store, "a").key, before, ConceptScheme(SchemeId("a"), Iri("urn:a")))
    assert schemes_with_concept(store, "靴") == ["b"]

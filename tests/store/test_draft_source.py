from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import Engine, text

from taxonomy_service.domain.concepts import Collection, Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.drafts import MEMBER, Change
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Property, Statement
from taxonomy_service.domain.stating import ResourceKey, ResourceRole, StatedSettings, Subject, key_of
from taxonomy_service.store.draft import read_draft, write_changes, write_draft
from taxonomy_service.store.draft_source import StoredDraft
from taxonomy_service.store.schemes import StoredScheme, add_scheme
from taxonomy_service.store.session import Store, transaction

LABEL = Label("ayakkabı", LanguageTag("tr"), LabelKind.PREFERRED, "urn:node", plain=False)
SHOE = Concept(
    ConceptId("shoe"), Iri("urn:shoe"), (LABEL,), relations=(Relation(RelationKind.NARROWER, Iri("urn:boot")),)
)
BOOT = Concept(ConceptId("boot"), Iri("urn:boot"))
GROUP = Collection(ConceptId("all"), Iri("urn:all"), members=(Iri("urn:boot"),))
SCHEME = ConceptScheme(
    SchemeId("s"),
    Iri("urn:s"),
    top_concepts=(Iri("urn:shoe"),),
    concepts={BOOT.id: BOOT, SHOE.id: SHOE},
    collections={GROUP.id: GROUP},
    statements=(Statement("urn:node", "urn:p", "urn:o"),),
)


@pytest.fixture
def scheme(store: Store) -> StoredScheme:
    stored = add_scheme(store, SCHEME.id, SCHEME.iri)
    write_draft(store, stored.key, None, SCHEME)
    other = add_scheme(store, SchemeId("t"), Iri("urn:t"))
    write_draft(store, other.key, None, ConceptScheme(SchemeId("t"), Iri("urn:t"), concepts={BOOT.id: BOOT}))
    return stored


def test_states_are_those_that_were_written(store: Store, scheme: StoredScheme) -> None:
    source = StoredDraft(store, scheme)
    for state in (SHOE, BOOT, GROUP):
        assert source.state(key_of(state)) == state
    assert source.state(ResourceKey(ResourceRole.OTHER, "urn:node")) == Subject(
        "urn:node", (Property("urn:p", "urn:o"),)
    )
    assert source.state(ResourceKey(ResourceRole.CONCEPT, "urn:all")) is None
    assert source.state(ResourceKey(ResourceRole.SETTINGS, "urn:s")) is None


def test_resources_are_found_by_what_points_at_them(store: Store, scheme: StoredScheme) -> None:
    source = StoredDraft(store, scheme)
    assert source.references("urn:boot", RelationKind.NARROWER) == (key_of(SHOE),)
    assert source.references("urn:boot", MEMBER) == (key_of(GROUP),)
    assert source.references("urn:shoe", RelationKind.BROADER) == ()
    assert source.relations("urn:shoe") == SHOE.relations
    assert source.label_owner("urn:node") == key_of(SHOE)
    assert source.label_owner("urn:boot") is None


def test_a_change_writes_its_resource_and_nothing_else(store: Store, scheme: StoredScheme) -> None:
    changed = Concept(BOOT.id, BOOT.iri, (Label("çizme", LanguageTag("tr"), LabelKind.PREFERRED),))
    node = Subject("urn:node", (Property("urn:p", "urn:q"),))
    new = Concept(ConceptId("clog"), Iri("urn:clog"))
    settings = StatedSettings(SCHEME.iri, "{}")
    connection = store.session.connection()
    untouched = text("SELECT t.key FROM relation t JOIN resource r ON r.key = resource_key WHERE r.iri = 'urn:shoe'")
    before = connection.execute(untouched).scalars().all()
    write_changes(
        store,
        scheme.key,
        [
            Change(key_of(BOOT), BOOT, changed),
            Change(key_of(node), None, node),
            Change(key_of(new), None, new),
            Change(key_of(GROUP), GROUP, None),
            Change(key_of(settings), None, settings),
        ],
    )
    read = read_draft(store, scheme.key)
    assert dict(read.concepts) == {"boot": changed, "clog": new, "shoe": SHOE}
    assert (dict(read.collections), read.statements) == ({}, (Statement("urn:node", "urn:p", "urn:q"),))
    assert before
    assert connection.execute(untouched).scalars().all() == before
    assert StoredDraft(store, scheme).state(key_of(settings)) == settings


def test_one_that_is_gone_keeps_its_id_and_comes_back_under_it(store: Store, scheme: StoredScheme) -> None:
    source = StoredDraft(store, scheme)
    write_changes(store, scheme.key, [Change(key_of(GROUP), GROUP, None)])
    assert source.state(key_of(GROUP)) is None
    assert source.find("all") == key_of(GROUP)
    assert (source.is_used("urn:all"), source.has_concept("urn:all"), source.known_id(key_of(GROUP))) == (
        True,
        False,
        "all",
    )
    write_changes(store, scheme.key, [Change(key_of(GROUP), None, GROUP)])
    assert source.state(key_of(GROUP)) == GROUP


def test_two_who_edit_labels_of_one_concept_at_the_same_time_lose_neither(engine: Engine) -> None:
    with transaction(engine) as store:
        scheme = add_scheme(store, SCHEME.id, SCHEME.iri)
        write_draft(store, scheme.key, None, SCHEME)
    key, together = key_of(SHOE), Barrier(2)

    def add(label: Label) -> None:
        together.wait(60)
        with transaction(engine) as store:
            before = StoredDraft(store, scheme).state(key)
            assert isinstance(before, Concept)
            change = Change(key, before, replace(before, labels=(*before.labels, label)))
            write_changes(store, scheme.key, [change])

    added = [Label(form, LanguageTag("ja"), LabelKind.HIDDEN) for form in ("靴", "くつ")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add, added))
    with transaction(engine, writing=False) as store:
        after = StoredDraft(store, scheme).state(key)
    assert isinstance(after, Concept)
    assert set(after.labels) == {LABEL, *added}

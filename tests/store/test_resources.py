from taxonomy_service.domain.concepts import Collection, Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Statement
from taxonomy_service.domain.stating import ResourceKey, ResourceRole
from taxonomy_service.store.draft import resource_key, write_draft
from taxonomy_service.store.resources import ResourceReader
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store

SHOE = Concept(
    ConceptId("shoe"),
    Iri("urn:shoe"),
    (Label("shoe", LanguageTag("en"), LabelKind.PREFERRED), Label("靴", LanguageTag("ja"), LabelKind.PREFERRED)),
    relations=(Relation(RelationKind.RELATED, Iri("urn:foot")),),
)
SIZES = Collection(ConceptId("sizes"), Iri("urn:sizes"), member_list=(Iri("urn:z"), Iri("urn:a")))
SCHEME = ConceptScheme(
    SchemeId("s"),
    Iri("urn:s"),
    top_concepts=(Iri("urn:shoe"),),
    concepts={SHOE.id: SHOE},
    collections={SIZES.id: SIZES},
    statements=(Statement("urn:x", "urn:p", "urn:y"),),
)


def test_one_resource_is_read_as_it_is_among_all(store: Store) -> None:
    key = add_scheme(store, SCHEME.id, SCHEME.iri).key
    write_draft(store, key, None, SCHEME)
    whole = ResourceReader(store, key)
    for role, iri in ((ResourceRole.CONCEPT, "urn:shoe"), (ResourceRole.COLLECTION, "urn:sizes")):
        own = resource_key(store, key, ResourceKey(role, iri))
        assert own is not None
        only = ResourceReader(store, key, own)
        if role is ResourceRole.CONCEPT:
            assert only.concept(own, "shoe", iri) == whole.concept(own, "shoe", iri) == SHOE
        else:
            assert only.collection(own, "sizes", iri, ordered=True) == SIZES
    assert whole.others() == SCHEME.statements

import io
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.drafts import Change, Draft
from taxonomy_service.domain.editing.applying import apply
from taxonomy_service.domain.operations import Operation
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.store.draft_source import StoredDraft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store, open_engine, transaction

SHOES = """
@prefix : <https://example.org/shoes/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix tax: <https://w3id.org/taxonomy-service/terms#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/shoes> a skos:ConceptScheme ; skos:prefLabel "Shoes"@en ; skos:hasTopConcept :shoe, :heel .
:shoe a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:topConceptOf <https://example.org/shoes> ;
    skos:prefLabel "shoe"@en, "Schuh"@de, "chaussure"@fr, "حذاء"@ar, "靴"@ja, "ayakkabı"@tr .
:heel a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:topConceptOf <https://example.org/shoes> ;
    skos:prefLabel "heel"@en, "Absatz"@de, "कील"@hi .
:sports-shoe a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:broader :shoe ; skos:notation "S1" ;
    skos:prefLabel "sports shoe"@en, "Sportschuh"@de, "chaussure de sport"@fr, "حذاء رياضي"@ar ;
    skos:altLabel "athletic shoe"@en ; skos:hiddenLabel "sport shoe"@en ; skos:definition "made for a sport"@en .
:running-shoe a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:broader :sports-shoe ;
    skos:prefLabel "running shoe"@en, "Laufschuh"@de, "chaussure de course"@fr, "ランニングシューズ"@ja ;
    xl:altLabel :label ; skos:exactMatch <http://www.wikidata.org/entity/Q1755236> .
:label a xl:Label ; xl:literalForm "jogging shoe"@en ; dct:source "a linguist" .
:spike a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:broader :running-shoe ;
    skos:prefLabel "spike"@en, "Spike"@de, "kolce"@pl .
:sandal a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:broader :shoe ; skos:narrower :flip-flop ;
    skos:prefLabel "sandal"@en, "Sandale"@de, "סנדל"@he ; skos:related :heel .
:flip-flop a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:prefLabel "flip-flop"@en .
:clog a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:broader :shoe ; skos:prefLabel "clog"@en ;
    owl:deprecated true ; dct:isReplacedBy :sandal .
:summer a skos:Collection ; skos:inScheme <https://example.org/shoes> ; skos:prefLabel "for summer"@en ;
    skos:member :sandal, :flip-flop .
:sizes a skos:OrderedCollection ; skos:prefLabel "by speed"@en ; skos:memberList ( :shoe :running-shoe :sports-shoe ) .
:closure a tax:Attribute ; dct:identifier "closure" ; tax:attributeOf <https://example.org/shoes> ;
    rdfs:label "closure"@en, "Verschluss"@de ; tax:allowedValue <https://example.org/shoes/closure/lace> .
<https://example.org/shoes/closure/lace> a tax:AttributeValue ; dct:identifier "lace" ; skos:notation "1" ;
    rdfs:label "lace"@en, "Schnürsenkel"@de .
:sports-shoe tax:requiresAttribute :closure .
"""

Do = Callable[[Operation], tuple[Change, ...]]


@pytest.fixture(scope="session")
def shoes_engine(lasting_database: Callable[..., str]) -> Iterator[Engine]:
    """A database with one small scheme, read by all tests of a session and never written."""
    engine = open_engine(lasting_database("editing"))
    with transaction(engine) as store:
        file = VocabularyFile(io.BytesIO(SHOES.encode()), "shoes.ttl", RdfFormat.TURTLE)
        import_file(store, OPERATOR, file)
    yield engine
    engine.dispose()


@pytest.fixture
def store(shoes_engine: Engine) -> Iterator[Store]:
    with transaction(shoes_engine, writing=False) as opened:
        yield opened


@pytest.fixture
def draft(store: Store) -> Draft:
    """The draft of the shoes, changed in memory only."""
    return Draft(StoredDraft(store, find_scheme(store, "shoes")))


@pytest.fixture
def do(draft: Draft) -> Do:
    """Apply an operation to the draft."""
    return lambda operation: apply(draft, operation)


MakeScheme = Callable[..., ConceptScheme]


@pytest.fixture
def make_scheme() -> MakeScheme:
    """Make a scheme from concept names and (kind, subject, object) relations between them."""

    def make(names: str, *relations: tuple[RelationKind, str, str]) -> ConceptScheme:
        scheme = Iri("urn:s")
        concepts = {}
        for name in names.split():
            own = tuple(Relation(kind, Iri(f"urn:{target}")) for kind, subject, target in relations if subject == name)
            concepts[ConceptId(name)] = Concept(ConceptId(name), Iri(f"urn:{name}"), relations=own)
        return ConceptScheme(SchemeId("s"), scheme, concepts=concepts)

    return make

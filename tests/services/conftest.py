import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import Engine, inspect, text

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.terms import SKOS
from taxonomy_service.exchange.rdf import rdf_format
from taxonomy_service.matching.label_index import LabelIndex, compile_release
from taxonomy_service.services.imports import ImportReport, VocabularyFile, import_file
from taxonomy_service.services.releases import load_release, release_text
from taxonomy_service.store.session import Store, open_engine, transaction

NewDatabase = Callable[..., str]
Dump = Callable[[], dict[str, list[tuple[object, ...]]]]

PREFIXES = """
@prefix : <https://example.org/shoes/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
"""
SHOES = f"""{PREFIXES}
<https://example.org/shoes> a skos:ConceptScheme ; skos:prefLabel "Shoes"@en ; owl:versionInfo "2026-11" ;
    dct:license <https://creativecommons.org/publicdomain/zero/1.0/> ; skos:hasTopConcept :shoe .
:shoe a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:notation "S" ;
    skos:prefLabel "shoe"@en, "Schuh"@de, "chaussure"@fr, "حذاء"@ar, "靴"@ja, "ayakkabı"@tr .
:sports-shoe a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:broader :shoe ; skos:notation "S1" ;
    skos:prefLabel "sports shoe"@en, "Sportschuh"@de, "chaussure de sport"@fr, "حذاء رياضي"@ar, "スポーツシューズ"@ja ;
    skos:altLabel "athletic shoe"@en ; skos:hiddenLabel "sport shoe"@en ; skos:definition "made for a sport"@en .
:running-shoe a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:broader :sports-shoe ;
    skos:prefLabel "running shoe"@en, "Laufschuh"@de, "chaussure de course"@fr, "حذاء جري"@ar, "ランニングシューズ"@ja,
        "koşu ayakkabısı"@tr ; xl:altLabel :label ; skos:scopeNote [ dct:creator "Ayşe" ; owl:versionInfo "1" ] ;
    skos:exactMatch <http://www.wikidata.org/entity/Q1755236> ; dct:created "2026-01-02" .
:label a xl:Label ; xl:literalForm "jogging shoe"@en ; dct:source "a linguist" .
:sandal a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:narrower :flip-flop ;
    skos:prefLabel "sandal"@en, "Sandale"@de, "İskarpin"@tr .
:flip-flop a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:related :sandal ;
    skos:prefLabel "flip-flop"@en ; owl:deprecated true ; dct:isReplacedBy :sandal .
:summer a skos:Collection ; skos:inScheme <https://example.org/shoes> ; skos:prefLabel "for summer"@en ;
    skos:member :sandal, :flip-flop .
:sizes a skos:OrderedCollection ; skos:prefLabel "by speed"@en ; skos:memberList ( :shoe :running-shoe :sports-shoe ) .
"""


class Take(Protocol):
    """Import a text in a transaction of its own."""

    def __call__(self, text: str, name: str = "shoes.ttl", *, dry_run: bool = False) -> ImportReport: ...


def version(stated: str, form: str, scheme: str = "urn:s") -> str:
    """One concept with one label, in a stated version."""
    about = f'<{scheme}> a <{SKOS}ConceptScheme> ; <http://www.w3.org/2002/07/owl#versionInfo> "{stated}" .'
    return f'{about} <{scheme}/a> a <{SKOS}Concept> ; <{SKOS}inScheme> <{scheme}> ; <{SKOS}prefLabel> "{form}"@en .'


@pytest.fixture
def engine(new_database: NewDatabase) -> Iterator[Engine]:
    opened = open_engine(new_database())
    yield opened
    opened.dispose()


@pytest.fixture
def store(engine: Engine) -> Iterator[Store]:
    with transaction(engine) as opened:
        yield opened


@pytest.fixture
def shoes() -> str:
    """A vocabulary with something of everything, as Turtle."""
    return SHOES


@pytest.fixture
def take(engine: Engine) -> Take:
    def run(text: str, name: str = "shoes.ttl", *, dry_run: bool = False) -> ImportReport:
        with transaction(engine) as store:
            file = VocabularyFile(io.BytesIO(text.encode()), name, rdf_format(name))
            return import_file(store, OPERATOR, file, dry_run=dry_run)

    return run


@pytest.fixture
def index(take: Take, engine: Engine) -> LabelIndex:
    """The shoes, imported, released, read back and compiled."""
    take(SHOES)
    with transaction(engine, writing=False) as store:
        return compile_release(load_release(store, "shoes"))


@pytest.fixture
def dump(engine: Engine) -> Dump:
    """Return every row of every table, by table, as another connection sees them."""
    return lambda: dump_of(engine)


def dump_of(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1"))]
            for table in sorted(inspect(connection).get_table_names())
        }


@dataclass(frozen=True)
class Unesco:
    """Two states of the UNESCO Thesaurus, imported one after the other; `before` is the first as it was served then."""

    engine: Engine
    first: ImportReport
    second: ImportReport
    before: str


@pytest.fixture(scope="session")
def unesco(lasting_database: NewDatabase, shared_data: Path) -> Iterator[Unesco]:
    engine = open_engine(lasting_database("unesco"))
    first = _take_file(engine, shared_data / "vocabularies" / "unesco-2021.ttl")
    with transaction(engine, writing=False) as store:
        before = release_text(store, "unesco-2021")
    second = _take_file(engine, shared_data / "vocabularies" / "unesco-2022.ttl")
    yield Unesco(engine, first, second, before)
    engine.dispose()


def _take_file(engine: Engine, path: Path) -> ImportReport:
    with transaction(engine) as store, path.open("rb") as stream:
        return import_file(store, OPERATOR, VocabularyFile(stream, path.name, rdf_format(path.name)))

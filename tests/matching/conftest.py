import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from taxonomy_service.domain.releases import Release, ReleaseEntry
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.exchange.rdf import RdfFormat, rdf_format, read_statements
from taxonomy_service.exchange.skos_reader import read_skos
from taxonomy_service.matching.label_index import LabelIndex, compile_release

HEAD = """
@prefix : <http://x/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix tax: <https://w3id.org/taxonomy-service/terms#> .
<http://x/s> a skos:ConceptScheme .
"""
SHOES = """
:shoe a skos:Concept ; tax:requiresAttribute <http://x/occlusion> ;
  skos:prefLabel "shoe"@en, "Schuh"@de, "حذاء"@ar, "靴"@ja, "נעל"@he, "जूता"@hi, "but"@pl, "鞋"@zh-CN, "обувь"@ru,
    "παπούτσι"@el, "รองเท้า"@th .
:sports a skos:Concept ; skos:broader :shoe ; skos:notation "S1" ; skos:altLabel "athletic shoe"@en ;
  skos:prefLabel "sports shoe"@en, "Sportschuh"@de, "chaussure de sport"@fr, "حذاء رياضي"@ar, "スポーツシューズ"@ja,
    "運動鞋"@zh-TW .
:running a skos:Concept ; skos:broader :sports ;
  skos:hiddenLabel "runing shoe"@en, "ランニング シューズ"@ja, "حذاء جرى"@ar ;
  skos:prefLabel "running shoe"@en, "Laufschuh"@de, "chaussure de course"@fr, "حذاء جري"@ar, "ランニングシューズ"@ja,
    "koşu ayakkabısı"@tr, "but do biegania"@pl ;
  skos:altLabel "buty do biegania"@pl, "ジョギングシューズ"@ja, "حذاء ركض"@ar .
:tennis a skos:Concept ; skos:broader :sports ; skos:prefLabel "tennis shoe"@en, "Tennisschuh"@de, "コート"@ja .
:coat a skos:Concept ; skos:prefLabel "coat"@en, "Mantel"@de, "コート"@ja, "معطف"@ar, "bank"@nl .
:bench a skos:Concept ; skos:prefLabel "bench"@en, "Bank"@de, "bank"@nl, "مقعد"@ar .
:seat a skos:Concept ; skos:prefLabel "seat"@en, "مقعد"@ar .
:old a skos:Concept ; skos:prefLabel "plimsoll"@en, "古靴"@ja, "حذاء قديم"@ar ;
  owl:deprecated true ; dct:isReplacedBy :older .
:older a skos:Concept ; skos:prefLabel "older"@en ; dct:isReplacedBy :tennis .
:split a skos:Concept ; skos:prefLabel "footgear"@en ; dct:isReplacedBy :shoe, :coat .
:round a skos:Concept ; skos:prefLabel "round"@en ; dct:isReplacedBy :round .
:tea a skos:Concept ; skos:prefLabel "thé"@fr, "chá"@pt-BR, "chá preto"@pt-PT, "te"@nb .
<http://x/occlusion> a tax:Attribute ; dct:identifier "occlusion" ; tax:allowedValue <http://x/none> .
<http://x/none> dct:identifier "none" .
"""
MakeIndex = Callable[[str], LabelIndex]


@pytest.fixture(scope="session")
def make_index() -> MakeIndex:
    """Compile a scheme written in Turtle."""

    def make(body: str) -> LabelIndex:
        statements = read_statements(io.BytesIO((HEAD + body).encode()), "x.ttl", RdfFormat.TURTLE, limit=1 << 20)
        (scheme,) = read_skos(statements, "x.ttl").schemes
        entry = ReleaseEntry(SchemeId("x"), 1, None, "0" * 64, datetime.now(UTC), len(scheme.concepts), 0)
        return compile_release(Release(entry, scheme))

    return make


@pytest.fixture(scope="session")
def make_scheme_index() -> Callable[[Path], LabelIndex]:
    """Compile the one scheme of a file."""

    def make(path: Path) -> LabelIndex:
        with path.open("rb") as stream:
            statements = read_statements(stream, path.name, rdf_format(path.name), limit=1 << 30)
            (scheme,) = read_skos(statements, path.name).schemes
        entry = ReleaseEntry(SchemeId("x"), 1, None, "0" * 64, datetime.now(UTC), len(scheme.concepts), 0)
        return compile_release(Release(entry, scheme))

    return make


@pytest.fixture(scope="session")
def shoes(make_index: MakeIndex) -> LabelIndex:
    """A small scheme in many scripts."""
    return make_index(SHOES)

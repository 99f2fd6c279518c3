import io
from collections.abc import Callable
from pathlib import Path

import pytest

from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.pictures import Band, BoundaryPicture, Column, ColumnKind, Heading, Reach
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.ntriples import canonical_text
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import SkosFile, read_skos
from taxonomy_service.exchange.skos_writer import scheme_statements

PREFIXES = """
@prefix : <http://x/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
Read = Callable[..., SkosFile]


@pytest.fixture(scope="session")
def read() -> Read:
    """Read Turtle (prefixes given) or the bytes of any format."""

    def call(body: str | bytes, format_: RdfFormat = RdfFormat.TURTLE, name: str = "x.ttl") -> SkosFile:
        data = body if isinstance(body, bytes) else (PREFIXES + body).encode()
        return read_skos(read_statements(io.BytesIO(data), name, format_, limit=1 << 28), name)

    return call


@pytest.fixture(scope="session")
def rich(read: Read) -> ConceptScheme:
    """A scheme with a bit of everything."""
    data = (Path(__file__).parents[1] / "data" / "skos" / "vocabulary.ttl").read_bytes()
    (scheme,) = read(data, name="rich.ttl").schemes
    return scheme


@pytest.fixture(scope="session")
def canonical() -> Callable[[ConceptScheme], str]:
    """Return the canonical N-Triples of a scheme."""
    return lambda scheme: canonical_text(scheme_statements(scheme))


@pytest.fixture(scope="session")
def picture() -> BoundaryPicture:
    """Running shoes: broader in French, elsewhere in Arabic, in part in Hindi, untranslated in Japanese."""
    en, de, fr, ar, hi, ja, pl = map(LanguageTag, ("en", "de", "fr", "ar", "hi", "ja", "pl"))
    running = {en: "running <shoe>", fr: "chaussure de sport", ar: "حذاء", hi: "जूता", ja: "shoe", de: "Laufschuh"}
    tennis = {en: "tennis shoe", fr: "chaussure de tennis", ar: "حذاء تنس"}
    run, sport = ConceptId("running-shoe"), ConceptId("sports-shoe")
    columns = (
        Column(ColumnKind.CONCEPT, run, running),
        Column(ColumnKind.CONCEPT, ConceptId("tennis-shoe"), tennis),
        Column(ColumnKind.REST, sport, {en: "sports shoe", de: "Sportschuh"}, 3),
        Column(ColumnKind.ELSEWHERE, None, {}),
    )
    bands = (
        Band(ja, "shoe", {0: Reach.UNKNOWN}, BoundaryRelation.UNTRANSLATED, 0.95),
        Band(fr, "chaussure de sport", dict.fromkeys((0, 1, 2), Reach.WHOLE), BoundaryRelation.BROADER, 0.83),
        Band(ar, "حذاء", {3: Reach.WHOLE}, BoundaryRelation.DIFFERENT, 0.6),
        Band(hi, "जूता", {0: Reach.PART, 2: Reach.PART}, BoundaryRelation.OVERLAPPING, 0.5),
        Band(de, "Laufschuh", {0: Reach.WHOLE}),
        Band(en, "running <shoe>", {0: Reach.WHOLE, 1: Reach.WHOLE}),
        Band(pl, None, {}),
    )
    headings = (Heading(sport, {en: "sports shoe", de: "Sportschuh"}, 0, 0, 2),)
    return BoundaryPicture(run, running, headings, columns, 1, bands)

import io
from collections.abc import Callable
from pathlib import Path

import pytest

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

"""The footwear vocabulary as a compiled release, made without a database."""

import io
from datetime import UTC, datetime
from pathlib import Path

from taxonomy_service.domain.releases import Release, ReleaseEntry
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import read_skos
from taxonomy_service.matching.label_index import LabelIndex, compile_release

FOOTWEAR = Path(__file__).parents[1] / "vocabularies" / "footwear.ttl"


def footwear_index(number: int = 1) -> LabelIndex:
    """Compile the vocabulary as a release of this number."""
    statements = read_statements(io.BytesIO(FOOTWEAR.read_bytes()), "footwear.ttl", RdfFormat.TURTLE, limit=1 << 24)
    (scheme,) = read_skos(statements, "footwear.ttl").schemes
    digest = f"{number:064x}"
    entry = ReleaseEntry(SchemeId("footwear"), number, None, digest, datetime.now(UTC), len(scheme.concepts), 0)
    return compile_release(Release(entry, scheme))

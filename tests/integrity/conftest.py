import io
from collections.abc import Callable
from pathlib import Path

import pytest

from taxonomy_service.domain.findings import IntegrityFinding
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.integrity.profiles import Profile
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View

DATA = Path(__file__).parents[1] / "data"
PREFIXES = """
@prefix : <http://x/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
MakeView = Callable[[str], View]
Find = Callable[..., list[IntegrityFinding]]


def view_of_file(path: Path) -> View:
    with path.open("rb") as stream:
        return View(read_statements(stream, path.name, RdfFormat.TURTLE, limit=1 << 28))


@pytest.fixture(scope="session")
def make_view() -> MakeView:
    """Index a piece of Turtle (prefixes given)."""

    def make(body: str) -> View:
        stream = io.BytesIO((PREFIXES + body).encode("utf-8", "surrogatepass"))
        return View(read_statements(stream, "x.ttl", RdfFormat.TURTLE, limit=1 << 28))

    return make


@pytest.fixture(scope="session")
def find(make_view: MakeView) -> Find:
    """Return what one check finds in a piece of Turtle."""

    def run(code: str, body: str, profile: Profile | None = None) -> list[IntegrityFinding]:
        return list(run_checks(make_view(body), CHECKS, profile or Profile(), only={code}).findings)

    return run

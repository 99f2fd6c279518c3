"""What an export of a million statements costs against pyoxigraph's serialiser, fed with the same statements."""

import gc
import io
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from benchmarks.figures import Figure
from benchmarks.generated import write_thesaurus
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.exchange.rdf import RdfFormat, groups_of_text, read_groups
from taxonomy_service.exchange.skos_reader import read_skos_groups
from taxonomy_service.exchange.skos_writer import scheme_statements
from taxonomy_service.services.exports import ExportFormat, export_chunks
from taxonomy_service.services.freezing import freeze
from taxonomy_service.store.releases import StoredRelease

MILLION = 1_000_000
FORMATS = {
    ExportFormat.TURTLE: ox.RdfFormat.TURTLE,
    ExportFormat.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    ExportFormat.RDFXML: ox.RdfFormat.RDF_XML,
    ExportFormat.JSONLD: ox.RdfFormat.JSON_LD,
}


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _quads(rows: Sequence[Statement]) -> Iterator[ox.Quad]:
    for subject, predicate, node in rows:
        if isinstance(node, Literal):
            target: ox.NamedNode | ox.Literal = ox.Literal(node.value, language=node.language or None)
        else:
            target = ox.NamedNode(node)
        yield ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), target)


def _scheme(statements: int) -> ConceptScheme:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "thesaurus.ttl")
        write_thesaurus(path, statements)
        with path.open("rb") as stream:
            groups = read_groups(stream, path.name, RdfFormat.TURTLE, limit=1 << 40)
            return read_skos_groups(groups, path.name).schemes[0]


def run(statements: int = MILLION) -> list[Figure]:
    gc.disable()  # as the command does
    scheme = _scheme(statements)
    rows = list(scheme_statements(scheme))
    floors = {own: _seconds(lambda own=own: ox.serialize(_quads(rows), io.BytesIO(), own)) for own in FORMATS.values()}
    body = freeze(scheme).body
    written = {own: _seconds(lambda own=own: deque(export_chunks(scheme, own), maxlen=0)) for own in FORMATS}
    release = StoredRelease(None, body, {})  # type: ignore[arg-type]
    unpacking = _seconds(lambda: deque(release.blocks(), maxlen=0))
    reading = _seconds(lambda: read_skos_groups(groups_of_text(release.text), "thesaurus"))
    figures = []
    for own, other in FORMATS.items():
        floor, stored = floors[other], unpacking if own is ExportFormat.NTRIPLES else reading + written[own]
        detail = f"against {floor:.2f} s of CPU for {len(rows):,} statements"
        name = f"export of 1 M statements as {own}"
        figures.append(
            Figure(f"{name}, as served", written[own] / floor, "×", f"{written[own]:.2f} s {detail}", at_most=3)
        )
        figures.append(Figure(f"{name}, from the database", stored / floor, "×", f"{stored:.2f} s {detail}", at_most=3))
    return figures

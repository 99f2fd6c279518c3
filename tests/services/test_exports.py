import csv
import io
import itertools
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import to_isomorphic
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.equivalences import declared_equivalences
from taxonomy_service.domain.errors import Conflict
from taxonomy_service.domain.givens import LabelName
from taxonomy_service.domain.labels import Equivalence, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import ReviseLabel
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.terms import SKOS
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import read_skos
from taxonomy_service.services.editing import edit
from taxonomy_service.services.exports import (
    ExportFormat,
    concept_as_jsonld,
    concept_as_turtle,
    export_chunks,
    media_type,
)
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.releases import load_release, release_text
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction

if TYPE_CHECKING:
    from tests.services.conftest import Unesco

Take = Callable[..., ImportReport]
READABLE = {
    ExportFormat.TURTLE: RdfFormat.TURTLE,
    ExportFormat.RDFXML: RdfFormat.RDFXML,
    ExportFormat.NTRIPLES: RdfFormat.NTRIPLES,
    ExportFormat.JSONLD: RdfFormat.JSONLD,
}


@pytest.fixture
def scheme(take: Take, shoes: str, engine: Engine) -> ConceptScheme:
    take(shoes)
    return _released(engine, "shoes")


@pytest.fixture
def long_scheme(take: Take, engine: Engine) -> ConceptScheme:
    """Three thousand concepts; the last of them has a note that XML cannot hold."""
    lines = [f'<urn:c:{n}> <{SKOS}prefLabel> "靴 {n}"@ja ; <{SKOS}inScheme> <urn:s> .' for n in range(10_000, 13_000)]
    take("\n".join([*lines, f'<urn:c:99999> <{SKOS}note> "bell \\u0007" ; <{SKOS}inScheme> <urn:s> .']), "long.ttl")
    return _released(engine, "long")


def _released(engine: Engine, name: str) -> ConceptScheme:
    with transaction(engine, writing=False) as store:
        return load_release(store, name).scheme


def _written(scheme: ConceptScheme, form: ExportFormat) -> bytes:
    return b"".join(export_chunks(scheme, form))


@pytest.mark.parametrize("form", READABLE)
def test_every_rdf_format_leads_back_to_the_same_scheme(scheme: ConceptScheme, form: ExportFormat) -> None:
    stream = io.BytesIO(_written(scheme, form))
    read = read_skos(read_statements(stream, "shoes", READABLE[form], limit=1 << 20), "shoes")
    assert read.schemes == (scheme,)


@pytest.mark.parametrize("form", READABLE)
def test_a_declared_equivalence_is_exported_with_its_label(
    take: Take, shoes: str, engine: Engine, form: ExportFormat
) -> None:
    take(shoes)
    wanted = {
        LabelName("Laufschuh", LanguageTag("de"), LabelKind.PREFERRED): Equivalence.EXACT,
        LabelName("حذاء جري", LanguageTag("ar"), LabelKind.PREFERRED): Equivalence.BROADER,
        LabelName("ランニングシューズ", LanguageTag("ja"), LabelKind.PREFERRED): Equivalence.OVERLAPPING,
        LabelName("jogging shoe", LanguageTag("en"), LabelKind.ALTERNATIVE): Equivalence.NARROWER,
    }
    stated = tuple(ReviseLabel("running-shoe", name, equivalence=degree) for name, degree in wanted.items())
    with transaction(engine) as store:
        edit(store, OPERATOR, "shoes", ChangeSet(stated))
        declaring = read_draft(store, find_scheme(store, "shoes").key)
    stream = io.BytesIO(_written(declaring, form))
    (read,) = read_skos(read_statements(stream, "shoes", READABLE[form], limit=1 << 20), "shoes").schemes
    declared = declared_equivalences(read)
    assert {place.form: degree for place, degree in declared.items()} == {n.form: d for n, d in wanted.items()}
    assert read == declaring


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib warns of itself
@pytest.mark.parametrize("form", READABLE)
def test_rdflib_reads_the_same_graph_from_every_rdf_format(scheme: ConceptScheme, form: ExportFormat) -> None:
    names = {ExportFormat.RDFXML: "xml", ExportFormat.NTRIPLES: "nt", ExportFormat.JSONLD: "json-ld"}
    graphs = []
    for one, name in ((form, names.get(form, "turtle")), (ExportFormat.NTRIPLES, "nt")):
        graph = rdflib.Graph()
        graph.parse(data=_written(scheme, one).decode(), format=name)
        graphs.append(to_isomorphic(graph))
    assert graphs[0] == graphs[1]
    assert len(graphs[0]) > 40


def test_ntriples_are_the_canonical_text_of_the_release(scheme: ConceptScheme, engine: Engine) -> None:
    with transaction(engine, writing=False) as store:
        assert _written(scheme, ExportFormat.NTRIPLES).decode() == release_text(store, "shoes")


def test_jskos_is_json_whole_and_by_line(scheme: ConceptScheme) -> None:
    whole = json.loads(_written(scheme, ExportFormat.JSKOS))
    lines = [json.loads(line) for line in _written(scheme, ExportFormat.JSKOS_LINES).splitlines()]
    assert whole["uri"] == scheme.iri
    assert [concept["uri"] for concept in whole["concepts"]] == [concept.iri for concept in scheme.concepts.values()]
    assert len(lines) == 1 + len(scheme.concepts) + len(scheme.collections)
    assert whole["concepts"] == lines[1 : 1 + len(scheme.concepts)]


def test_csv_has_a_row_for_every_label(scheme: ConceptScheme) -> None:
    rows = list(csv.DictReader(io.StringIO(_written(scheme, ExportFormat.CSV).decode(), newline="")))
    found = {(row["concept"], row["language"], row["kind"], row["label"]) for row in rows}
    concepts = scheme.concepts.values()
    assert found == {(c.id, label.language, label.kind.value, label.form) for c in concepts for label in c.labels}
    assert len(rows) == len(found)


def test_empty_scheme_can_be_written_in_every_format(scheme: ConceptScheme) -> None:
    bare = ConceptScheme(scheme.id, scheme.iri)
    assert all(_written(bare, form) for form in ExportFormat)


@pytest.fixture(scope="module")
def thesaurus(unesco: "Unesco") -> ConceptScheme:
    return _released(unesco.engine, "unesco-2021")


@pytest.mark.parametrize("form", [form for form in ExportFormat if form is not ExportFormat.NTRIPLES])
def test_file_comes_in_blocks_of_64_kb(thesaurus: ConceptScheme, form: ExportFormat) -> None:
    blocks = list(export_chunks(thesaurus, form))
    assert len(blocks) > 20
    assert max(map(len, blocks)) < 100 * 1024
    assert min(map(len, blocks[:-1])) >= 64 * 1024
    b"".join(blocks).decode()


@pytest.mark.parametrize("form", [ExportFormat.TURTLE, ExportFormat.JSONLD, ExportFormat.JSKOS_LINES, ExportFormat.CSV])
def test_first_block_is_there_before_the_rest_is_made(long_scheme: ConceptScheme, form: ExportFormat) -> None:
    blocks = export_chunks(long_scheme, form)
    assert isinstance(blocks, Iterator)
    first = list(itertools.islice(blocks, 1))
    assert 64 * 1024 <= len(first[0]) < len(_written(long_scheme, form))


def test_rdfxml_is_refused_before_the_first_byte(long_scheme: ConceptScheme) -> None:
    with pytest.raises(Conflict, match=r"XML forbids U\+0007"):
        export_chunks(long_scheme, ExportFormat.RDFXML)


@pytest.mark.parametrize("form", [form for form in ExportFormat if form is not ExportFormat.RDFXML])
def test_other_formats_hold_what_xml_cannot(long_scheme: ConceptScheme, form: ExportFormat) -> None:
    assert len(_written(long_scheme, form)) > 100_000


def test_every_format_has_an_ending_and_a_media_type() -> None:
    assert len({form.extension for form in ExportFormat}) == len(ExportFormat)
    assert len({media_type(form) for form in ExportFormat}) == len(ExportFormat)
    for form, rdf in READABLE.items():
        parser = ox.RdfFormat.from_media_type(media_type(form))
        assert parser is not None
        assert ox.RdfFormat.from_extension(form.extension.removeprefix(".")) == parser
        assert rdf.value == form.value


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib warns of itself
def test_one_concept_is_written_as_turtle_and_jsonld(scheme: ConceptScheme) -> None:
    concept = scheme.concepts[ConceptId("running-shoe")]
    graphs = []
    for written, name in ((concept_as_turtle(scheme, concept), "turtle"), (concept_as_jsonld(concept), "json-ld")):
        graph = rdflib.Graph()
        graph.parse(data=written, format=name)
        graphs.append(to_isomorphic(graph))
    assert graphs[0] == graphs[1]
    label = rdflib.Literal("chaussure de course", lang="fr")
    assert (rdflib.URIRef(concept.iri), rdflib.URIRef(SKOS + "prefLabel"), label) in graphs[0]

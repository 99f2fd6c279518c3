import io
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.errors import NothingToImport
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.skos_terms import LABEL_PREDICATES
from taxonomy_service.domain.statements import Iri, Literal, Property, Statement
from taxonomy_service.exchange.canonical import canonical_chunks
from taxonomy_service.exchange.ntriples import canonical_text
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import read_skos
from taxonomy_service.exchange.skos_writer import scheme_statements
from tests.exchange.test_skos_writer import FILES


@given(FILES)
def test_the_text_is_that_of_all_statements_sorted(stated: list[Statement]) -> None:
    with suppress(NothingToImport):
        for scheme in read_skos(stated, "x.ttl").schemes:
            assert b"".join(canonical_chunks(scheme)).decode() == canonical_text(scheme_statements(scheme))


@given(st.lists(st.tuples(st.text(max_size=8), st.sampled_from(["", "ar", "hi", "pt-BR"])), unique=True, max_size=6))
def test_any_form_is_written_as_its_statement_is(forms: list[tuple[str, str]]) -> None:
    labels = tuple(Label(form, LanguageTag(language), LabelKind.HIDDEN) for form, language in forms)
    concept = Concept(ConceptId("c"), Iri("urn:x y"), labels)
    scheme = ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={concept.id: concept})
    assert b"".join(canonical_chunks(scheme)).decode() == canonical_text(scheme_statements(scheme))


def test_statement_that_is_no_label_stands_between_those_that_are() -> None:
    labels = tuple(Label(form, LanguageTag("tr"), LabelKind.PREFERRED) for form in ("a", "c"))
    kept = Property(LABEL_PREDICATES[LabelKind.PREFERRED], Literal("b", UNTAGGED, "urn:own"))
    concept = Concept(ConceptId("c"), Iri("urn:c"), labels, properties=(kept,))
    scheme = ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={concept.id: concept})
    text = b"".join(canonical_chunks(scheme)).decode()
    assert text == canonical_text(scheme_statements(scheme))
    assert text.index('"a"') < text.index('"b"') < text.index('"c"')


def test_each_chunk_is_one_subject_and_all_of_it(rich: ConceptScheme) -> None:
    chunks = [chunk.decode() for chunk in canonical_chunks(rich)]
    subjects = [{line.partition(" ")[0] for line in chunk.splitlines()} for chunk in chunks]
    assert all(len(own) == 1 for own in subjects)
    assert len(set.union(*subjects)) == len(chunks)
    assert all(before < after for before, after in pairwise(chunks))


def test_it_leads_back_to_the_scheme(rich: ConceptScheme, canonical: Callable[[ConceptScheme], str]) -> None:
    data = b"".join(canonical_chunks(rich))
    (again,) = read_skos(
        read_statements(io.BytesIO(data), "rich.nt", RdfFormat.NTRIPLES, limit=1 << 20), "rich"
    ).schemes
    assert canonical(again) == canonical(rich)

import io

import pytest

from taxonomy_service.domain.errors import NotFound, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Iri
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.boundaries import detect, prepare_detector, read_schemes, recheck_label

EMPTY = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <https://example.org/> a skos:ConceptScheme ."


def scheme_of(text: str) -> ConceptScheme:
    return read_schemes(io.BytesIO(text.encode()), "a.ttl", RdfFormat.TURTLE)[0]


def test_a_scheme_is_judged_without_any_store(shoes: str) -> None:
    found = detect(scheme_of(shoes), weak=True)
    assert {of.language for of in found} == {"de", "fr", "ar", "ja", "tr"}
    assert all(of.evidence for of in found)


def test_an_empty_scheme_has_no_findings() -> None:
    assert detect(scheme_of(EMPTY), weak=True) == []


def test_a_language_that_the_scheme_lacks_is_said_so(shoes: str) -> None:
    with pytest.raises(NotFound, match="'fi'"):
        detect(scheme_of(shoes), languages=[LanguageTag("fi")])


def test_an_edited_label_is_judged_with_its_neighbours(shoes: str) -> None:
    detector = prepare_detector(scheme_of(shoes))
    running = Iri("https://example.org/shoes/running-shoe")
    found = recheck_label(detector, running, LanguageTag("fr"), "chaussure de sport")
    assert (found[0].concept, found[0].label) == (running, "chaussure de sport")
    assert {of.concept.rpartition("/")[2] for of in found[1:]} == {"sports-shoe"}
    with pytest.raises(NotFound, match="nowhere"):
        recheck_label(detector, Iri("https://example.org/nowhere"), LanguageTag("fr"), "x")


def test_a_file_that_is_no_rdf_is_an_error_and_no_finding() -> None:
    with pytest.raises(UnreadableFile):
        read_schemes(io.BytesIO(b"<html>"), "a.ttl", RdfFormat.TURTLE)

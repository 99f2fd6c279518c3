from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from taxonomy_service.domain.errors import Conflict
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.exchange.rdfxml import rdfxml_chunks, refuse_unwritable
from taxonomy_service.exchange.skos_reader import SkosFile

DATA = Path(__file__).parents[1] / "data" / "skos"


def test_what_can_be_written_is_let_pass(rich: ConceptScheme) -> None:
    refuse_unwritable(rich)
    assert rdflib.Graph().parse(data="".join(rdfxml_chunks(rich)), format="xml")


def test_the_golden_file(rich: ConceptScheme) -> None:
    assert "".join(rdfxml_chunks(rich)) == (DATA / "golden" / "vocabulary.rdf").read_text(encoding="utf-8")


@pytest.mark.parametrize(("statement", "said"), [('<http://x/1> "v"', "XML name"), ('dct:title "a\\u0001b"', "U+0001")])
def test_what_xml_cannot_say_is_refused_by_name(read: Callable[..., SkosFile], statement: str, said: str) -> None:
    (scheme,) = read(f"<http://x/s> a skos:ConceptScheme ; {statement} .").schemes
    with pytest.raises(Conflict, match="cannot be written in RDF/XML") as caught:
        "".join(rdfxml_chunks(scheme))
    assert said in str(caught.value)
    with pytest.raises(Conflict, match="cannot be written in RDF/XML"):
        refuse_unwritable(scheme)


@pytest.mark.parametrize(
    "predicate",
    [
        "http://x/1",
        "http://x/",
        "relative",
        "http://x/a%20",
        "http://x/a\\u000A",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#li",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#about",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#Description",
        "http://www.w3.org/XML/1998/namespacelang",
    ],
)
def test_predicates_that_are_no_element_are_refused(read: Callable[..., SkosFile], predicate: str) -> None:
    (scheme,) = read(f'<http://x/s> a skos:ConceptScheme ; <{predicate}> "靴" .').schemes
    for write in (lambda: "".join(rdfxml_chunks(scheme)), lambda: refuse_unwritable(scheme)):
        with pytest.raises(Conflict, match="is reserved"):
            write()


@pytest.mark.parametrize(
    "statement",
    [
        '<http://x/имя> "נעל"@he',
        '<http://x/名前#鞋> <http://x/a?b=1&c="d"\'<e>>',
        '<http://x/a/1b> " \\n\\r\\t & < > ]]> "',
        '<urn:own> "5"^^<http://x/t?a&b>',
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#_1> 5",
        '<http://x/p> "a\\u0085\\u2028b\\U0001F45F"',
    ],
)
def test_what_needs_care_is_read_back_by_both_readers(read: Callable[..., SkosFile], statement: str) -> None:
    statement = statement.replace("<e>>", "\\u003Ce\\u003E>").replace('="d"', "=\\u0022d\\u0022")
    (scheme,) = read(f"<http://x/s> a skos:ConceptScheme ; {statement} .").schemes
    text = "".join(rdfxml_chunks(scheme))
    assert read(text.encode(), RdfFormat.RDFXML).schemes == (scheme,)
    (property_,) = scheme.properties
    (_, predicate, target) = next(
        row for row in rdflib.Graph().parse(data=text, format="xml") if row[1] != rdflib.RDF.type
    )
    assert (str(predicate), str(target)) == (
        property_.predicate,
        str(getattr(property_.object, "value", property_.object)),
    )

from collections.abc import Callable
from pathlib import Path

import pytest

from taxonomy_service.domain.errors import Conflict
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.rdfxml import rdfxml_chunks
from taxonomy_service.exchange.skos_reader import SkosFile

DATA = Path(__file__).parents[1] / "data" / "skos"


def test_the_golden_file(rich: ConceptScheme) -> None:
    assert "".join(rdfxml_chunks(rich)) == (DATA / "golden" / "vocabulary.rdf").read_text(encoding="utf-8")


@pytest.mark.parametrize(("statement", "said"), [('<http://x/1> "v"', "XML name"), ('dct:title "a\\u0001b"', "U+0001")])
def test_what_xml_cannot_say_is_refused_by_name(read: Callable[..., SkosFile], statement: str, said: str) -> None:
    (scheme,) = read(f"<http://x/s> a skos:ConceptScheme ; {statement} .").schemes
    with pytest.raises(Conflict, match="cannot be written in RDF/XML") as caught:
        "".join(rdfxml_chunks(scheme))
    assert said in str(caught.value)

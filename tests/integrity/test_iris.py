import pytest

from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.checks import Parameters
from taxonomy_service.integrity.iris import malformed_iris
from taxonomy_service.integrity.profiles import read_profile
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View
from tests.integrity.conftest import Find


@pytest.mark.parametrize(
    "iri", ["http://x/a b", "relative", "http://x/%zz", "http://x/{a}", "http://x/\x7f", "", "http://x/<a>"]
)
def test_malformed_iris_are_found_in_every_place(iri: str) -> None:
    for row in (
        Statement(iri, "http://x/p", "http://x/o"),
        Statement("http://x/s", iri, "http://x/o"),
        Statement("http://x/s", "http://x/p", iri),
    ):
        assert [fault.subject for fault in malformed_iris(View([row]), Parameters({}))] == [iri]


@pytest.mark.parametrize(
    "iri", ["http://x/ä", "urn:isbn:1", "http://例え.jp/靴#a", "http://x/%C3%A4?q=a&b=(c)", "mailto:a@b", "_:b"]
)
def test_well_formed_iris_of_all_scripts_are_silent(iri: str) -> None:
    assert list(malformed_iris(View([Statement("http://x/s", "http://x/p", iri)]), Parameters({}))) == []


def test_the_kinds_of_iris_wanted_are_a_parameter(find: Find) -> None:
    body = "<urn:a> a skos:Concept . <ark:/1> a skos:Concept ; skos:exactMatch <urn:c> ."
    assert len(find("Q021", body)) == 2
    profile = read_profile({"Q021": {"schemes": ["http", "urn"]}}, CHECKS)
    assert [one.subject for one in find("Q021", body, profile)] == ["ark:/1"]

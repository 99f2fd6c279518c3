from collections.abc import Iterator

import pytest
from defusedxml.ElementTree import fromstring
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.finding_runs import keep_boundary_findings
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.settings import Settings
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import open_engine, transaction
from tests.http.conftest import SHOES
from tests.suspicions import suspicion

PLACE = "/v1/schemes/shoes/concepts/running-shoe"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def suspected(settings: Settings) -> Iterator[TestClient]:
    """A service whose French running shoes are suspected to be sports shoes; another scheme has running shoes too."""
    engine = open_engine(settings.url)
    with transaction(engine) as store, SHOES.open("rb") as stream:
        import_file(store, OPERATOR, VocabularyFile(stream, "shoes.ttl", RdfFormat.TURTLE))
        found = suspicion("chaussure de course", "fr", "running-shoe", candidate="sports-shoe")
        keep_boundary_findings(store, find_scheme(store, "shoes"), [found], {})
    engine.dispose()
    with TestClient(create_app(settings), raise_server_exceptions=False) as running:
        yield running


def test_the_picture_shows_what_findings_say(suspected: TestClient) -> None:
    answer = suspected.get(f"{PLACE}/boundary.svg", params={"language": "en"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    drawn = fromstring(answer.text)
    description = drawn.find(f"{SVG}desc").text
    assert "French: “chaussure de course” covers" in description
    assert "(80 % sure)" in description
    assert "German: “Laufschuh” covers the concept." in description


def test_nothing_in_a_picture_may_run_or_be_fetched(client: TestClient) -> None:
    for ending in ("svg", "html"):
        policy = client.get(f"{PLACE}/boundary.{ending}").headers["content-security-policy"]
        assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_the_page_has_the_picture_and_a_table_in_the_readers_language(client: TestClient) -> None:
    answer = client.get(f"{PLACE}/boundary.html", headers={"Accept-Language": "ar"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<svg" in answer.text
    assert "<table>" in answer.text
    assert "الألمانية" in answer.text


def test_a_concept_that_one_scheme_alone_has_is_found_without_it(client: TestClient) -> None:
    led = client.get("/v1/concepts/running-shoe/boundary.svg?language=ja&release=1", follow_redirects=False)
    assert led.status_code == 307
    assert led.headers["location"] == "../../schemes/shoes/concepts/running-shoe/boundary.svg?language=ja&release=1"
    answer = client.get("/v1/concepts/running-shoe/boundary.svg", params={"language": "ja"})
    assert answer.url.path == f"{PLACE}/boundary.svg"
    assert "ランニングシューズ" in answer.text


def test_a_concept_of_several_schemes_needs_its_scheme(client: TestClient, admin: dict[str, str]) -> None:
    boots = SHOES.read_text("utf-8").replace("example.org/shoes", "example.org/boots")
    taken = client.post("/admin/v1/imports", params={"name": "boots.ttl"}, content=boots.encode(), headers=admin)
    assert taken.status_code == 200, taken.text
    refused = client.get("/v1/concepts/running-shoe/boundary.svg")
    assert refused.status_code == 400
    assert refused.json()["data"]["schemes"] == ["boots", "shoes"]
    led = client.get("/v1/concepts/running-shoe/boundary.svg?scheme=boots", follow_redirects=False)
    assert led.headers["location"] == "../../schemes/boots/concepts/running-shoe/boundary.svg"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/v1/schemes/shoes/concepts/none/boundary.svg", "no concept in shoes"),
        ("/v1/schemes/none/concepts/running-shoe/boundary.svg", "no scheme"),
        ("/v1/concepts/none/boundary.svg", "no concept 'none'"),
        ("/v1/concepts/running-shoe/boundary.svg?scheme=roads", "no concept in roads"),
    ],
)
def test_what_is_not_there_is_told(client: TestClient, path: str, said: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert said in answer.json()["detail"]

import hashlib
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from taxonomy_service.http.public import schemes
from taxonomy_service.services.exports import ExportFormat


def test_schemes_are_listed_with_their_languages(client: TestClient) -> None:
    (scheme,) = client.get("/v1/schemes").json()
    assert scheme["id"] == "shoes"
    assert scheme["titles"] == {"de": "Schuhe", "en": "Shoes"}
    assert scheme["languages"] == ["ar", "de", "en", "fr", "hi", "ja", "pl", "tr"]


def test_a_scheme_counts_its_labels_by_language(client: TestClient) -> None:
    scheme = client.get("/v1/schemes/shoes").json()
    english = next(row for row in scheme["language_counts"] if row["language"] == "en")
    assert english == {
        "language": "en",
        "name": "English",
        "direction": "ltr",
        "concepts": 6,
        "preferred": 6,
        "alternative": 2,
        "hidden": 1,
    }
    assert scheme["collections"] == 1
    assert scheme["default_language"] == "en"


def test_releases_are_listed(client: TestClient) -> None:
    (release,) = client.get("/v1/schemes/shoes/releases").json()
    assert (release["number"], release["version"], release["concepts"]) == (1, "2026-11", 6)
    assert client.get("/v1/schemes/nix/releases").status_code == 404


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_a_scheme_comes_in_every_format(client: TestClient, format_: ExportFormat) -> None:
    answer = client.get("/v1/schemes/shoes/export", params={"format": format_.value})
    assert answer.status_code == 200
    assert f'filename="shoes-1{format_.extension}"' in answer.headers["content-disposition"]
    assert "حذاء جري" in answer.text


def test_the_content_hash_is_that_of_the_canonical_ntriples(client: TestClient) -> None:
    text = client.get("/v1/schemes/shoes/export", params={"format": "ntriples"}).content
    current = client.get("/v1/schemes/shoes").json()["current"]
    assert hashlib.sha256(text).hexdigest() == current["content_hash"]


def test_a_large_release_is_exported_by_another_process_and_not_read_into_this_one(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = client.get("/v1/schemes/shoes/export", params={"format": "csv"})
    monkeypatch.setattr(schemes, "APART", 0)
    monkeypatch.setattr(schemes, "whole_index", None)
    large = client.get("/v1/schemes/shoes/export", params={"format": "csv"})
    assert large.content == small.content
    assert large.headers["content-disposition"] == small.headers["content-disposition"]
    again = client.get("/v1/schemes/shoes/export", headers={"If-None-Match": large.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["", "/shoes", "/shoes/search?q=Laufshcuh", "/shoes/suggest?q=Lauf", "/shoes/export?format=ntriples"]
)
def test_what_needs_no_whole_concepts_reads_no_release_into_memory(client: TestClient, path: str) -> None:
    assert client.get(f"/v1/schemes{path}").status_code == 200
    app: Any = client.app
    assert app.state.taxonomy.served.whole.ready("shoes", "1") is None
    client.get("/v1/schemes/shoes/concepts")
    assert app.state.taxonomy.served.whole.ready("shoes", "1") is not None


def test_jskos_is_json(client: TestClient) -> None:
    document = json.loads(client.get("/v1/schemes/shoes/export", params={"format": "jskos"}).text)
    assert len(document["concepts"]) == 6


def test_an_unknown_format_is_a_problem(client: TestClient) -> None:
    assert client.get("/v1/schemes/shoes/export", params={"format": "docx"}).status_code == 422

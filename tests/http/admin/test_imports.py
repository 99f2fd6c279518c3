import gzip
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.settings import Settings

URL = "/admin/v1/imports"
SHOES = Path(__file__).parents[2] / "data" / "http" / "shoes.ttl"


def test_a_changed_file_makes_a_release_that_is_served_at_once(client: TestClient, admin: dict[str, str]) -> None:
    changed = SHOES.read_text(encoding="utf-8").replace('"Laufschuh"@de', '"Rennschuh"@de')
    report = client.post(URL, params={"name": "shoes.ttl"}, headers=admin, content=changed.encode()).json()
    (scheme,) = report["schemes"]
    assert scheme["changes"] == {
        "concepts_added": 0,
        "concepts_removed": 0,
        "concepts_changed": 1,
        "labels_added": 1,
        "labels_removed": 1,
    }
    assert scheme["release"]["number"] == 2
    question = {"label": "Laufschuh", "language": "de"}
    assert client.post("/v1/schemes/shoes/validate", json=question).json()["verdict"] == "unknown"
    pinned = client.post("/v1/schemes/shoes/validate", params={"release": "1"}, json=question).json()
    assert pinned["verdict"] == "preferred"


def test_an_import_over_a_draft_is_undone_as_a_change_set_is(client: TestClient, admin: dict[str, str]) -> None:
    headers = {**admin, "If-Match": "*"}
    before = client.get("/admin/v1/schemes/shoes/concepts/running-shoe", headers=admin).json()
    changed = SHOES.read_text(encoding="utf-8").replace('"Laufschuh"@de', '"Rennschuh"@de')
    report = client.post(URL, params={"name": "shoes.ttl"}, headers=admin, content=changed.encode()).json()
    number = report["schemes"][0]["change_set"]
    undone = client.post(f"/admin/v1/schemes/shoes/change-sets/{number}:undo", headers=headers)
    assert (undone.status_code, undone.json()["change_set"]) == (200, number + 1), undone.text
    assert client.get("/admin/v1/schemes/shoes/concepts/running-shoe", headers=admin).json() == before
    twice = client.post(f"/admin/v1/schemes/shoes/change-sets/{number}:undo", headers=headers)
    assert twice.status_code == 409
    assert twice.json()["detail"].endswith(f"was changed since, by change set {number + 1}; undo that one first")
    first = client.post("/admin/v1/schemes/shoes/change-sets/1:undo", headers=headers)
    assert (first.status_code, "it made the scheme" in first.json()["detail"]) == (409, True)


def test_the_same_file_twice_changes_nothing(client: TestClient, admin: dict[str, str]) -> None:
    headers = admin | {"Content-Type": "text/turtle"}
    report = client.post(
        URL, params={"name": "x"}, headers=headers, content=gzip.compress(SHOES.read_bytes(), mtime=0)
    ).json()
    assert report["schemes"][0]["release"] is None
    assert len(client.get("/v1/schemes/shoes/releases").json()) == 1


def test_a_dry_run_writes_nothing(client: TestClient, admin: dict[str, str]) -> None:
    text = b"<urn:s> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> . <urn:c> <http://www.w3.org/2004/02/skos/core#topConceptOf> <urn:s> ."
    query = {"name": "new.ttl", "dry_run": "true", "scheme": "new"}
    report = client.post(URL, params=query, headers=admin, content=text).json()
    assert report["schemes"][0]["new"] is True
    assert client.get("/v1/schemes/new").status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 401), ({"Authorization": "Bearer wrong-key-that-nobody-made"}, 401), ({"Authorization": "Basic eDp5"}, 401)],
)
def test_only_an_admin_may_import(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post(URL, params={"name": "x.ttl"}, headers=headers, content=b"").status_code == status


@pytest.mark.parametrize(
    ("name", "body", "status", "said"),
    [
        ("x.ttl", b"", 400, "empty"),
        ("x.ttl", b"<html><body>", 400, "HTML"),
        ("x.ttl", b"<urn:a> <urn:b> ", 400, "line 1"),
        ("x.ttl", b"<urn:a> <urn:b> <urn:c> .", 400, "no SKOS"),
        ("x.ttl", '<urn:a> <urn:b> "\u00fc" .'.encode("latin-1"), 400, "UTF-8"),
        ("x.docx", b"PK", 400, "format"),
        ("x.nt", gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 200_000, mtime=0), 413, "2,000,000 bytes"),
        ("x.nt", b"#" * 2_000_001, 413, "2,000,000 bytes"),
    ],
)
def test_a_bad_file_is_refused_with_its_fault_and_nothing_changes(
    client: TestClient, admin: dict[str, str], name: str, body: bytes, status: int, said: str
) -> None:
    answer = client.post(URL, params={"name": name}, headers=admin, content=body)
    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"]
    assert [scheme["id"] for scheme in client.get("/v1/schemes").json()] == ["shoes"]


def test_findings_are_reported_with_their_statement(client: TestClient, admin: dict[str, str]) -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    text = f"<urn:s> a <{skos}ConceptScheme> . <urn:c> <{skos}inScheme> <urn:s> ; a <{skos}Concept> ; <{skos}prefLabel> 5 ."
    report = client.post(URL, params={"name": "n.ttl"}, headers=admin, content=text.encode()).json()
    assert report["finding_counts"] == {"label-not-string": 1}
    assert report["findings"][0]["subject"] == "urn:c"
    assert "prefLabel" in report["findings"][0]["statement"]


def test_an_import_is_done_though_its_release_cannot_be_compiled_to_a_file(
    filled: Settings, admin: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "full").write_text("no room here")
    settings = Settings(**(filled.model_dump() | {"compiled_folder": tmp_path / "full" / "compiled"}))
    changed = SHOES.read_text(encoding="utf-8").replace('"Laufschuh"@de', '"Rennschuh"@de')
    with TestClient(create_app(settings)) as client:
        answer = client.post(URL, params={"name": "shoes.ttl"}, headers=admin, content=changed.encode())
        assert (answer.status_code, answer.json()["schemes"][0]["release"]["number"]) == (200, 2)
        question = {"label": "Rennschuh", "language": "de"}
        assert client.post("/v1/schemes/shoes/validate", json=question).json()["verdict"] == "preferred"

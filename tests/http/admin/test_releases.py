import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.settings import Settings
from tests.patience import in_time

FOOTWEAR = Path(__file__).parents[3] / "vocabularies" / "footwear.ttl"
SKOSXL = "http://www.w3.org/2008/05/skos-xl#"
BASE, READ = "/admin/v1/schemes/footwear", "/v1/schemes/footwear"
SPORT, COURSE = "chaussure de sport", "chaussure de course"
Headers = dict[str, str]


def _word_by_word() -> bytes:
    """The footwear vocabulary in which *running shoe* carries the French label that was translated word by word."""
    before, concept, after = FOOTWEAR.read_text(encoding="utf-8").partition("\n:running-shoe a skos:Concept")
    assert f'"{COURSE}"@fr' in after
    return (before + concept + after.replace(f'"{COURSE}"@fr', f'"{SPORT}"@fr', 1)).encode()


@pytest.fixture
def client(settings: Settings, admin: Headers) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as running:
        done = running.post("/admin/v1/imports?name=footwear.ttl", content=_word_by_word(), headers=admin)
        assert done.json()["schemes"][0]["release"]["number"] == 1
        yield running


class Person:
    """Somebody with a key of her own, at the door of the service."""

    def __init__(self, client: TestClient, admin: Headers, role: str, *languages: str) -> None:
        self.client = client
        self.id = client.post("/admin/v1/actors", json={"name": f"the {role}"}, headers=admin).json()["id"]
        grant = {"role": role, "scheme": "footwear", **({"languages": languages} if languages else {})}
        assert client.post(f"/admin/v1/actors/{self.id}/grants", json=grant, headers=admin).status_code < 300
        key = client.post("/admin/v1/keys", json={"actor": self.id}, headers=admin).json()["key"]
        self.headers = {"Authorization": f"Bearer {key}"}

    def ask(self, method: str, path: str, body: Any = None, seen: str | None = "*") -> Any:
        headers = {**self.headers, **({"If-Match": seen} if seen is not None else {})}
        return self.client.request(method, path, json=body, headers=headers)


def _set_policy(client: TestClient, admin: Headers, **settings: Any) -> None:
    done = client.put(f"{BASE}/settings", json={"settings": settings}, headers={**admin, "If-Match": "*"})
    assert done.status_code == 200, done.text


def _judge(client: TestClient, form: str, release: int | None = None) -> Any:
    pinned = "" if release is None else f"?release={release}"
    question = {"label": form, "language": "fr", "concept": "running-shoe"}
    return client.post(f"{READ}/validate{pinned}", json=question)


def test_from_a_proposal_to_a_release(client: TestClient, admin: Headers) -> None:
    _set_policy(client, admin, approval={"approved_only": ["fr"]})
    contributor = Person(client, admin, "contributor")
    linguist, reviewer = (Person(client, admin, role, "fr") for role in ("linguist", "reviewer"))
    publisher = Person(client, admin, "publisher")
    before = _judge(client, SPORT)
    assert before.json()["verdict"] == "preferred"
    assert _judge(client, COURSE).json()["verdict"] == "unknown"

    # a contributor proposes, a linguist revises, a reviewer approves
    operation = {
        "operation": "revise-label",
        "concept": "running-shoe",
        "label": {"form": SPORT, "language": "fr", "kind": "preferred"},
        "form": COURSE,
    }
    assert contributor.ask("POST", f"{BASE}/change-sets", {"operations": [operation]}).status_code == 403
    made = contributor.ask("POST", f"{BASE}/proposals", {"comment": "trop large", "operations": [operation]})
    assert (made.status_code, made.json()["standings"]) == (201, {"fr": "waiting"}), made.text
    revised = {"comment": "norme", "operations": [{**operation, "equivalence": "exact", "note": "norme ISO 19952"}]}
    answer = linguist.ask("PUT", f"{BASE}/proposals/1", revised, made.headers["etag"])
    assert answer.status_code == 200, answer.text
    assert publisher.ask("POST", f"{BASE}/releases", {}).json()["changed"] is False, "nothing is approved so far"
    opinion = {"verdict": "approve", "language": "fr"}
    own = linguist.ask("POST", f"{BASE}/proposals/1/opinions", opinion, answer.headers["etag"])
    assert own.status_code == 403, "nobody approves a change of their own"
    done = reviewer.ask("POST", f"{BASE}/proposals/1/opinions", opinion, answer.headers["etag"])
    assert (done.status_code, done.json()["state"]) == (200, "accepted"), done.text

    # a publisher looks, and releases what she saw
    assert reviewer.ask("POST", f"{BASE}/releases", {}).status_code == 403
    tried = publisher.ask("POST", f"{BASE}/releases?dry_run=true", {}, None)
    assert (tried.status_code, tried.json()["release"]) == (200, None), tried.text
    assert tried.json()["gate"] == []
    body = {"version": "1.1", "note": "le français de la course"}
    assert publisher.ask("POST", f"{BASE}/releases", body, None).status_code == 428
    released = publisher.ask("POST", f"{BASE}/releases", body, tried.headers["etag"])
    assert released.status_code == 201, released.text
    assert released.json()["release"]["number"] == 2
    assert released.json()["changes"] == tried.json()["changes"]

    # the old release answers as before; the new one accepts the new label and points from the old one to sports shoe
    assert _judge(client, SPORT, 1).content == before.content
    assert _judge(client, COURSE).json()["verdict"] == "preferred"
    now = _judge(client, SPORT).json()
    assert (now["verdict"], now["concept"]["id"], now["relation"]) == ("mismatch", "sports-shoe", "broader")
    _assert_told_alike(client, admin, publisher.id, reviewer.id)


def test_a_label_released_without_approval_is_accepted_with_a_warning_until_it_is_approved(
    client: TestClient, admin: Headers
) -> None:
    linguist, reviewer = (Person(client, admin, role, "pl") for role in ("linguist", "reviewer"))
    label = {"form": "obuwie do joggingu", "language": "pl", "kind": "alternative"}
    made = linguist.ask("POST", f"{BASE}/concepts/running-shoe/labels", {"label": label})
    assert made.status_code < 300, made.text
    assert Person(client, admin, "publisher").ask("POST", f"{BASE}/releases", {}).status_code == 201
    question = {"label": "obuwie do joggingu", "language": "pl"}
    found = client.post(f"{READ}/validate", json=question).json()
    assert found["verdict"] == "alternative"
    assert [(warning["code"], warning["message"]) for warning in found["warnings"]] == [
        ("not-approved", "“obuwie do joggingu” was released before anybody approved it in pl")
    ]
    approval = {"labels": [{"concept": "running-shoe", "label": label}]}
    assert reviewer.ask("POST", f"{BASE}/approvals", approval).status_code == 204
    assert in_time(lambda: client.post(f"{READ}/validate", json=question).json()["warnings"] == [])


def _assert_told_alike(client: TestClient, admin: Headers, publisher: str, reviewer: str) -> None:
    """The difference, the change log, the feed, revalidation, the audit and the exported SKOS-XL say the same."""
    (change,) = [one for one in client.get(f"{READ}/diff?from=1&to=1.1").json()["changes"] if one["kind"]]
    assert (change["change"], change["concept"], change["language"]) == ("label-changed", "running-shoe", "fr")
    assert (change["before"], change["after"]) == ([SPORT], [COURSE])
    rows = list(csv.DictReader(io.StringIO(client.get(f"{READ}/diff?from=1&to=2&format=csv").text)))
    assert [(row["before"], row["after"]) for row in rows if row["change"] == "label-changed"] == [(SPORT, COURSE)]
    assert f"“{SPORT}”@fr → “{COURSE}”@fr" in client.get(f"{READ}/diff?format=text").text
    newest = client.get(f"{READ}/changelog").json()[0]
    assert (newest["release"]["note"], newest["counts"]["label-changed"]) == ("le français de la course", 1)
    released = [event["data"] for event in client.get(f"{READ}/changes").json()["items"] if event["kind"] == "release"]
    assert [event["version"] for event in released] == ["1.0.0", "1.1"]
    assert client.get(f"{READ}/releases/1.1").json()["content_hash"] == released[1]["content_hash"]

    items = [{"label": SPORT, "language": "fr", "concept": "running-shoe"}, {"label": "Laufschuh", "language": "de"}]
    (changed,) = client.post(f"{READ}/revalidate?from=1", json={"items": items}).json()["changed"]
    assert (changed["before"]["verdict"], changed["after"]["verdict"]) == ("preferred", "mismatch")
    (reason,) = changed["reasons"]
    assert reason["message"] == f"“{SPORT}” was taken from running-shoe"
    assert (reason["code"], reason["concept"], reason["form"], reason["language"]) == (
        "label-removed",
        "running-shoe",
        SPORT,
        "fr",
    )

    history = client.get(f"{BASE}/concepts/running-shoe/history?label={COURSE}&language=fr", headers=admin).json()
    assert [(entry["kind"], entry["actor"]) for entry in history] == [("revise-label", reviewer)]
    entries = client.get(f"{BASE}/audit?limit=1000", headers=admin).json()
    (entry,) = [entry for entry in entries if entry["kind"] == "release"]
    assert (entry["actor"], entry["details"]["version"]) == (publisher, "1.1")
    assert client.get(f"{BASE}/audit:verify", headers=admin).json()["whole"]

    for release, form in ((1, None), (2, COURSE)):
        graph = ox.Store()
        text = client.get(f"{READ}/export?format=ntriples&release={release}").content
        graph.load(text, format=ox.RdfFormat.N_TRIPLES)
        query = f"""SELECT ?form {{ ?concept <{SKOSXL}prefLabel> ?label . ?label <{SKOSXL}literalForm> ?form
            FILTER(STRENDS(STR(?concept), "/running-shoe")) }}"""
        assert [row[0].value for row in graph.query(query)] == ([] if form is None else [form])  # type: ignore[union-attr]

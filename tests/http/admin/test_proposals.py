from typing import Any

import pytest
from starlette.testclient import TestClient

BASE = "/admin/v1/schemes/shoes"
Headers = dict[str, str]
LABEL = {"form": "chaussure de jogging", "language": "fr", "kind": "alternative"}
CHANGES = {"comment": "usage", "operations": [{"operation": "add-label", "concept": "running-shoe", "label": LABEL}]}


def _person(client: TestClient, admin: Headers, name: str, role: str, language: str = "fr") -> Headers:
    actor = client.post("/admin/v1/actors", json={"name": name}, headers=admin).json()["id"]
    grant = {"role": role, "scheme": "shoes", "languages": [language]}
    assert client.post(f"/admin/v1/actors/{actor}/grants", json=grant, headers=admin).status_code < 300
    key = client.post("/admin/v1/keys", json={"actor": actor}, headers=admin).json()
    return {"Authorization": f"Bearer {key['key']}"}


def _post(client: TestClient, who: Headers, path: str, body: Any, seen: str = "*") -> Any:
    return client.post(BASE + path, json=body, headers={**who, "If-Match": seen})


@pytest.fixture
def people(client: TestClient, admin: Headers) -> dict[str, Headers]:
    return {role: _person(client, admin, role, role) for role in ("contributor", "linguist", "reviewer")}


def test_a_contributor_proposes_a_linguist_revises_a_reviewer_approves(
    client: TestClient, admin: Headers, people: dict[str, Headers]
) -> None:
    assert _post(client, people["contributor"], "/change-sets", CHANGES).status_code == 403
    made = _post(client, people["contributor"], "/proposals", CHANGES)
    assert (made.status_code, made.json()["standings"]) == (201, {"fr": "waiting"})
    revised_label = {**LABEL, "form": "chaussure de running"}
    revised = {"operations": [{"operation": "add-label", "concept": "running-shoe", "label": revised_label}]}
    answer = client.put(
        BASE + "/proposals/1", json=revised, headers={**people["linguist"], "If-Match": made.headers["etag"]}
    )
    assert answer.status_code == 200, answer.text
    stale = _post(
        client,
        people["reviewer"],
        "/proposals/1/opinions",
        {"verdict": "approve", "language": "fr"},
        made.headers["etag"],
    )
    assert stale.status_code == 412
    page = client.get(BASE + "/proposals/1", headers=people["reviewer"])
    (change,) = page.json()["outcome"]["changes"]
    assert [label["form"] for label in change["labels_added"]] == ["chaussure de running"]
    done = _post(
        client,
        people["reviewer"],
        "/proposals/1/opinions",
        {"verdict": "approve", "language": "FR"},
        page.headers["etag"],
    )
    assert (done.status_code, done.json()["state"]) == (200, "accepted"), done.text
    concept = client.get(BASE + "/concepts/running-shoe", headers=admin).json()
    assert {label["form"]: label["approval"] for label in concept["labels"]}["chaussure de running"] == "approved"


def test_a_proposal_is_discussed_and_withdrawn(client: TestClient, people: dict[str, Headers]) -> None:
    _post(client, people["contributor"], "/proposals", CHANGES)
    assert _post(client, people["linguist"], "/proposals/1/remarks", {"text": "voir la norme"}).status_code == 201
    assert client.post(BASE + "/proposals/1:withdraw", headers=people["contributor"]).status_code == 428
    done = _post(client, people["contributor"], "/proposals/1:withdraw", None).json()
    assert [event["kind"] for event in done["events"]] == ["proposed", "remark", "withdrawn"]
    found = client.get(BASE + "/proposals?state=withdrawn", headers=people["linguist"]).json()
    assert [proposal["number"] for proposal in found] == [1]


def test_a_proposal_that_the_draft_no_longer_allows_says_why(
    client: TestClient, admin: Headers, people: dict[str, Headers]
) -> None:
    _post(client, people["contributor"], "/proposals", CHANGES)
    assert _post(client, admin, "/change-sets", CHANGES).status_code == 200
    page = client.get(BASE + "/proposals/1", headers=people["reviewer"]).json()
    assert page["outcome"] is None
    assert "already" in page["refused"]


def test_labels_wait_in_the_work_list_until_they_are_approved(
    client: TestClient, admin: Headers, people: dict[str, Headers]
) -> None:
    _post(client, people["linguist"], "/change-sets", CHANGES)
    _post(
        client,
        people["contributor"],
        "/proposals",
        {"operations": [{"operation": "add-label", "concept": "shoe", "label": LABEL}]},
    )
    work = client.get(BASE + "/work?language=fr", headers=people["reviewer"]).json()
    assert [label["form"] for label in work["labels"]] == ["chaussure de jogging"]
    assert (work["proposals"], work["findings"]) == ([1], 0)
    body = {"labels": [{"concept": "running-shoe", "label": LABEL}]}
    assert _post(client, people["reviewer"], "/approvals", body).status_code == 204
    assert client.get(BASE + "/work?language=fr", headers=people["reviewer"]).json()["labels"] == []


def test_there_is_no_dry_run_of_an_opinion(client: TestClient, people: dict[str, Headers]) -> None:
    _post(client, people["contributor"], "/proposals", CHANGES)
    answer = _post(
        client, people["reviewer"], "/proposals/1/opinions?dry_run=true", {"verdict": "approve", "language": "fr"}
    )
    assert answer.status_code == 400
    assert client.get(BASE + "/proposals/1", headers=people["reviewer"]).json()["state"] == "open"


def test_each_language_of_a_proposal_is_decided_by_itself(client: TestClient, admin: Headers) -> None:
    contributor = _person(client, admin, "Cem", "contributor", "de")
    german, french = (_person(client, admin, f"reviewer {tag}", "reviewer", tag) for tag in ("de", "fr"))
    label = {"form": "Rennschuh", "language": "de", "kind": "alternative"}
    both = {"operations": [*CHANGES["operations"], {"operation": "add-label", "concept": "shoe", "label": label}]}
    assert _post(client, contributor, "/proposals", both).status_code == 403, "French is not for her to propose"
    made = _post(client, admin, "/proposals", both).json()
    assert made["operation_standings"] == [
        {"languages": ["fr"], "standing": "waiting"},
        {"languages": ["de"], "standing": "waiting"},
    ]
    refused = _post(client, french, "/proposals/1/opinions", {"verdict": "reject", "language": "fr"})
    assert (refused.json()["state"], refused.json()["standings"]) == ("open", {"de": "waiting", "fr": "rejected"})
    assert client.get(BASE + "/work?language=de", headers=german).json()["proposals"] == [1]
    done = _post(client, german, "/proposals/1/opinions", {"verdict": "approve", "language": "de"})
    assert (done.status_code, done.json()["state"]) == (200, "partly-accepted"), done.text
    assert [own["standing"] for own in done.json()["operation_standings"]] == ["rejected", "approved"]
    forms = [own["form"] for own in client.get(BASE + "/concepts/shoe", headers=admin).json()["labels"]]
    assert "Rennschuh" in forms
    found = client.get(BASE + "/proposals?state=partly-accepted", headers=german).json()
    assert [own["number"] for own in found] == [1]


def test_settings_can_be_proposed_and_tried_but_not_made(client: TestClient, admin: Headers) -> None:
    contributor = _person(client, admin, "Cem", "contributor", "de")
    settings = {"fallbacks": ["de"]}
    given = {"operations": [{"operation": "revise-settings", "settings": settings}]}
    headers = {**contributor, "If-Match": "*"}
    assert client.put(BASE + "/settings", json={"settings": settings}, headers=headers).status_code == 403
    tried = client.put(BASE + "/settings?dry_run=true", json={"settings": settings}, headers=headers)
    assert (tried.status_code, tried.json()["dry_run"]) == (200, True), tried.text
    made = _post(client, contributor, "/proposals", given)
    assert (made.status_code, made.json()["standings"]) == (201, {"": "waiting"}), made.text
    reviewer = _person(client, admin, "Ute", "reviewer", "de")
    assert _post(client, reviewer, "/proposals/1/opinions", {"verdict": "approve"}).status_code == 403
    assert _post(client, admin, "/proposals/1/opinions", {"verdict": "approve"}).json()["state"] == "accepted"
    assert client.get(BASE + "/draft", headers=admin).json()["settings"]["fallbacks"] == ["de"]


def test_who_publishes_may_look_at_all_that_she_publishes(client: TestClient, admin: Headers) -> None:
    publisher = _person(client, admin, "Pia", "publisher")
    _post(client, admin, "/change-sets", CHANGES)
    for path in ("/draft", "/concepts/running-shoe", "/audit", "/proposals", "/integrity", "/findings"):
        assert client.get(BASE + path, headers=publisher).status_code == 200, path
    assert client.get("/v1/schemes/shoes/diff?to=draft", headers=publisher).json()["changes"]
    told = client.post(BASE + "/releases?dry_run=true", json={}, headers=publisher).json()
    assert told["changed"]
    assert set(told["gate_counts"]) <= {"integrity-error"}
    assert _post(client, publisher, "/proposals", CHANGES).status_code == 403
    assert _post(client, publisher, "/change-sets", CHANGES).status_code == 403

from typing import Any

import pytest
from starlette.testclient import TestClient

URL = "/admin/v1/actors"
GERMAN = {"role": "linguist", "scheme": "shoes", "languages": ["de"]}


@pytest.fixture
def person(client: TestClient, admin: dict[str, str]) -> dict[str, Any]:
    body = {"name": "Jörg", "email": "joerg@example.org", "grants": [GERMAN]}
    answer = client.post(URL, headers=admin, json=body)
    assert answer.status_code == 201
    made: dict[str, Any] = answer.json()
    return made


def test_an_actor_is_made_listed_and_shown(client: TestClient, admin: dict[str, str], person: dict[str, Any]) -> None:
    assert (person["name"], person["grants"], person["erased"]) == ("Jörg", [GERMAN], None)
    assert client.get(f"{URL}/{person['id']}", headers=admin).json() == person
    assert client.get(URL, headers=admin).json() == [person]


def test_roles_are_granted_and_taken_back(client: TestClient, admin: dict[str, str], person: dict[str, Any]) -> None:
    url = f"{URL}/{person['id']}/grants"
    grant = {"role": "reviewer", "scheme": "shoes", "languages": ["fr", "AR"]}
    given = client.post(url, headers=admin, json=grant)
    assert (given.status_code, given.json()["grants"][1]["languages"]) == (201, ["ar", "fr"])
    taken = client.delete(f"{url}/linguist", headers=admin, params={"scheme": "shoes"})
    assert taken.json() == [GERMAN]
    assert client.delete(f"{url}/linguist", headers=admin, params={"scheme": "shoes"}).status_code == 404
    assert [row["role"] for row in client.get(f"{URL}/{person['id']}", headers=admin).json()["grants"]] == ["reviewer"]


def test_an_erased_actor_has_its_id_only(client: TestClient, admin: dict[str, str], person: dict[str, Any]) -> None:
    key = client.post("/admin/v1/keys", headers=admin, json={"actor": person["id"]}).json()
    erased = client.delete(f"{URL}/{person['id']}", headers=admin).json()
    assert erased["erased"] is not None
    assert (erased["id"], erased["name"], erased["email"], erased["grants"]) == (person["id"], "", None, [])
    assert client.get("/v1/me", headers={"Authorization": f"Bearer {key['key']}"}).status_code == 401
    put = client.put(f"{URL}/{person['id']}", headers=admin, json={"name": "Jörg"})
    assert put.status_code == 409


def test_a_name_can_be_restated(client: TestClient, admin: dict[str, str], person: dict[str, Any]) -> None:
    changed = client.put(f"{URL}/{person['id']}", headers=admin, json={"name": "Jörg Ünal"}).json()
    assert changed == person | {"name": "Jörg Ünal", "email": None}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"name": ""}, 422),
        ({"name": "\u202egnirtsa"}, 400),
        ({"name": "x", "grants": [{"role": "king"}]}, 422),
        ({"name": "x", "grants": [{"role": "reader", "scheme": "no-such"}]}, 404),
        ({"name": "x", "grants": [{"role": "admin", "languages": ["de"]}]}, 400),
        ({"name": "x", "grants": [{"role": "reader", "languages": ["de_AT"]}]}, 400),
        ({"name": "x", "subject": "00u1"}, 400),
    ],
)
def test_a_body_that_makes_no_sense_changes_nothing(
    client: TestClient, admin: dict[str, str], body: dict[str, Any], status: int
) -> None:
    answer = client.post(URL, headers=admin, json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get(URL, headers=admin).json() == []

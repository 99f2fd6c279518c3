from typing import Any

import pytest
import structlog
from starlette.testclient import TestClient

from taxonomy_service.http.logs import configure_logs
from taxonomy_service.services import authentication

URL = "/admin/v1/keys"


@pytest.fixture
def actor(client: TestClient, admin: dict[str, str]) -> str:
    body = {"name": "Zoë", "grants": [{"role": "reader"}]}
    return str(client.post("/admin/v1/actors", headers=admin, json=body).json()["id"])


@pytest.fixture
def key(client: TestClient, admin: dict[str, str], actor: str) -> dict[str, Any]:
    answer = client.post(URL, headers=admin, json={"actor": actor, "purpose": "CVAT à Lyon"})
    assert answer.status_code == 201
    made: dict[str, Any] = answer.json()
    return made


def bearer(key: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {key['key']}"}


def test_a_key_is_shown_once(client: TestClient, admin: dict[str, str], actor: str, key: dict[str, Any]) -> None:
    assert key["key"].startswith(f"tsk_{key['id']}_")
    shown = client.get(f"{URL}/{key['id']}", headers=admin)
    assert shown.json() == {name: value for name, value in key.items() if name != "key"}
    assert client.get(URL, headers=admin, params={"actor": actor}).json() == [shown.json()]
    assert key["key"].split("_", 2)[2] not in client.get(URL, headers=admin).text
    assert (shown.json()["purpose"], shown.json()["state"]) == ("CVAT à Lyon", "active")


def test_a_revoked_key_is_refused(
    client: TestClient, admin: dict[str, str], key: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authentication, "MEMORY", 0.0)
    assert client.get("/v1/me", headers=bearer(key)).status_code == 200
    assert client.delete(f"{URL}/{key['id']}", headers=admin).json()["state"] == "revoked"
    refused = client.get("/v1/schemes", headers=bearer(key))
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert "revoked" in refused.json()["detail"]
    assert client.post("/v1/schemes/shoes/validate", headers=bearer(key), json={"label": "x"}).status_code == 401


def test_everybody_sees_and_revokes_their_own_keys_only(
    client: TestClient, admin: dict[str, str], actor: str, key: dict[str, Any]
) -> None:
    other = client.post("/admin/v1/actors", headers=admin, json={"name": "Jörg"}).json()["id"]
    foreign = client.post(URL, headers=admin, json={"actor": other}).json()
    assert [row["id"] for row in client.get(URL, headers=bearer(key), params={"actor": actor}).json()] == [key["id"]]
    assert client.get(URL, headers=bearer(key)).status_code == 403
    assert client.delete(f"{URL}/{foreign['id']}", headers=bearer(key)).status_code == 403
    assert client.post(URL, headers=bearer(key), json={"actor": actor}).status_code == 403
    assert client.delete(f"{URL}/{key['id']}", headers=bearer(key)).json()["state"] == "revoked"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"actor": "nobody"}, 404),
        ({"actor": "ACTOR", "expires": "2020-01-01T00:00:00Z"}, 400),
        ({"actor": "ACTOR", "expires": "2199-01-01T00:00:00"}, 422),
        ({"actor": "ACTOR", "expires": "tomorrow"}, 422),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(
    client: TestClient, admin: dict[str, str], actor: str, body: dict[str, str], status: int
) -> None:
    sent = {name: actor if value == "ACTOR" else value for name, value in body.items()}
    assert client.post(URL, headers=admin, json=sent).status_code == status
    assert client.get(URL, headers=admin).json() == []


def test_no_log_holds_a_secret(
    client: TestClient, admin: dict[str, str], key: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    structlog.reset_defaults()
    configure_logs()
    wrong = f"tsk_{key['id']}_{'A' * 43}"
    client.get("/v1/me", headers=bearer(key))
    client.get("/v1/me", headers={"Authorization": f"Bearer {wrong}"})
    client.get(f"/v1/schemes/{key['key']}", headers=admin)

    app: Any = client.app

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError("nobody foresaw this")

    assert client.get("/fails", headers=bearer(key)).status_code == 500
    client.get("/v1/me", headers={"Authorization": "Bearer a.b.c-secret-token"})
    logged = "".join(capfd.readouterr())
    structlog.reset_defaults()
    assert "nobody foresaw this" in logged
    for secret in (key["key"].split("_", 2)[2], admin["Authorization"].split()[1], "A" * 43, "c-secret-token"):
        assert secret not in logged

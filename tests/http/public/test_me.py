from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.settings import Settings


def test_who_sends_no_key_is_anonymous_with_what_that_allows(client: TestClient) -> None:
    assert client.get("/v1/me").json() == {
        "id": "anonymous",
        "name": "anonymous",
        "grants": [{"role": "annotator", "scheme": None, "languages": None}],
        "key": None,
        "expires": None,
    }


def test_anonymous_may_do_nothing_where_anonymous_reading_is_off(client: TestClient, settings: Settings) -> None:
    with TestClient(create_app(settings.model_copy(update={"anonymous_reading": False}))) as closed:
        assert closed.get("/v1/me").json()["grants"] == []


def test_a_key_is_told_whose_it_is_and_when_it_ends(client: TestClient, admin: dict[str, str]) -> None:
    grants = [{"role": "linguist", "scheme": "shoes", "languages": ["ar", "he"]}]
    actor = client.post("/admin/v1/actors", headers=admin, json={"name": "Ayşe", "grants": grants}).json()
    body = {"actor": actor["id"], "expires": "2199-01-01T00:00:00Z"}
    key = client.post("/admin/v1/keys", headers=admin, json=body).json()
    assert client.get("/v1/me", headers={"Authorization": f"Bearer {key['key']}"}).json() == {
        "id": actor["id"],
        "name": "Ayşe",
        "grants": grants,
        "key": key["id"],
        "expires": "2199-01-01T00:00:00Z",
    }


def test_the_key_of_the_settings_is_an_admin(client: TestClient, admin: dict[str, str]) -> None:
    me = client.get("/v1/me", headers=admin).json()
    assert (me["id"], me["grants"]) == ("bootstrap", [{"role": "admin", "scheme": None, "languages": None}])

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.settings import Settings
from tests.local_server import LocalServer, serving
from tests.patience import in_time

URL = "/admin/v1/webhooks"
SHOES = Path(__file__).parents[2] / "data" / "http" / "shoes.ttl"


@pytest.fixture
def receiver() -> Iterator[LocalServer]:
    with serving(lambda _: (204, {}, b"")) as server:
        yield server


@pytest.fixture
def open_client(filled: Settings) -> Iterator[TestClient]:
    """A service that may tell webhooks at private addresses."""
    with TestClient(create_app(filled.model_copy(update={"webhook_private": True}))) as running:
        yield running


def test_a_release_is_told_to_the_webhook_by_the_running_service(
    open_client: TestClient, admin: dict[str, str], receiver: LocalServer
) -> None:
    body = {"url": receiver.url, "kinds": ["release"], "scheme": "shoes"}
    made = open_client.post(URL, headers=admin, json=body)
    assert (made.status_code, made.json()["secret"].startswith("whsec_")) == (201, True)
    changed = SHOES.read_text(encoding="utf-8").replace('"Laufschuh"@de', '"Rennschuh"@de')
    open_client.post("/admin/v1/imports", params={"name": "shoes.ttl"}, headers=admin, content=changed.encode())

    def told() -> dict[str, Any]:
        (delivery,) = open_client.get(f"{URL}/{made.json()['id']}/deliveries", headers=admin).json()
        return dict(delivery)

    assert in_time(lambda: told()["state"] == "delivered")
    own = told()
    assert (own["event"], own["state"], own["tries"], own["status"]) == ("shoes-2", "delivered", 1, 204)
    assert [received.headers["webhook-id"] for received in receiver.received] == ["shoes-2"]


def test_webhooks_are_made_shown_and_removed(client: TestClient, admin: dict[str, str]) -> None:
    made = client.post(URL, headers=admin, json={"url": "https://example.org/", "kinds": ["release"]}).json()
    shown = {name: value for name, value in made.items() if name != "secret"}
    assert client.get(URL, headers=admin).json() == [shown]
    assert client.get(f"{URL}/{made['id']}", headers=admin).json() == shown
    assert client.get(f"{URL}/{made['id']}/deliveries", headers=admin).json() == []
    assert client.delete(f"{URL}/{made['id']}", headers=admin).status_code == 204
    assert client.get(f"{URL}/{made['id']}", headers=admin).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"url": "https://example.org/"}, 422),
        ({"url": "https://example.org/", "kinds": []}, 422),
        ({"url": "https://example.org/", "kinds": ["weather"]}, 422),
        ({"url": "https://example.org/", "kinds": ["release"], "scheme": "boots"}, 404),
        ({"url": "https://127.0.0.1/", "kinds": ["release"]}, 400),
        ({"url": "http://example.org/", "kinds": ["release"]}, 400),
    ],
)
def test_a_webhook_that_makes_no_sense_is_not_made(
    client: TestClient, admin: dict[str, str], body: dict[str, Any], status: int
) -> None:
    answer = client.post(URL, headers=admin, json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert client.get(URL, headers=admin).json() == []


def test_only_a_dead_delivery_is_tried_again(client: TestClient, admin: dict[str, str]) -> None:
    made = client.post(URL, headers=admin, json={"url": "https://example.org/", "kinds": ["release"]}).json()
    assert client.post(f"{URL}/{made['id']}/deliveries/1/retry", headers=admin).status_code == 404


def test_a_webhook_says_that_its_maker_lost_the_right_and_is_taken_over(
    client: TestClient, admin: dict[str, str]
) -> None:
    grants = [{"role": "admin", "scheme": "shoes"}]
    ayse = client.post("/admin/v1/actors", headers=admin, json={"name": "Ayşe", "grants": grants}).json()["id"]
    key = client.post("/admin/v1/keys", headers=admin, json={"actor": ayse}).json()["key"]
    body = {"url": "https://example.org/", "kinds": ["release"], "scheme": "shoes"}
    made = client.post(URL, headers={"Authorization": f"Bearer {key}"}, json=body).json()
    assert (made["actor"], made["state"]) == (ayse, "active")
    client.delete(f"/admin/v1/actors/{ayse}/grants/admin", headers=admin, params={"scheme": "shoes"})
    assert client.get(f"{URL}/{made['id']}", headers=admin).json()["state"] == "maker-lost-right"
    taken = client.post(f"{URL}/{made['id']}:take-over", headers=admin).json()
    assert (taken["id"], taken["actor"], taken["state"]) == (made["id"], "bootstrap", "active")
    assert taken["secret"] != made["secret"]
    assert [hook["state"] for hook in client.get(URL, headers=admin).json()] == ["active"]

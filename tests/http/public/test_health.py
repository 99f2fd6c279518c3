from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url
from starlette.testclient import TestClient

from taxonomy_service.settings import Settings
from tests.http.conftest import SHOES
from tests.postgresql import Server

Away = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def away(filled: Settings, request: pytest.FixtureRequest, tmp_path: Path) -> Away:
    """Take the database away for a while: stop the server, or move the file."""

    @contextmanager
    def moved() -> Iterator[None]:
        file = Path(make_url(filled.url).database or "")
        file.rename(tmp_path / "away.db")
        try:
            yield
        finally:
            (tmp_path / "away.db").rename(file)

    if filled.url.startswith("sqlite"):
        return moved
    server: Server = request.getfixturevalue("postgresql")
    return server.away


def test_the_service_says_that_it_is_there(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_the_service_says_that_it_reaches_its_database(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ok", "releases": {"shoes": 1}}


def test_labels_are_judged_while_the_database_is_away(client: TestClient, away: Away, admin: dict[str, str]) -> None:
    question = {"label": "Laufschuh", "language": "de", "concept": "running-shoe"}
    shown = "/v1/schemes/shoes/concepts/running-shoe"
    before = client.post("/v1/schemes/shoes/validate", json=question)
    assert client.get(shown).status_code == 200
    with away():
        ready = client.get("/readyz")
        assert (ready.status_code, ready.headers["Retry-After"]) == (503, "5")
        assert ready.json()["detail"].endswith("labels are judged all the same")
        assert ready.json()["data"] == {"releases": {"shoes": 1}}
        assert client.get("/healthz").status_code == 200
        assert client.post("/v1/schemes/shoes/validate", json=question).content == before.content
        assert client.get(shown).status_code == 200, "it was read before"
        written = client.post("/admin/v1/actors", json={"name": "Zoë"}, headers=admin)
        assert (written.status_code, written.headers["Retry-After"]) == (503, "5")
        assert written.json()["type"].endswith("database-unusable")
        imported = client.post("/admin/v1/imports?name=shoes.ttl", content=SHOES.read_bytes(), headers=admin)
        assert (imported.status_code, imported.headers["Retry-After"]) == (503, "5")
    assert client.get("/readyz").status_code == 200
    assert client.post("/admin/v1/actors", json={"name": "Zoë"}, headers=admin).status_code == 201


def test_a_release_that_was_never_asked_for_is_judged_by_while_the_database_is_away(
    client: TestClient, away: Away
) -> None:
    with away():
        answer = client.post("/v1/schemes/shoes/validate", json={"label": "ランニングシューズ", "language": "ja"})
        assert answer.json()["verdict"] == "preferred"
        pinned = client.post("/v1/schemes/shoes/validate?release=1", json={"label": "Laufschuh"})
        assert (pinned.status_code, pinned.headers["Retry-After"]) == (503, "5")

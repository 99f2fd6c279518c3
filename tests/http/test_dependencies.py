from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore

import pytest
from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.engine import Connection
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.http.dependencies import ReadingStore, WritingStore
from taxonomy_service.http.state import State
from taxonomy_service.settings import Settings
from taxonomy_service.store.schemes import list_schemes
from tests.patience import PATIENCE


@pytest.fixture
def quiet(client: TestClient, settings: Settings) -> Iterator[tuple[FastAPI, TestClient]]:
    """An application none of whose chores writes meanwhile."""
    assert client.get("/healthz").status_code == 200
    app = create_app(settings.model_copy(update={"poll_seconds": 3600}))
    with TestClient(app) as running:
        yield app, running


def test_a_commit_that_fails_is_not_told_as_a_success(quiet: tuple[FastAPI, TestClient]) -> None:
    app, client = quiet

    @app.post("/writes")
    def writes(store: WritingStore) -> dict[str, str]:
        store.session.connection()
        return {"done": "yes"}

    state: State = app.state.taxonomy

    failures = ["the disk is full"]

    def refuse(connection: Connection) -> None:
        if failures and connection.get_execution_options().get("writing"):
            raise RuntimeError(failures.pop())

    event.listen(state.engine, "commit", refuse)
    assert client.post("/writes").status_code == 500
    assert client.post("/writes").json() == {"done": "yes"}


@pytest.mark.parametrize("header", ["", ",,,", "en;q=x", "*;q=0.1", "x" * 5_000])
def test_a_language_header_that_makes_no_sense_gives_the_default(client: TestClient, header: str) -> None:
    answer = client.get("/v1/schemes/shoes/concepts/shoe", headers={"Accept-Language": header})
    assert answer.json()["label"]["language"] == "en"


def test_the_beginning_of_a_hash_pins_a_release(client: TestClient) -> None:
    content_hash = client.get("/v1/schemes/shoes").json()["current"]["content_hash"]
    assert client.get("/v1/schemes/shoes", params={"release": content_hash[:12]}).status_code == 200
    assert client.get("/v1/schemes/shoes", params={"release": content_hash[:4]}).status_code == 404


def test_who_is_not_known_takes_no_write_lock(quiet: tuple[FastAPI, TestClient]) -> None:
    app, client = quiet

    @app.post("/writes")
    def writes(store: WritingStore) -> None:
        store.session.connection()

    begun: list[bool] = []
    state: State = app.state.taxonomy
    event.listen(state.engine, "begin", lambda connection: begun.append(connection.get_execution_options()["writing"]))
    answer = client.post("/writes", headers={"Authorization": "Bearer tsk_0123456789ab_" + "A" * 43})
    assert (answer.status_code, True in begun) == (401, False)
    assert client.post("/writes").status_code == 200
    assert True in begun


def test_wrong_keys_hold_up_nobody_whose_key_was_right(
    client: TestClient, admin: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = client.post("/admin/v1/actors", headers=admin, json={"name": "Zoë"}).json()["id"]
    key = client.post("/admin/v1/keys", headers=admin, json={"actor": actor}).json()
    right = {"Authorization": f"Bearer {key['key']}"}
    assert client.get("/v1/me", headers=right).json()["name"] == "Zoë"
    begun, go_on = Semaphore(0), Event()

    def slow(*_: object, **__: object) -> bytes:
        begun.release()
        go_on.wait(PATIENCE)
        return b"wrong"

    monkeypatch.setattr("hashlib.scrypt", slow)
    monkeypatch.setattr("taxonomy_service.services.authentication.MEMORY", 0.0)
    wrong = [{"Authorization": f"Bearer tsk_{key['id']}_{chr(ord('A') + number) * 43}"} for number in range(24)]
    with ThreadPoolExecutor(len(wrong)) as pool:
        tries = [pool.submit(client.get, "/v1/me", headers=headers) for headers in wrong]
        assert begun.acquire(timeout=PATIENCE)
        for _ in range(3):
            assert client.get("/v1/me", headers=right).json()["name"] == "Zoë"
        assert not any(waiting.done() for waiting in tries)
        go_on.set()
        assert {waiting.result().status_code for waiting in tries} == {401}


def test_more_requests_than_connections_all_have_their_turn(settings: Settings, client: TestClient) -> None:
    """Each holds a connection for reading while it waits for one for writing."""
    few = settings.model_copy(update={"database_pool": 1, "database_pool_more": 1})
    with TestClient(create_app(few)) as narrow, ThreadPoolExecutor(12) as threads:
        app = narrow.app
        assert isinstance(app, FastAPI)

        @app.post("/reads-and-writes")
        def reads_and_writes(reading: ReadingStore, writing: WritingStore) -> dict[str, int]:
            return {"schemes": len(list_schemes(reading)) + len(list_schemes(writing))}

        answers = list(threads.map(lambda _: narrow.post("/reads-and-writes"), range(48)))
    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {"schemes": 2})] * 48


def test_database_that_is_away_is_told_with_when_to_come_back(settings: Settings, client: TestClient) -> None:
    away = settings.model_copy(update={"database_replica_url": "postgresql://127.0.0.1:1/none"})
    alone = TestClient(create_app(away))  # not entered: the start would look for releases
    answer = alone.get("/readyz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["type"] == "urn:taxonomy-service:problem:database-unusable"
    assert alone.get("/healthz").status_code == 200

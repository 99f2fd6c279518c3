from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from taxonomy_service.app import create_app
from taxonomy_service.settings import Settings


def test_every_answer_carries_a_request_id(client: TestClient) -> None:
    made = client.get("/healthz").headers["x-request-id"]
    assert len(made) == 32
    assert client.get("/nix", headers={"X-Request-Id": "job-7"}).headers["x-request-id"] == "job-7"


@pytest.mark.parametrize("given", ["x" * 65, "b\u00e4d"])
def test_a_request_id_that_is_odd_is_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/healthz", headers={b"X-Request-Id": given.encode()})
    assert answer.headers["x-request-id"] != given


@pytest.fixture
def failing(client: TestClient, settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings)

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError("nobody foresaw this: secret")

    with TestClient(app, raise_server_exceptions=False) as running:
        yield running


def test_an_unforeseen_failure_is_a_problem_that_tells_only_its_number(
    failing: TestClient,
) -> None:
    with capture_logs() as logged:
        answer = failing.get("/fails")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert answer.json()["data"]["request_id"] == answer.headers["x-request-id"]
    assert [entry["request_id"] for entry in logged] == [answer.headers["x-request-id"]]

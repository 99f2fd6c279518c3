import json
from collections.abc import Iterator

import pytest
import structlog
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


@pytest.mark.parametrize(
    ("path", "status"), [("/healthz", 200), ("/v1/schemes", 200), ("/v1/schemes/nix", 404), ("/nix", 404)]
)
def test_what_answers_get_answers_head(client: TestClient, path: str, status: int) -> None:
    head, got = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (status, b"")
    assert head.headers["content-length"] == str(len(got.content))


def test_a_question_is_not_asked_by_head(client: TestClient) -> None:
    assert client.head("/v1/schemes/shoes/validate").status_code == 405


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


def test_each_request_is_a_line_of_the_log_where_that_is_wanted(
    client: TestClient, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.reset_defaults()
    with TestClient(create_app(settings.model_copy(update={"log_requests": True}))) as logging:
        logging.get("/v1/schemes/shoes/search?q=geheim&language=de", headers={"X-Request-Id": "job-7"})
        client.get("/healthz")
    structlog.reset_defaults()
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert {name: told[name] for name in ("event", "request_id", "method", "status", "route")} == {
        "event": "request",
        "request_id": "job-7",
        "method": "GET",
        "status": 200,
        "route": "/v1/schemes/{scheme}/search",
    }
    assert told["path"] == "/v1/schemes/shoes/search"
    assert told["milliseconds"] > 0


def test_bodies_that_together_take_too_much_memory_are_refused_for_now(client: TestClient, settings: Settings) -> None:
    few = settings.model_copy(update={"max_bodies_bytes": 1_000})
    question = {"label": "Laufschuh", "language": "de"}
    with TestClient(create_app(few)) as small:
        refused = small.post("/v1/schemes/shoes/validate", json=question | {"attributes": {"a": "x" * 1_200}})
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert refused.json()["type"].endswith(":overloaded")
        for _ in range(20):  # what was refused or answered is let go of
            assert small.post("/v1/schemes/shoes/validate", json=question).status_code == 200

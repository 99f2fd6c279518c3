import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.settings import Settings

KEY = "a-key-for-prometheus-alone"
VALIDATE = "/v1/schemes/shoes/validate"


def values(client: TestClient, key: str | None = None) -> dict[str, float]:
    """Return every sample by its name and the values of its labels, in the order of their names."""
    answer = client.get("/metrics", headers={} if key is None else {"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        " ".join([sample.name, *(value for _, value in sorted(sample.labels.items()))]): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@pytest.fixture
def local(filled: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(filled), client=("127.0.0.1", 4711), raise_server_exceptions=False) as client:
        yield client


def test_requests_are_counted_by_template_method_and_status(local: TestClient) -> None:
    for concept in ("running-shoe", "shoe", "none"):
        local.get(f"/v1/schemes/shoes/concepts/{concept}?language=de")
    local.get("/wp-login.php")
    local.request("BREW", "/healthz")
    found = values(local)
    concepts = "/v1/schemes/{scheme}/concepts/{concept}"
    assert found[f"taxonomy_requests_total GET {concepts} 200"] == 2
    assert found[f"taxonomy_requests_total GET {concepts} 404"] == 1
    assert found[f"taxonomy_request_seconds_count {concepts}"] == 3
    assert found[f"taxonomy_request_seconds_bucket +Inf {concepts}"] == 3
    assert 0 < found[f"taxonomy_request_seconds_sum {concepts}"] < 30
    assert found["taxonomy_requests_total GET unmatched 404"] == 1
    assert [name for name in found if "BREW" in name or "wp-login" in name] == []
    assert found["taxonomy_requests_total other /healthz 405"] == 1


@pytest.mark.parametrize("path", ["", "/batch", "/stream"])
def test_validations_are_counted_by_template_too(local: TestClient, path: str) -> None:
    local.post(VALIDATE + path, json={"label": "Laufschuh"})
    local.get(VALIDATE + path)
    template, found = "/v1/schemes/{scheme}/validate" + path, values(local)
    status = 422 if path == "/batch" else 200
    assert found[f"taxonomy_requests_total POST {template} {status}"] == 1
    assert found[f"taxonomy_requests_total GET {template} 405"] == 1
    assert found[f"taxonomy_request_seconds_count {template}"] == 2


def test_verdicts_are_counted_by_code_and_language_of_the_release(local: TestClient) -> None:
    local.post(VALIDATE, json={"label": "Laufschuh", "language": "de"})
    local.post(VALIDATE, json={"label": "Laufschuh"})
    items = [{"label": label} for label in ("Laufschuh", "Laufschuh", "Luftschloss")]
    local.post(f"{VALIDATE}/batch", json={"language": "de-AT", "items": items})
    lines = [
        {"label": "Laufschuh", "language": "de"},
        {"label": "x", "language": "sw"},
        {"label": "x", "language": "-"},
    ]
    local.post(f"{VALIDATE}/stream", content="\n".join(["{", "", *map(json.dumps, lines)]))
    found = {name: count for name, count in values(local).items() if name.startswith("taxonomy_verdicts_total")}
    assert found == {
        "taxonomy_verdicts_total de preferred": 4,
        "taxonomy_verdicts_total any preferred": 1,
        "taxonomy_verdicts_total de unknown": 1,
        "taxonomy_verdicts_total other unknown": 1,
        "taxonomy_verdicts_total other malformed": 1,
    }


def test_release_in_use_and_lengths_of_queues_are_told(local: TestClient) -> None:
    found = values(local)
    assert found["taxonomy_release_in_use shoes"] == 1
    assert found["taxonomy_database_up"] == 1
    assert found["taxonomy_webhooks_waiting"] == found["taxonomy_jobs_running"] == 0


def test_metrics_are_told_while_the_database_is_away(local: TestClient, filled: Settings) -> None:
    if not filled.url.startswith("sqlite"):
        pytest.skip("tests/http/public/test_health.py stops a server")
    path = Path(filled.url.removeprefix("sqlite:///"))
    local.app.state.taxonomy.reading.dispose()  # type: ignore[attr-defined]
    path.rename(path.with_suffix(".away"))
    found = values(local)
    path.with_suffix(".away").replace(path)
    assert found["taxonomy_database_up"] == 0
    assert "taxonomy_jobs_running" not in found
    assert found["taxonomy_release_in_use shoes"] == 1


def test_without_a_key_they_are_told_to_this_machine_alone(
    client: TestClient, filled: Settings, local: TestClient
) -> None:
    assert client.get("/metrics").status_code == 404
    for name in ("X-Forwarded-For", "Forwarded"):
        assert local.get("/metrics", headers={name: "for=203.0.113.9"}).status_code == 404
    with TestClient(create_app(filled), client=("::1", 4711)) as other:
        assert other.get("/metrics").status_code == 200


def test_with_a_key_they_are_told_to_whoever_has_it(filled: Settings, admin: dict[str, str]) -> None:
    settings = Settings(**(filled.model_dump() | {"metrics_key": KEY}))
    with TestClient(create_app(settings)) as client:
        assert values(client, KEY)["taxonomy_database_up"] == 1
        for headers in ({}, admin, {"Authorization": f"Bearer {KEY}x"}, {"Authorization": b"Bearer \xff"}):
            answer = client.get("/metrics", headers=headers)  # type: ignore[arg-type]
            assert answer.status_code == 401
            assert "taxonomy_" not in answer.text

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from taxonomy_service.store.events import prune_events
from taxonomy_service.store.session import transaction

URL = "/v1/schemes/shoes/changes"
SHOES = Path(__file__).parents[2] / "data" / "http" / "shoes.ttl"


def test_releases_are_in_the_feed_and_one_goes_on_where_one_was(client: TestClient, admin: dict[str, str]) -> None:
    first = client.get(URL).json()
    assert [(event["number"], event["kind"], event["data"]["release"]) for event in first["items"]] == [
        (1, "release", 1)
    ]
    assert client.get(URL, params={"since": first["next"]}).json() == {"items": [], "next": 1}
    changed = SHOES.read_text(encoding="utf-8").replace('"Laufschuh"@de', '"Rennschuh"@de')
    client.post("/admin/v1/imports", params={"name": "shoes.ttl"}, headers=admin, content=changed.encode())
    second = client.get(URL, params={"since": first["next"]}).json()
    current = client.get("/v1/schemes/shoes").json()["current"]
    assert [event["data"] for event in second["items"]] == [
        {"release": 2, "version": current["version"], "content_hash": current["content_hash"]}
    ]
    assert second["next"] == 2
    assert len(client.get(URL, params={"limit": 1}).json()["items"]) == 1


@pytest.mark.parametrize("query", [{"since": "-1"}, {"since": "yesterday"}, {"limit": "0"}, {"since": "9" * 40}])
def test_a_place_that_is_none_is_a_problem(client: TestClient, query: dict[str, str]) -> None:
    assert client.get(URL, params=query).status_code == 422


def test_a_scheme_that_is_not_there_has_no_feed(client: TestClient) -> None:
    assert client.get("/v1/schemes/boots/changes").status_code == 404


def test_a_place_that_is_kept_no_longer_is_a_problem_that_says_where_to_go_on(
    client: TestClient, admin: dict[str, str]
) -> None:
    changed = SHOES.read_text(encoding="utf-8").replace('"Laufschuh"@de', '"Rennschuh"@de')
    client.post("/admin/v1/imports", params={"name": "shoes.ttl"}, headers=admin, content=changed.encode())
    app: Any = client.app
    with transaction(app.state.taxonomy.engine) as store:
        prune_events(store, datetime.now(UTC) + timedelta(days=1), 10)
    answer = client.get(URL, params={"since": 0})
    problem = answer.json()
    assert (answer.status_code, problem["type"], problem["title"]) == (410, "urn:taxonomy-service:problem:gone", "Gone")
    assert "present state" in problem["detail"]
    again = client.get(URL, params=problem["data"]).json()
    assert [event["number"] for event in again["items"]] == [2]
    assert client.get(URL).json() == again

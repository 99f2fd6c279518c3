from typing import Any

import pytest
from starlette.testclient import TestClient

URL = "/admin/v1/schemes/shoes/concepts/shoe/labels"
BODY = {"label": {"form": "Schühchen", "language": "de", "kind": "alternative"}}


def _write(client: TestClient, admin: dict[str, str], query: str = "", **headers: str) -> Any:
    return client.post(URL + query, json=BODY, headers={**admin, **headers})


@pytest.mark.parametrize("form", ["{}", "W/{}", '"0000", {}', "*"])
def test_if_match_is_read_in_every_form_that_http_allows(client: TestClient, admin: dict[str, str], form: str) -> None:
    etag = client.get("/admin/v1/schemes/shoes/concepts/shoe", headers=admin).headers["etag"]
    assert _write(client, admin, **{"If-Match": form.format(etag)}).status_code == 200


@pytest.mark.parametrize("given", ["", "0000", '"0000"'])
def test_an_if_match_that_names_no_present_state_is_412(client: TestClient, admin: dict[str, str], given: str) -> None:
    assert _write(client, admin, **{"If-Match": given}).status_code == 412


def test_a_dry_run_need_not_say_what_it_has_seen_but_may(client: TestClient, admin: dict[str, str]) -> None:
    assert _write(client, admin, "?dry_run=true").json()["dry_run"] is True
    assert _write(client, admin, "?dry_run=true", **{"If-Match": '"0000"'}).status_code == 412


def test_the_same_key_with_another_query_is_another_request(client: TestClient, admin: dict[str, str]) -> None:
    headers = {"If-Match": "*", "Idempotency-Key": "k"}
    assert _write(client, admin, **headers).status_code == 200
    assert _write(client, admin, "?comment=b", **headers).status_code == 422


def test_who_may_not_write_learns_nothing_of_body_or_state(client: TestClient) -> None:
    assert client.post(URL, content=b"{").status_code == 401
    assert client.post(URL.replace("shoes", "nothing", 1), content=b"{").status_code == 401

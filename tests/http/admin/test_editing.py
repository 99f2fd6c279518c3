from typing import Any

import pytest
from starlette.testclient import TestClient

BASE = "/admin/v1/schemes/shoes"
Headers = dict[str, str]


def _get(client: TestClient, admin: Headers, path: str) -> tuple[dict[str, Any], str]:
    answer = client.get(BASE + path, headers=admin)
    assert answer.status_code == 200, answer.text
    return answer.json(), answer.headers["etag"]


def _label(form: str, language: str, kind: str = "alternative") -> dict[str, str]:
    return {"form": form, "language": language, "kind": kind}


def test_a_label_is_added_by_who_has_seen_the_concept(client: TestClient, admin: Headers) -> None:
    before, etag = _get(client, admin, "/concepts/running-shoe")
    body = {"label": {**_label("but do biegania", "PL", "preferred"), "equivalence": "exact", "note": "pewne"}}
    answer = client.post(BASE + "/concepts/running-shoe/labels", json=body, headers={**admin, "If-Match": etag})
    assert answer.status_code == 200, answer.text
    after, new = _get(client, admin, "/concepts/running-shoe")
    assert answer.headers["etag"] == new != etag
    (label,) = [own for own in after["labels"] if own not in before["labels"]]
    assert (label["form"], label["language"], label["equivalence"], label["note"]) == (
        "but do biegania",
        "pl",
        "exact",
        "pewne",
    )
    assert label["approval"] == "draft"
    (change,) = [own for own in answer.json()["changes"] if own["id"] == "running-shoe"]
    assert [own["form"] for own in change["labels_added"]] == ["but do biegania"]


def test_a_write_that_does_not_say_what_it_has_seen_is_428(client: TestClient, admin: Headers) -> None:
    answer = client.post(BASE + "/concepts/running-shoe/labels", json={"label": _label("x", "de")}, headers=admin)
    assert answer.status_code == 428
    assert answer.json()["type"].endswith("precondition-missing")


@pytest.mark.parametrize("path", ["/concepts/running-shoe/labels", "/change-sets"])
def test_a_stale_write_is_412_with_the_present_state(client: TestClient, admin: Headers, path: str) -> None:
    operation = {"label": _label("Rennschuh", "de")}
    body: Any = operation
    if path == "/change-sets":
        body = {"operations": [{"operation": "add-label", "concept": "running-shoe", **operation}]}
    answer = client.post(BASE + path, json=body, headers={**admin, "If-Match": '"0123"'})
    assert answer.status_code == 412
    current = answer.json()["data"]["current"]
    assert current["id"] == ("running-shoe" if "concepts" in path else "shoes")
    again = client.post(BASE + path, json=body, headers={**admin, "If-Match": f'"{current["etag"]}"'})
    assert again.status_code == 200, again.text


def test_a_retry_with_the_same_key_is_done_once(client: TestClient, admin: Headers) -> None:
    _, etag = _get(client, admin, "/concepts/running-shoe")
    headers = {**admin, "If-Match": etag, "Idempotency-Key": "7d7e"}
    body = {"label": _label("Rennschuh", "de")}
    first = client.post(BASE + "/concepts/running-shoe/labels", json=body, headers=headers)
    again = client.post(BASE + "/concepts/running-shoe/labels", json=body, headers=headers)
    assert (first.status_code, again.status_code) == (200, 200)
    assert (first.content, first.headers["etag"]) == (again.content, again.headers["etag"])
    other = client.post(
        BASE + "/concepts/running-shoe/labels", json={"label": _label("Joggingschuh", "de")}, headers=headers
    )
    assert other.status_code == 422
    assert other.json()["type"].endswith("idempotency-key-reused")


def test_a_refused_request_may_be_tried_again_under_its_key(client: TestClient, admin: Headers) -> None:
    headers = {**admin, "If-Match": "*", "Idempotency-Key": "k"}
    url = BASE + "/concepts/running-shoe:restore"
    assert client.post(url, headers=headers).json()["data"]["fault"] == "not-retired"
    retired = client.post(BASE + "/concepts/running-shoe:retire", json={}, headers={**admin, "If-Match": "*"})
    assert retired.status_code == 200, retired.text
    assert client.post(url, headers=headers).status_code == 200


def test_a_change_set_is_tried_done_and_undone(client: TestClient, admin: Headers) -> None:
    before, etag = _get(client, admin, "/concepts/running-shoe")
    body = {
        "comment": "one word for all sports",
        "operations": [
            {
                "operation": "create",
                "id": "boot",
                "labels": [_label("Stiefel", "de", "preferred")],
                "broader": ["shoe"],
            },
            {"operation": "move", "concept": "running-shoe", "broader": ["boot"]},
        ],
    }
    tried = client.post(BASE + "/change-sets?dry_run=true", json=body, headers=admin).json()
    assert tried["dry_run"]
    assert client.get(BASE + "/concepts/boot", headers=admin).status_code == 404
    done = client.post(BASE + "/change-sets", json=body, headers={**admin, "If-Match": "*"}).json()
    assert done["changes"] == tried["changes"]
    assert _get(client, admin, "/concepts/running-shoe")[0]["broader"] == ["boot"]
    undone = client.post(
        f"{BASE}/change-sets/{done['change_set']}:undo", headers={**admin, "If-Match": f'"{done["etag"]}"'}
    )
    assert undone.status_code == 200, undone.text
    assert _get(client, admin, "/concepts/running-shoe") == (before, etag)
    assert client.get(BASE + "/concepts/boot", headers=admin).status_code == 404


def test_an_edit_does_not_touch_the_release(client: TestClient, admin: Headers) -> None:
    question = {"label": "Rennschuh", "language": "de"}
    client.post(
        BASE + "/concepts/running-shoe/labels",
        json={"label": _label("Rennschuh", "de")},
        headers={**admin, "If-Match": "*"},
    )
    assert client.post("/v1/schemes/shoes/validate", json=question).json()["verdict"] == "unknown"
    assert len(client.get("/v1/schemes/shoes/releases").json()) == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("POST", "/concepts/nothing/labels", {"label": _label("x", "de")}, 404, "nothing"),
        ("POST", "/concepts/running-shoe/labels", {"label": _label("x", "en_US")}, 400, "language tag"),
        ("POST", "/concepts/running-shoe/labels", {"label": _label("a\u202eb", "ar")}, 400, "control-character"),
        ("POST", "/concepts/running-shoe/labels", {"label": _label("x", "de"), "more": 1}, 422, "more"),
        ("POST", "/concepts/running-shoe/labels", {}, 422, "label"),
        ("POST", "/concepts/running-shoe/labels", [], 422, "JSON object"),
        (
            "POST",
            "/concepts/running-shoe/labels",
            {"label": _label("Joggingschuh", "de", "preferred")},
            409,
            "Laufschuh",
        ),
        ("POST", "/concepts", {"id": "shoe"}, 409, "used before"),
        ("POST", "/concepts/shoe:move", {"broader": ["running-shoe"]}, 409, "narrower"),
        ("POST", "/concepts/shoe:merge", {"into": "shoe"}, 409, "itself"),
        ("POST", "/change-sets", {"operations": []}, 400, "at least one"),
        ("POST", "/change-sets", {"operations": [{"operation": "rename"}]}, 422, "rename"),
        ("PUT", "/concepts/shoe/relations/sideways/running-shoe", None, 422, "sideways"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_place(
    client: TestClient, admin: Headers, method: str, path: str, body: Any, status: int, said: str
) -> None:
    before = _get(client, admin, "/draft")
    answer = client.request(method, BASE + path, json=body, headers={**admin, "If-Match": "*"})
    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"]
    assert _get(client, admin, "/draft") == before


def test_a_body_that_is_no_json_is_400(client: TestClient, admin: Headers) -> None:
    headers = {**admin, "If-Match": "*"}
    assert client.post(BASE + "/change-sets", content=b"{", headers=headers).status_code == 400
    assert client.post(BASE + "/change-sets", content=b"[" * 90_000, headers=headers).status_code == 400


@pytest.mark.parametrize("path", ["/draft", "/concepts/shoe"])
def test_nobody_reads_or_writes_the_draft_without_the_right(client: TestClient, path: str) -> None:
    assert client.get(BASE + path).status_code == 401
    body = {"operations": [{"operation": "restore", "concept": "shoe"}]}
    assert client.post(BASE + "/change-sets", json=body, headers={"If-Match": "*"}).status_code == 401


def test_structure_collections_attributes_and_settings_have_their_routes(client: TestClient, admin: Headers) -> None:
    headers = {**admin, "If-Match": "*"}
    steps: list[tuple[str, str, Any]] = [
        ("POST", "/concepts", {"id": "boot", "labels": [_label("ブーツ", "ja", "preferred")]}),
        ("PUT", "/concepts/boot/relations/broader/shoe", None),
        ("POST", "/concepts/boot/notes", {"note": {"text": "bedeckt den Knöchel", "language": "de"}}),
        ("POST", "/concepts/boot/mappings", {"kind": "exactMatch", "target": "http://www.wikidata.org/entity/Q190868"}),
        ("PUT", "/attributes/pose", {"names": [{"form": "Haltung", "language": "de"}], "values": [{"id": "worn"}]}),
        ("PUT", "/concepts/boot/attributes/pose", None),
        ("POST", "/collections", {"id": "winter", "members": ["boot"], "ordered": True}),
        ("PUT", "/settings", {"settings": {"required_languages": ["de", "JA"]}}),
    ]
    for method, path, body in steps:
        answer = client.request(method, BASE + path, json=body, headers=headers)
        assert answer.status_code in {200, 201}, (path, answer.text)
    boot, _ = _get(client, admin, "/concepts/boot")
    assert (boot["broader"], boot["notes"][0]["text"], len(boot["mappings"])) == (["shoe"], "bedeckt den Knöchel", 1)
    assert boot["required_attributes"][0].endswith("attribute/pose")
    assert _get(client, admin, "/collections/winter")[0]["members"] == [boot["iri"]]
    assert _get(client, admin, "/draft")[0]["settings"]["required_languages"] == ["de", "ja"]
    for method, path in (
        ("DELETE", "/collections/winter"),
        ("DELETE", "/concepts/boot/attributes/pose"),
        ("DELETE", "/attributes/pose"),
    ):
        assert client.request(method, BASE + path, headers=headers).status_code == 200
    assert client.get(BASE + "/collections/winter", headers=admin).status_code == 404

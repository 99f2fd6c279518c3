from typing import Any

import pytest
from starlette.testclient import TestClient

PATH = "/v1/schemes/shoes/revalidate"
Headers = dict[str, str]


@pytest.fixture
def released(client: TestClient, admin: Headers) -> TestClient:
    headers = {**admin, "If-Match": "*"}
    label = {"form": "zapatilla", "language": "es", "kind": "preferred"}
    body = {"operations": [{"operation": "add-label", "concept": "running-shoe", "label": label}]}
    assert client.post("/admin/v1/schemes/shoes/change-sets", json=body, headers=headers).status_code == 200
    assert client.post("/admin/v1/schemes/shoes/releases", json={}, headers=headers).status_code == 201
    return client


def test_the_items_of_a_body_are_judged_by_both_releases(released: TestClient) -> None:
    items = [{"label": "zapatilla", "language": "es"}, {"label": "Laufschuh", "language": "de"}]
    answer = released.post(f"{PATH}?from=1&to=2", json={"items": items})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["from"]["number"], found["to"]["number"], found["labels"], found["labels_changed"]) == (1, 2, 2, 1)
    (changed,) = found["changed"]
    assert (changed["before"]["verdict"], changed["after"]["verdict"]) == ("unknown", "preferred")
    told = [reason["message"] for reason in changed["reasons"]]
    assert (changed["place"], told) == ("item 1", ["“zapatilla” was put on running-shoe"])
    same = released.post(f"{PATH}?from=2", json={"items": items}).json()
    assert same["changed"] == []
    app: Any = released.app
    whole = app.state.taxonomy.served.whole
    assert [whole.ready("shoes", wanted) is not None for wanted in ("2", None)] == [True, False], (
        "None is kept for good"
    )


def test_an_annotation_file_is_judged_by_both_releases(released: TestClient) -> None:
    lines = b"label,concept\nzapatilla,running-shoe\nzapatilla,running-shoe\n,\n"
    found = released.post(f"{PATH}?from=1&annotations=csv&language=es", content=lines).json()
    assert (found["annotations"], found["changed"][0]["count"], found["changed"][0]["place"]) == (2, 2, "line 2")
    assert sum(found["not_checked"].values()) == 1


WRONG = (
    ("", b'{"items": []}', 422),
    ("?from=9", b'{"items": []}', 404),
    ("?from=1&to=draft", b'{"items": []}', 404),
    ("?from=1", b"{", 400),
    ("?from=1", b'{"items": [{"label": 1}]}', 422),
    ("?from=1&annotations=coco", b"{", 400),
    ("?from=1&language=x-", b'{"items": []}', 400),
)


def test_what_cannot_be_judged_is_a_problem(client: TestClient) -> None:
    for query, body, status in WRONG:
        answer = client.post(PATH + query, content=body)
        assert answer.status_code == status, (query, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient

ADMIN, READ = "/admin/v1/schemes/shoes", "/v1/schemes/shoes"
Headers = dict[str, str]
READS = (
    "?x=1",
    "/concepts?",
    "/concepts/running-shoe?language=ja",
    "/concepts/tennis-shoe?",
    "/concepts/shoe/narrower?",
    "/concepts/running-shoe/ancestors?",
    "/top-concepts?",
    "/tree?depth=4",
    "/search?q=chaussure&language=fr",
    "/suggest?q=Sport&language=de",
    "/export?format=turtle",
    "/export?format=jskos",
    "/export?format=csv",
)
QUESTIONS = [
    {"label": "chaussure de course", "language": "fr", "concept": "running-shoe"},
    {"label": "tennis shoe", "language": "en"},
    {"label": "zapatilla", "language": "es"},
    {"label": "ランニングシューズ", "language": "ja", "concept": "tennis-shoe"},
]


def _answers(client: TestClient, release: str) -> list[bytes]:
    pinned = f"release={release}"
    found = [client.get(f"{READ}{path}&{pinned}") for path in READS]
    found += [client.post(f"{READ}/validate?{pinned}", json=question) for question in QUESTIONS]
    found.append(client.post(f"{READ}/validate/batch?{pinned}", json={"items": QUESTIONS, "suggestions": 3}))
    lines = "\n".join(f'{{"label": "{question["label"]}"}}' for question in QUESTIONS)
    found.append(client.post(f"{READ}/validate/stream?{pinned}", content=lines.encode()))
    assert {answer.status_code for answer in found} == {200}
    return [answer.content for answer in found]


def _release(client: TestClient, admin: Headers, *operations: dict[str, Any], **body: str) -> Any:
    headers = {**admin, "If-Match": "*"}
    done = client.post(f"{ADMIN}/change-sets", json={"operations": operations}, headers=headers)
    assert done.status_code == 200, done.text
    return client.post(f"{ADMIN}/releases", json=body, headers=headers)


@pytest.fixture
def released(client: TestClient, admin: Headers) -> TestClient:
    label = {"form": "zapatilla", "language": "es", "kind": "preferred"}
    done = _release(
        client,
        admin,
        {"operation": "add-label", "concept": "running-shoe", "label": label},
        {"operation": "merge", "concept": "tennis-shoe", "into": "running-shoe"},
        version="2027-01",
    )
    assert done.status_code == 201, done.text
    return client


def test_an_old_release_answers_byte_for_byte_after_fallbacks_and_a_severity_change(
    client: TestClient, admin: Headers
) -> None:
    before = _answers(client, "1")
    given = {"fallbacks": ["tr", "es"], "severities": {"Q001": "error"}, "required_languages": ["en"]}
    done = _release(client, admin, {"operation": "revise-settings", "settings": given})
    assert done.status_code == 201, done.text
    assert [change["change"] for change in done.json()["changes"]] == ["scheme-changed"]
    assert _answers(client, "1") == before
    question = {"label": "koşu ayakkabısı", "language": "az"}
    old, new = (client.post(f"{READ}/validate?release={one}", json=question).json() for one in (1, 2))
    assert old["verdict"] == "other-language"
    assert (new["verdict"], new["matched"]["language"], new["matched"]["language_rung"]) == (
        "preferred",
        "tr",
        "fallback",
    )
    assert new["concept"]["preferred_labels"] == {"tr": "koşu ayakkabısı", "en": "running shoe"}
    second = _answers(client, "2")
    assert _release(client, admin, {"operation": "revise-settings", "settings": {}}).status_code == 201
    assert (_answers(client, "1"), _answers(client, "2")) == (before, second)
    kept = [client.get(f"{ADMIN}/releases/{one}/settings", headers=admin).json() for one in (1, 2)]
    assert [one["fallbacks"] for one in kept] == [[], ["tr", "es"]]
    assert kept[1]["severities"] == {"Q001": "error"}


def test_an_old_release_answers_byte_for_byte_as_it_did(client: TestClient, admin: Headers) -> None:
    before = _answers(client, "1")
    content_hash = client.get(f"{READ}/releases/1").json()["content_hash"]
    label = {"form": "zapatilla", "language": "es", "kind": "preferred"}
    merge = {"operation": "merge", "concept": "tennis-shoe", "into": "running-shoe"}
    add = {"operation": "add-label", "concept": "running-shoe", "label": label}
    assert _release(client, admin, add, merge).status_code == 201
    assert _answers(client, "1") == before
    assert _answers(client, content_hash) == before
    verdicts = slice(len(READS), None)
    pairs = zip(before[verdicts], _answers(client, "2")[verdicts], strict=True)
    assert not any(old == new for old, new in pairs), "each names the release it was judged by"


def test_a_release_is_found_by_number_version_and_hash(released: TestClient) -> None:
    newest = released.get(f"{READ}/releases").json()[0]
    for name in ("2", "2027-01", newest["content_hash"][:12]):
        assert released.get(f"{READ}/releases/{name}").json() == newest
    assert released.get(f"{READ}/releases/3").status_code == 404
    assert released.get("/v1/schemes/boots/releases/1").status_code == 404


def test_a_difference_comes_as_json_text_and_csv(released: TestClient) -> None:
    found = released.get(f"{READ}/diff").json()
    assert (found["from"]["number"], found["to"]["version"]) == (1, "2027-01")
    kinds = {change["change"] for change in found["changes"]}
    assert {"concept-merged", "label-added"} <= kinds
    assert sum(found["counts"].values()) == len(found["changes"])
    text = released.get(f"{READ}/diff?from=1&to=2&format=text")
    assert text.headers["content-type"].startswith("text/plain")
    assert "  ~ concept-merged: → running-shoe" in text.text.splitlines()
    rows = list(csv.DictReader(io.StringIO(released.get(f"{READ}/diff?format=csv").text)))
    assert len(rows) == len(found["changes"])
    assert released.get(f"{READ}/diff?from=1&to=1").json()["changes"] == []


def test_old_ids_lead_to_new_ones(released: TestClient) -> None:
    expected = {"concept": "tennis-shoe", "fate": "merged", "successors": ["running-shoe"]}
    assert expected in released.get(f"{READ}/id-map?from=1").json()["ids"]
    assert "tennis-shoe,merged,running-shoe\r\n" in released.get(f"{READ}/id-map?format=csv").text


def test_the_draft_is_compared_for_those_who_work_on_it(released: TestClient, admin: Headers) -> None:
    assert released.get(f"{READ}/diff?to=draft").status_code == 401
    found = released.get(f"{READ}/diff?to=draft", headers=admin).json()
    assert (found["from"]["number"], found["to"], found["changes"]) == (2, None, [])


def test_the_change_log_goes_back_page_by_page(released: TestClient) -> None:
    (newest,) = released.get(f"{READ}/changelog?limit=1").json()
    (older,) = released.get(f"{READ}/changelog?before=2").json()
    assert [entry["release"]["number"] for entry in (newest, older)] == [2, 1]
    assert newest["counts"]["concept-merged"] == 1
    assert released.get(f"{READ}/changelog?limit=0").status_code == 422

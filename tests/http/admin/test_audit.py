import hashlib
import json

import pytest
from starlette.testclient import TestClient

BASE = "/admin/v1/schemes/shoes"
LABEL = {"form": "Rennschuh", "language": "de", "kind": "alternative"}


@pytest.fixture
def edited(client: TestClient, admin: dict[str, str]) -> TestClient:
    headers = {**admin, "If-Match": "*", "User-Agent": "VocBench/1", "X-Tool": "tester"}
    url = f"{BASE}/concepts/running-shoe/labels?comment=wie%20gesagt"
    assert client.post(url, json={"label": LABEL}, headers=headers).status_code == 200
    return client


def test_an_entry_says_who_did_what_with_which_tool_and_why(edited: TestClient, admin: dict[str, str]) -> None:
    entries = edited.get(BASE + "/audit", headers=admin).json()
    assert [entry["kind"] for entry in entries] == ["import", "change-set", "add-label"]
    details = entries[2]["details"]
    assert (details["client"], details["tool"], details["comment"]) == ("VocBench/1", "tester", "wie gesagt")
    assert (entries[2]["actor"], entries[2]["change_set"]) == ("bootstrap", 2)
    assert edited.get(BASE + "/audit?after=2", headers=admin).json() == entries[2:]


def test_the_chain_is_verified_and_can_be_verified_by_others(edited: TestClient, admin: dict[str, str]) -> None:
    found = edited.get(BASE + "/audit:verify", headers=admin).json()
    assert (found["whole"], found["entries"], found["broken_at"]) == (True, 3, None)
    lines = [json.loads(line) for line in edited.get(BASE + "/audit.ndjson", headers=admin).text.splitlines()]
    assert lines[-1]["hash"] == found["head"]
    for line in lines:
        assert hashlib.sha256(f"{line['previous']}\n{line['body']}".encode()).hexdigest() == line["hash"]


def test_a_concept_and_a_label_have_their_history(edited: TestClient, admin: dict[str, str]) -> None:
    def numbers(path: str) -> list[int]:
        return [entry["number"] for entry in edited.get(BASE + path, headers=admin).json()]

    assert numbers("/concepts/running-shoe/history") == [1, 3]
    assert numbers("/concepts/running-shoe/history?label=Rennschuh&language=DE") == [3]
    assert numbers("/concepts/running-shoe/history?label=Rennschuh&language=nl") == []
    assert edited.get(BASE + "/concepts/nothing/history", headers=admin).status_code == 404

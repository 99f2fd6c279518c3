import hashlib
import json

from starlette.testclient import TestClient

Headers = dict[str, str]


def test_who_granted_what_is_listed_verified_and_exported(client: TestClient, admin: Headers) -> None:
    before = client.get("/admin/v1/audit:verify", headers=admin).json()["entries"]
    headers = {**admin, "User-Agent": "tester/1", "X-Tool": "console"}
    body = {"name": "Jörg", "grants": [{"role": "linguist", "scheme": "shoes", "languages": ["de", "gsw"]}]}
    own_id = client.post("/admin/v1/actors?comment=neu%20hier", json=body, headers=headers).json()["id"]
    made = client.post("/admin/v1/keys", json={"actor": own_id, "purpose": "Jörgs Notebook"}, headers=admin).json()
    entries = client.get(f"/admin/v1/audit?after={before}", headers=admin).json()
    assert [entry["kind"] for entry in entries] == ["actor-made", "grant-given", "key-made"]
    details = entries[1]["details"]
    assert (details["who"], details["grant"]) == (own_id, "linguist:shoes:de,gsw")
    assert (details["client"], details["tool"], details["comment"]) == ("tester/1", "console", "neu hier")
    found = client.get("/admin/v1/audit:verify", headers=admin).json()
    assert (found["scheme"], found["whole"], found["entries"]) == (None, True, before + 3)
    text = client.get("/admin/v1/audit.ndjson", headers=admin).text
    lines = [json.loads(line) for line in text.splitlines()]
    assert lines[-1]["hash"] == found["head"]
    for line in lines:
        assert hashlib.sha256(f"{line['previous']}\n{line['body']}".encode()).hexdigest() == line["hash"]
    assert made["key"] not in text
    assert "Jörg" not in text

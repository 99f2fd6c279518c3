import pytest
from starlette.testclient import TestClient

URL = "/admin/v1/schemes/shoes/integrity"
IMPORTS = "/admin/v1/imports"
BROKEN = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <http://x/> .
:s a skos:ConceptScheme ; skos:prefLabel "नए जूते"@hi . :a skos:inScheme :s ; skos:broader :b ; skos:related :b ; skos:prefLabel "जूता"@hi .
:b skos:inScheme :s ; skos:prefLabel "कपड़ा"@hi .
"""


@pytest.fixture
def broken(client: TestClient, admin: dict[str, str]) -> TestClient:
    query = {"name": "broken.ttl", "scheme": "broken"}
    assert client.post(IMPORTS, params=query, headers=admin, content=BROKEN.encode()).status_code == 200
    return client


def test_the_draft_is_checked_and_each_finding_proves_itself(broken: TestClient, admin: dict[str, str]) -> None:
    report = broken.get("/admin/v1/schemes/broken/integrity", headers=admin).json()
    clash = next(finding for finding in report["findings"] if finding["code"] == "S27")
    assert (clash["severity"], clash["subject"], clash["related"]) == ("error", "http://x/a", ["http://x/b"])
    assert len(clash["proof"]) == 2
    assert report["counts"]["S27"] == 1
    assert report["coverage"] == {"hi": 1.0}
    assert report["total"] == sum(report["counts"].values()) == len(report["findings"])
    assert "Q024" in {gap["code"] for gap in report["not_checked"]}


def test_codes_severity_and_limit_narrow_the_list(broken: TestClient, admin: dict[str, str]) -> None:
    url = "/admin/v1/schemes/broken/integrity"
    errors = broken.get(url, params={"severity": "error"}, headers=admin).json()
    assert {finding["code"] for finding in errors["findings"]} == {"S27"}
    assert errors["total"] < sum(errors["counts"].values())
    some = broken.get(url, params={"code": ["s9", "Q023"], "limit": 1}, headers=admin).json()
    assert set(some["counts"]) <= {"S9", "Q023"}
    assert broken.get(url, params={"limit": 0}, headers=admin).json()["findings"] == []


@pytest.mark.parametrize(
    ("params", "status"),
    [({"code": "Q999"}, 400), ({"severity": "fatal"}, 422), ({"limit": "-1"}, 422)],
)
def test_mistakes_are_problems(client: TestClient, admin: dict[str, str], params: dict[str, str], status: int) -> None:
    answer = client.get(URL, params=params, headers=admin)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_draft_is_not_shown_to_everybody(client: TestClient, admin: dict[str, str]) -> None:
    assert client.get(URL).status_code == 401
    assert client.get("/admin/v1/schemes/unknown/integrity", headers=admin).status_code == 404


def test_what_is_kept_can_be_decided_on_and_then_stays_silent(broken: TestClient, admin: dict[str, str]) -> None:
    scheme = "/admin/v1/schemes/broken"
    kept = broken.post(f"{scheme}/integrity", params={"code": "S27"}, headers=admin).json()
    (clash,) = kept["findings"]
    assert kept["accepted"] == 0
    listed = broken.get(f"{scheme}/findings", params={"kind": "integrity"}, headers=admin).json()
    assert [finding["fingerprint"] for finding in listed["items"]] == [clash["fingerprint"]]
    decided = {"state": "dismissed", "reason": "जैसा छपा है"}
    url = f"{scheme}/findings/{clash['fingerprint']}/decision"
    assert broken.post(url, headers=admin, json=decided).status_code == 200
    checked = broken.get(f"{scheme}/integrity", headers=admin).json()
    assert ("S27" in checked["counts"], checked["accepted"]) == (False, 1)
    assert broken.post(f"{scheme}/integrity", headers=admin).json()["accepted"] == 1


@pytest.mark.parametrize(
    ("wanted", "language", "told"),
    [
        ("de-AT, en;q=0.5", "de", "„जूता“ ist mit „कपड़ा“ verwandt, das ihm übergeordnet ist"),
        ("fr", "fr", "«\u00a0जूता\u00a0» est associé à «\u00a0कपड़ा\u00a0», qui est au-dessus de lui"),
        ("tlh, es;q=0.9", "es", "«जूता» está relacionado con «कपड़ा», que está por encima de él"),
        ("tlh", "en", "“जूता” is related to “कपड़ा”, which is above it"),
    ],
)
def test_sentences_are_in_the_readers_language(
    broken: TestClient, admin: dict[str, str], wanted: str, language: str, told: str
) -> None:
    headers = admin | {"Accept-Language": wanted}
    answer = broken.get("/admin/v1/schemes/broken/integrity", params={"severity": "error"}, headers=headers)
    assert answer.headers["content-language"] == language
    assert [finding["message"] for finding in answer.json()["findings"]] == [told]
    assert all(gap["reason"] for gap in answer.json()["not_checked"])

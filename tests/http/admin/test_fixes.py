import pytest
from starlette.testclient import TestClient

URL = "/admin/v1/schemes/boots/fixes"
BOOTS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <http://x/> .
:s a skos:ConceptScheme ; skos:prefLabel "Boots"@en .
:boot skos:inScheme :s ; skos:prefLabel "bota "@es, "长靴"@zh .
:one skos:inScheme :s ; skos:prefLabel "uno"@es ; skos:broader :two .
:two skos:inScheme :s ; skos:prefLabel "dos"@es ; skos:broader :one .
"""


@pytest.fixture
def boots(client: TestClient, admin: dict[str, str]) -> TestClient:
    query = {"name": "boots.ttl", "scheme": "boots"}
    assert client.post("/admin/v1/imports", params=query, headers=admin, content=BOOTS.encode()).status_code == 200
    client.headers.update(admin)
    return client


def test_fixes_are_previewed_and_applied_like_any_other_edit(boots: TestClient) -> None:
    tried = boots.post(URL, params={"dry_run": True})
    assert tried.status_code == 200, tried.text
    assert tried.json()["mended"] == {"Q074": 1}
    assert tried.json()["outcome"]["dry_run"] is True
    assert "Q004" in {finding["code"] for finding in tried.json()["left"]}
    assert boots.post(URL).status_code == 428, "in earnest one says what one has seen"
    etag = boots.get("/admin/v1/schemes/boots/draft").headers["ETag"]
    done = boots.post(URL, headers={"If-Match": etag}, json={"codes": ["q074"]})
    changed = done.json()["outcome"]["changes"][0]
    assert ([label["form"] for label in changed["labels_added"]], changed["id"]) == (["bota"], "boot")
    stale = boots.post(URL, headers={"If-Match": etag}, json={"cut": [["two", "one"]]})
    assert (stale.status_code, stale.json()["data"]["current"]["etag"]) == (412, done.headers["ETag"].strip('"'))
    cut = boots.post(URL, headers={"If-Match": done.headers["ETag"]}, json={"cut": [["two", "one"]]})
    assert cut.json()["mended"] == {"Q004": 1}
    rest = boots.post(URL, headers={"If-Match": cut.headers["ETag"]}, json={"codes": ["Q004"]})
    assert (rest.json(), rest.headers["ETag"]) == ({"mended": {}, "left": [], "outcome": None}, cut.headers["ETag"])
    number = done.json()["outcome"]["change_set"]
    assert (
        boots.post(f"/admin/v1/schemes/boots/change-sets/{number}:undo", headers={"If-Match": "*"}).status_code == 200
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"codes": ["Q060"]}, 400),
        ({"keep": "prettiest"}, 422),
        ({"cut": [["one"]]}, 422),
        ({"attach_to": "sandal"}, 404),
        ({"mend": True}, 422),
    ],
)
def test_mistakes_are_problems(boots: TestClient, body: dict[str, object], status: int) -> None:
    answer = boots.post(URL, params={"dry_run": True}, json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")

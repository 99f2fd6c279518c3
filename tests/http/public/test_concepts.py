import pytest
from starlette.testclient import TestClient

SHOES = "/v1/schemes/shoes"


def test_a_concept_is_shown_whole(client: TestClient) -> None:
    concept = client.get(f"{SHOES}/concepts/running-shoe", params={"language": "de"}).json()
    assert concept["label"] == {"form": "Laufschuh", "language": "de", "direction": "ltr", "rung": "exact"}
    assert concept["preferred_labels"]["ja"] == "ランニングシューズ"
    assert concept["hidden_labels"] == {"en": ["runing shoe"]}
    assert [link["id"] for link in concept["broader"]] == ["sports-shoe"]
    assert [link["id"] for link in concept["related"]] == ["sock"]
    assert concept["mappings"] == {"exactMatch": ["http://www.wikidata.org/entity/Q1755236"]}
    assert [attribute["id"] for attribute in concept["required_attributes"]] == ["occlusion"]
    assert concept["notes"]["scopeNote"] == [{"text": "für alle Böden", "language": "de", "direction": "ltr"}]
    assert concept["created"] == "2026-01-02"


@pytest.mark.parametrize(
    ("language", "served", "rung", "direction"),
    [
        ("ar", "ar", "exact", "rtl"),
        ("ar-EG", "ar", "range", "rtl"),
        ("he", "en", "fallback", "ltr"),
        ("de-CH", "de", "range", "ltr"),
    ],
)
def test_a_label_says_why_it_was_served(
    client: TestClient, language: str, served: str, rung: str, direction: str
) -> None:
    label = client.get(f"{SHOES}/concepts/sports-shoe", params={"language": language}).json()["label"]
    assert (label["language"], label["rung"], label["direction"]) == (served, rung, direction)


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8", "chaussure de sport"),
        ("xx_bad, ja;q=0.5", "スポーツシューズ"),
        ("*", "sports shoe"),
    ],
)
def test_the_language_may_come_from_the_header(client: TestClient, header: str, form: str) -> None:
    answer = client.get(f"{SHOES}/concepts/sports-shoe", headers={"Accept-Language": header})
    assert answer.json()["label"]["form"] == form


def test_an_invalid_language_is_a_problem(client: TestClient) -> None:
    answer = client.get(f"{SHOES}/concepts/shoe", params={"language": "not a tag"})
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("invalid-language-tag")


@pytest.mark.parametrize(
    "query", ["concepts?notation=S1", "concepts?iri=https%3A%2F%2Fexample.org%2Fshoes%2Fsports-shoe"]
)
def test_a_concept_is_found_by_its_other_names(client: TestClient, query: str) -> None:
    page = client.get(f"{SHOES}/{query}").json()
    assert [item["id"] for item in page["items"]] == ["sports-shoe"]
    assert client.get(f"{SHOES}/concepts/S1").json()["id"] == "sports-shoe"


def test_an_unknown_concept_is_a_problem(client: TestClient) -> None:
    assert client.get(f"{SHOES}/concepts/nix").status_code == 404
    assert client.get(f"{SHOES}/concepts", params={"iri": "urn:x"}).json()["total"] == 0


def test_pages_follow_one_another_by_link(client: TestClient) -> None:
    seen, url = [], f"{SHOES}/concepts?limit=2"
    while url:
        answer = client.get(url)
        seen += [item["id"] for item in answer.json()["items"]]
        assert answer.json()["total"] == 6
        url = answer.links["next"]["url"] if "next" in answer.links else ""
    assert seen == ["plimsoll", "running-shoe", "shoe", "sock", "sports-shoe", "tennis-shoe"]


@pytest.mark.parametrize("cursor", ["!!!", "//8", "a"])
def test_a_made_up_cursor_is_a_problem(client: TestClient, cursor: str) -> None:
    assert client.get(f"{SHOES}/concepts", params={"cursor": cursor}).status_code == 400


def test_the_hierarchy_is_walked_both_ways(client: TestClient) -> None:
    assert [item["id"] for item in client.get(f"{SHOES}/top-concepts").json()["items"]] == ["shoe"]
    narrower = client.get(f"{SHOES}/concepts/sports-shoe/narrower").json()["items"]
    assert [item["id"] for item in narrower] == ["running-shoe", "tennis-shoe"]
    above = client.get(f"{SHOES}/concepts/running-shoe/ancestors").json()
    assert [(item["id"], item["distance"]) for item in above] == [("sports-shoe", 1), ("shoe", 2)]
    (tree,) = client.get(f"{SHOES}/tree", params={"depth": 1}).json()
    (below,) = tree["narrower"]
    assert (below["id"], below["narrower"], below["more"]) == ("sports-shoe", [], 2)


def test_search_finds_what_is_misspelt_and_suggest_what_is_begun(client: TestClient) -> None:
    hits = client.get(f"{SHOES}/search", params={"q": "Laufshcuh", "language": "de"}).json()
    assert hits[0]["concept"]["id"] == "running-shoe"
    assert hits[0]["score"] > 0.7
    begun = client.get(f"{SHOES}/suggest", params={"q": "ランニ", "language": "ja"}).json()
    assert [hit["form"] for hit in begun] == ["ランニングシューズ"]
    arabic = client.get(f"{SHOES}/suggest", params={"q": "جري", "language": "ar"}).json()
    assert [(hit["form"], hit["direction"]) for hit in arabic] == [("حذاء جري", "rtl")]


def test_an_answer_is_not_sent_again_while_the_release_is_the_same(client: TestClient) -> None:
    first = client.get(f"{SHOES}/concepts/shoe")
    again = client.get(f"{SHOES}/concepts/shoe", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(f"{SHOES}/concepts/shoe", headers={"If-None-Match": '"other"'}).status_code == 200

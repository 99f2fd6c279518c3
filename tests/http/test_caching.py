from starlette.testclient import TestClient

from taxonomy_service.http.caching import etag_of


def test_the_etag_is_weak_and_that_of_the_release(client: TestClient) -> None:
    content_hash = client.get("/v1/schemes/shoes").json()["current"]["content_hash"]
    assert client.get("/v1/schemes/shoes/tree").headers["etag"] == etag_of(content_hash)
    assert etag_of(content_hash).startswith('W/"')


def test_any_copy_is_good_for_a_star(client: TestClient) -> None:
    assert client.get("/v1/schemes/shoes", headers={"If-None-Match": "*"}).status_code == 304

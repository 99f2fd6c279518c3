from starlette.testclient import TestClient


def test_the_service_says_that_it_is_there(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_the_service_says_that_it_reaches_its_database(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ok", "releases": {"shoes": 1}}

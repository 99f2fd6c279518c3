from starlette.testclient import TestClient


def test_the_service_says_that_it_is_there(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}

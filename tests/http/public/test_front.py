import re

import pytest
from starlette.testclient import TestClient


def test_who_opens_the_address_sees_the_documentation(client: TestClient) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.url.path) == (200, "/docs")
    assert "Taxonomy service" in answer.text


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
def test_the_documentation_loads_nothing_from_elsewhere(client: TestClient, page: str) -> None:
    sources = re.findall(r'(?:src|href)="([^"]+)"', client.get(page).text)
    assert len(sources) >= 2
    assert [source for source in sources if not source.startswith("/")] == []
    assert {client.get(source).status_code for source in sources} == {200}

from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from starlette.testclient import TestClient


def test_the_validation_routes_are_described_from_their_types(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    operation = description["paths"]["/v1/schemes/{scheme}/validate"]["post"]
    verdict = description["components"]["schemas"]["Verdict"]
    assert operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Verdict")
    assert {"verdict", "relation", "concept", "matched", "warnings", "suggestions", "release"} <= set(
        verdict["properties"]
    )
    answer = client.post("/v1/schemes/shoes/validate", json={"label": "shoe"}).json()
    assert set(answer) == set(verdict["properties"])


def test_every_failure_is_described_as_a_problem(client: TestClient) -> None:
    for path in client.get("/openapi.json").json()["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if status >= "400":
                    assert list(answer["content"]) == ["application/problem+json"]


def test_every_group_of_routes_is_described(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    used = {tag for path in description["paths"].values() for operation in path.values() for tag in operation["tags"]}
    assert {tag["name"] for tag in description["tags"]} == used
    assert description["tags"][0]["name"] == "validation"


def test_no_request_that_the_description_allows_breaks_the_service(client: TestClient) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app)
    tried = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        if operation.path.startswith("/admin") or operation.path.endswith("/stream"):
            continue  # the bodies of these are files and lines, which have tests of their own

        @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def try_it(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate()

        try_it()
        tried += 1
    assert tried > 10


def test_every_operation_says_whether_it_takes_a_key(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    assert description["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    for path, operations in description["paths"].items():
        for operation in operations.values():
            if path == "/healthz":
                assert "security" not in operation
                continue
            assert operation["security"] == ([{"bearer": []}] if path.startswith("/admin/") else [{}, {"bearer": []}])
            assert {"401", "403"} <= operation["responses"].keys()

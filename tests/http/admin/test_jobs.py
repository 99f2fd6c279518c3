from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.patience import in_time

URL = "/admin/v1/schemes/shoes"


def wait(client: TestClient, admin: dict[str, str], url: str) -> dict[str, Any]:
    """Return a job once it runs no more."""

    def job() -> dict[str, Any]:
        return dict(client.get(url, headers=admin).json())

    assert in_time(lambda: job()["state"] != "running")
    return job()


def test_a_job_is_followed_to_its_end(client: TestClient, admin: dict[str, str]) -> None:
    answer = client.post(f"{URL}/findings:detect", headers=admin, json={"languages": ["ar", "ja"]})
    assert answer.status_code == 202, answer.text
    started = answer.json()
    assert (started["state"], started["kind"], started["author"]) == ("running", "detection", "bootstrap")
    assert started["parameters"] == {"release": None, "languages": ["ar", "ja"], "embeddings": None}
    assert answer.headers["location"].endswith(f"{URL}/jobs/{started['id']}")
    second = client.post(f"{URL}/findings:detect", headers=admin)
    assert second.status_code == 409
    assert second.json()["data"] == {"job": started["id"]}
    job = wait(client, admin, answer.headers["location"])
    assert (job["state"], job["progress"], job["fault"]) == ("done", 1.0, "")
    listed = client.get(f"{URL}/findings", headers=admin).json()
    assert job["counts"] == listed["states"]
    assert [one["id"] for one in client.get(f"{URL}/jobs", headers=admin).json()] == [job["id"]]
    late = client.post(f"{URL}/jobs/{job['id']}:cancel", headers=admin)
    assert late.status_code == 409


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "jobs/nothing", 404),
        ("POST", "jobs/nothing:cancel", 404),
        ("GET", "jobs", 200),
    ],
)
def test_what_is_not_there_is_not_found(
    client: TestClient, admin: dict[str, str], method: str, path: str, status: int
) -> None:
    assert client.request(method, f"{URL}/{path}", headers=admin).status_code == status


@pytest.mark.parametrize(("method", "path"), [("GET", "jobs"), ("GET", "jobs/x"), ("POST", "jobs/x:cancel")])
def test_jobs_are_not_for_everybody(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, f"{URL}/{path}").status_code == 401

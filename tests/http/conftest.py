from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.services.leading import Lead
from taxonomy_service.settings import Settings

NewDatabase = Callable[..., str]
ADMIN_KEY = "a-bootstrap-key-for-the-tests"
SHOES = Path(__file__).parents[1] / "data" / "http" / "shoes.ttl"


@pytest.fixture(scope="session")
def led_by_another(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of workers of which another one leads."""
    folder = tmp_path_factory.mktemp("workers")
    lead = Lead(folder)
    assert lead.is_ours()
    yield folder
    lead.give_up()


@pytest.fixture
def leading() -> None:
    """To be asked for where the worker has to lead: after an edit it starts a process, which takes a second."""


@pytest.fixture
def settings(new_database: NewDatabase, request: pytest.FixtureRequest) -> Settings:
    """Settings whose database holds one vocabulary where the test asks for it, else nothing."""
    filled = request.getfixturevalue("shoes_database") if "filled" in request.fixturenames else None
    leads = "leading" in request.fixturenames
    return Settings(
        database_url=new_database("http", like=filled),
        admin_key=ADMIN_KEY,  # type: ignore[arg-type]  # Pydantic makes the secret
        max_body_bytes=100_000,
        max_batch=50,
        max_import_bytes=2_000_000,
        poll_seconds=0.05,
        workers_folder=None if leads else request.getfixturevalue("led_by_another"),
    )


@pytest.fixture
def filled(settings: Settings) -> Settings:
    """Settings whose database holds one vocabulary (see `settings`)."""
    return settings


@pytest.fixture
def client(filled: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(filled), raise_server_exceptions=False) as running:
        yield running


@pytest.fixture
def admin() -> dict[str, str]:
    return {"Authorization": f"Bearer {ADMIN_KEY}"}

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.settings import Settings
from taxonomy_service.store.session import open_engine, transaction

NewDatabase = Callable[..., str]
ADMIN_KEY = "a-bootstrap-key-for-the-tests"
SHOES = Path(__file__).parents[1] / "data" / "http" / "shoes.ttl"


@pytest.fixture
def settings(new_database: NewDatabase) -> Settings:
    return Settings(
        database_url=new_database("http"),
        admin_key=ADMIN_KEY,  # type: ignore[arg-type]  # Pydantic makes the secret
        max_body_bytes=100_000,
        max_batch=50,
        max_import_bytes=2_000_000,
        poll_seconds=0.05,
    )


@pytest.fixture
def filled(settings: Settings) -> Settings:
    """Settings whose database holds one vocabulary."""
    engine = open_engine(settings.url)
    with transaction(engine) as store, SHOES.open("rb") as stream:
        import_file(store, OPERATOR, VocabularyFile(stream, "shoes.ttl", RdfFormat.TURTLE))
    engine.dispose()
    return settings


@pytest.fixture
def client(filled: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(filled), raise_server_exceptions=False) as running:
        yield running


@pytest.fixture
def admin() -> dict[str, str]:
    return {"Authorization": f"Bearer {ADMIN_KEY}"}

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.errors import DatabaseOutOfStep
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.settings import Settings
from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.session import open_engine, transaction

NewDatabase = Callable[..., str]
SHOES = Path(__file__).parent / "data" / "http" / "shoes.ttl"


def import_text(settings: Settings, text: str) -> None:
    engine = open_engine(settings.url)
    upgrade(engine)
    with transaction(engine) as store:
        import_file(store, OPERATOR, VocabularyFile(io.BytesIO(text.encode()), "shoes.ttl", RdfFormat.TURTLE))
    engine.dispose()


@pytest.fixture
def settings(new_database: NewDatabase) -> Settings:
    return Settings(database_url=new_database("app", upgraded=False), poll_seconds=0.05)


def test_a_database_that_is_not_current_is_refused(settings: Settings) -> None:
    with pytest.raises(DatabaseOutOfStep, match="taxonomy-service upgrade"):
        create_app(settings)


def test_a_release_that_another_process_published_is_served_without_a_restart(settings: Settings) -> None:
    text = SHOES.read_text(encoding="utf-8")
    import_text(settings, text)
    question = {"label": "Rennschuh", "language": "de"}
    with TestClient(create_app(settings)) as client:
        assert client.post("/v1/schemes/shoes/validate", json=question).json()["verdict"] == "unknown"
        import_text(settings, text.replace('"Laufschuh"@de', '"Rennschuh"@de'))
        for _ in range(100):
            answer = client.post("/v1/schemes/shoes/validate", json=question).json()
            if answer["release"]["number"] == 2:
                break
            time.sleep(0.05)
        assert (answer["verdict"], answer["release"]["number"]) == ("preferred", 2)

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.errors import Conflict
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.verdicts import ReleaseName
from taxonomy_service.services.export_processes import export_apart
from taxonomy_service.services.exports import ExportFormat, export_chunks
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.session import transaction

Take = Callable[..., ImportReport]


def _url(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def test_a_file_is_the_same_whichever_process_writes_it(take: Take, shoes: str, engine: Engine) -> None:
    take(shoes)
    take(shoes.replace("Laufschuh", "Rennschuh"))
    with transaction(engine, writing=False) as store:
        release = load_release(store, "shoes", "1")
    blocks = export_apart(_url(engine), release.entry.name, ExportFormat.TURTLE, LanguageTag("en"))
    assert b"".join(blocks) == b"".join(export_chunks(release.scheme, ExportFormat.TURTLE))


def test_what_a_format_cannot_hold_is_refused_in_the_readers_language(take: Take, shoes: str, engine: Engine) -> None:
    take(shoes + ':shoe <urn:x:1> "靴"@ja .')
    name = ReleaseName("shoes", 1, None, "0" * 64)
    with pytest.raises(Conflict, match=r"^<urn:x:1> lässt sich nicht in RDF/XML schreiben: ") as caught:
        export_apart(_url(engine), name, ExportFormat.RDFXML, LanguageTag("de"))
    assert "\n" not in str(caught.value)


def test_a_process_that_fails_is_told(tmp_path: Path) -> None:
    name = ReleaseName("shoes", 1, None, "0" * 64)
    with pytest.raises(ChildProcessError, match="taxonomy-service export: error: the database is empty"):
        export_apart(f"sqlite:///{tmp_path}/empty.db", name, ExportFormat.CSV, LanguageTag("en"))

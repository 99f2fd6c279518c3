"""Serve over HTTP."""

from typing import Annotated

import typer

from taxonomy_service.cli.console import errors, output, read_settings
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.exchange.rdf import rdf_format
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.services.keys import create_first_key
from taxonomy_service.services.releases import scheme_ids
from taxonomy_service.settings import Settings, shipped_vocabularies
from taxonomy_service.store.schema import SchemaState, require_current, schema_state, upgrade
from taxonomy_service.store.session import Store, open_engine, transaction


def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="port to listen on")] = 8000,
) -> None:
    """Serve the vocabularies; the first start loads those that come with the service."""
    settings = read_settings()
    _prepare(settings)
    import uvicorn  # noqa: PLC0415  with the application it takes half a second, which no other command should wait for

    from taxonomy_service.app import create_app  # noqa: PLC0415

    uvicorn.run(create_app(settings), host=host, port=port, log_level="info", access_log=False)


def _prepare(settings: Settings) -> None:
    engine = open_engine(settings.url)
    if schema_state(engine) is SchemaState.EMPTY:
        upgrade(engine)
        output.print(f"made the database {engine.url.render_as_string(hide_password=True)}")
    require_current(engine)
    with transaction(engine) as store:
        key = create_first_key(store, OPERATOR) if settings.admin_key is None else None
        if key is not None or not scheme_ids(store, OPERATOR):
            _load_shipped(store, settings)
    if key is not None:
        output.print(f"admin key, shown only now: {key}")
    engine.dispose()


def _load_shipped(store: Store, settings: Settings) -> None:
    paths = shipped_vocabularies(settings)
    if not paths:
        errors.print("warning: no vocabularies were found beside the program; import your own")
    present = set(scheme_ids(store, OPERATOR))
    for path in (path for path in paths if path.stem not in present):
        with path.open("rb") as stream:
            report = import_file(store, OPERATOR, VocabularyFile(stream, path.name, rdf_format(path.name)))
        for entry in report.schemes:
            size = f"{entry.concepts} concepts, {entry.labels:,} labels in {len(entry.languages)} languages"
            output.print(f"loaded {entry.id}: {size}")

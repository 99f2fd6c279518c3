"""Serve over HTTP."""

import os
import resource
from tempfile import TemporaryDirectory
from typing import Annotated, TypedDict

import typer

from taxonomy_service.cli.compiling import compile_for_servers
from taxonomy_service.cli.console import errors, output, read_settings
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.exchange.rdf import rdf_format
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.services.keys import create_first_key
from taxonomy_service.services.releases import scheme_ids
from taxonomy_service.settings import Settings, misspelt_settings, shipped_vocabularies
from taxonomy_service.store.schema import SchemaState, require_current, schema_state, upgrade
from taxonomy_service.store.session import Store, open_engine, transaction

_BUSY = 60
"""Seconds after which a worker that gives no sign is replaced; one that starts on a busy machine takes some."""
_MOST_FILES = 65_536
_OTHER_FILES = 256
"""Files of a worker that are no connections: the database, the releases, the log."""


class _Listening(TypedDict):
    """What uvicorn is told for one worker as for many."""

    host: str
    port: int
    log_level: str
    access_log: bool
    limit_concurrency: int
    timeout_graceful_shutdown: int


def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="port to listen on")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=256, help="processes that answer; about one a core")] = 1,
) -> None:
    """Serve the vocabularies; the first start loads those that come with the service."""
    settings = read_settings()
    _warn_of_misspelt()
    _prepare(settings)
    listening = _Listening(
        host=host,
        port=port,
        log_level="info",
        access_log=False,
        limit_concurrency=_connections(),
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    if workers == 1:
        _serve_alone(settings, listening)
    else:
        _serve_together(workers, listening)


def _warn_of_misspelt() -> None:
    """Tell which variables nobody reads: a misspelt URL would serve another database, and look well."""
    for name, meant in misspelt_settings(os.environ).items():
        hint = f"; is it {meant}?" if meant else ""
        errors.print(f"warning: {name} is no setting and changes nothing{hint}")


def _connections() -> int:
    """How many connections a worker takes, by the files it may open; beyond them the answer is 503.

    A worker that ran out of files could not even accept a connection to say so.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_FILES if most == resource.RLIM_INFINITY else min(most, _MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    return max(16, most - _OTHER_FILES)


def _serve_alone(settings: Settings, listening: _Listening) -> None:
    import uvicorn  # noqa: PLC0415  with the application it takes half a second, which no other command should wait for

    from taxonomy_service.app import create_app  # noqa: PLC0415
    from taxonomy_service.http.connections import TimedConnection  # noqa: PLC0415

    uvicorn.run(create_app(settings), http=TimedConnection, **listening)


def _serve_together(workers: int, listening: _Listening) -> None:
    """Watch over processes that share a socket; each makes its application from the settings in the environment.

    One that dies is replaced. The folder that they share is known before they start, as prometheus-client asks for.
    """
    import uvicorn  # noqa: PLC0415  as above

    from taxonomy_service.cli.workers import run_workers  # noqa: PLC0415  as above
    from taxonomy_service.http.connections import TimedConnection  # noqa: PLC0415

    with TemporaryDirectory(prefix="taxonomy-workers-") as folder:
        os.environ |= {"TAXONOMY_WORKERS_FOLDER": folder, "PROMETHEUS_MULTIPROC_DIR": folder}
        config = uvicorn.Config(
            "taxonomy_service.app:create_app",
            factory=True,
            workers=workers,
            timeout_worker_healthcheck=_BUSY,
            http=TimedConnection,
            **listening,
        )
        run_workers(config)


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
        schemes = scheme_ids(store, OPERATOR)
    compile_for_servers(engine, schemes)
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

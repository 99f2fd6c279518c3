"""The application, put together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version

import structlog
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from taxonomy_service.http.admin import imports, integrity
from taxonomy_service.http.caching import NotModified, answer_not_modified
from taxonomy_service.http.logs import configure_logs
from taxonomy_service.http.middleware import Border
from taxonomy_service.http.openapi import describe
from taxonomy_service.http.problems import install_problem_handlers
from taxonomy_service.http.public import concepts, health, schemes, validation
from taxonomy_service.http.state import State
from taxonomy_service.services.releases import ServedReleases
from taxonomy_service.settings import Settings
from taxonomy_service.store.schema import require_current
from taxonomy_service.store.session import open_engine, transaction

_log = structlog.get_logger("taxonomy_service")


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; raises DatabaseOutOfStep where the database is not at this program's revision."""
    configure_logs()
    settings = settings or Settings()
    engine = open_engine(settings.url)
    require_current(engine)
    served = ServedReleases(lambda: transaction(engine, writing=False))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(served.refresh)
        watching = asyncio.create_task(_watch(served, settings.poll_seconds))
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        engine.dispose()

    app = FastAPI(
        title="Taxonomy service",
        summary="Controlled vocabularies for image annotation: a label gets a verdict, in every language",
        version=version("taxonomy-service"),
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
    )
    app.state.taxonomy = State(
        engine=engine,
        served=served,
        import_limits=settings.import_limits,
        max_body=settings.max_body_bytes,
        max_batch=settings.max_batch,
        bootstrap_key=settings.admin_key.get_secret_value() if settings.admin_key else None,
    )
    install_problem_handlers(app)
    app.add_exception_handler(NotModified, answer_not_modified)
    app.router.routes.extend(validation.routes)
    for router in (health.router, schemes.router, concepts.router, imports.router, integrity.router):
        app.include_router(router)
    app.add_middleware(Border, max_body=settings.max_body_bytes, unlimited=("/admin/v1/imports", "/validate/stream"))
    app.openapi = describe(app)  # type: ignore[method-assign]
    return app


async def _watch(served: ServedReleases, seconds: float) -> None:
    """Look for new releases from time to time; a database that is away does not end the watch."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await run_in_threadpool(served.refresh)
        except SQLAlchemyError as error:
            _log.warning("cannot look for new releases", error=str(error))

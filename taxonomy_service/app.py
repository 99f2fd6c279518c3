"""The application, put together."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from importlib.metadata import version

import structlog
from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

from taxonomy_service.domain.access import ANONYMOUS, NOBODY
from taxonomy_service.domain.errors import DatabaseUnusable, TaxonomyError
from taxonomy_service.http.admin import (
    actors,
    audit,
    editing,
    findings,
    fixes,
    imports,
    integrity,
    jobs,
    keys,
    proposals,
    releases,
    service_audit,
    translations,
    webhooks,
)
from taxonomy_service.http.caching import NotModified, answer_not_modified
from taxonomy_service.http.logs import configure_logs
from taxonomy_service.http.middleware import Border, Limits
from taxonomy_service.http.openapi import TAGS, describe
from taxonomy_service.http.problems import install_problem_handlers
from taxonomy_service.http.public import (
    changes,
    concepts,
    front,
    health,
    me,
    metrics,
    pictures,
    revalidation,
    schemes,
    validation,
)
from taxonomy_service.http.public import releases as public_releases
from taxonomy_service.http.state import State
from taxonomy_service.http.turns import Turns
from taxonomy_service.services.authentication import Authentication
from taxonomy_service.services.compiled_folder import CompiledFolder
from taxonomy_service.services.deliveries import Dispatcher
from taxonomy_service.services.issuers import TrustedIssuer
from taxonomy_service.services.job_processes import JobProcesses
from taxonomy_service.services.leading import Lead
from taxonomy_service.services.pruning import Pruner
from taxonomy_service.services.recheck_process import RecheckProcess
from taxonomy_service.services.served_releases import ServedReleases
from taxonomy_service.settings import Settings
from taxonomy_service.store.listening import Listener
from taxonomy_service.store.schema import require_current
from taxonomy_service.store.session import open_engine, transaction

_Chores = Sequence[tuple[str, Callable[[], object]]]
_log = structlog.get_logger("taxonomy_service")
_PUBLIC = (front, health, metrics, me, schemes, concepts, pictures, public_releases, revalidation, changes)
_CURATION = (imports, editing, proposals, releases, translations, audit, integrity, fixes, findings, jobs)
_ADMIN = (*_CURATION, actors, keys, webhooks, service_audit)
"""The modules with routes."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; raises DatabaseOutOfStep where the database is not at this program's revision."""
    configure_logs()
    settings = settings or Settings()
    state = _make_state(settings)
    app = FastAPIOffline(  # the pages of the documentation load nothing from elsewhere
        title="Taxonomy service",
        summary="Controlled vocabularies for image annotation: a label gets a verdict, in every language",
        version=version("taxonomy-service"),
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=TAGS,
        lifespan=lambda _app: _lifespan(state, settings),
    )
    app.state.taxonomy = state
    install_problem_handlers(app)
    app.add_exception_handler(NotModified, answer_not_modified)
    app.router.routes[:0] = validation.routes  # the first that are looked at: they are called most by far
    for module in (*_PUBLIC, *_ADMIN):
        app.include_router(module.router)
    limits = Limits(settings.max_body_bytes, settings.max_bodies_bytes, ("/admin/v1/imports", "/validate/stream"))
    app.add_middleware(Border, limits=limits, meters=state.meters, log=settings.log_requests)
    _let_browsers(app, settings)
    app.openapi = describe(app)  # type: ignore[method-assign]
    return app


def _let_browsers(app: FastAPI, settings: Settings) -> None:
    """Let the pages of other origins call, where the settings name any: keys travel in a header, never in cookies."""
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=sorted(settings.cors_origins),
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["*"],
            expose_headers=["Content-Language", "ETag", "Link", "Location", "Retry-After", "X-Request-Id"],
            max_age=3_600,
        )


def _make_state(settings: Settings) -> State:
    engine, reading = _open_engines(settings)
    return State(
        engine=engine,
        reading=reading,
        turns=Turns(settings.database_pool + settings.database_pool_more, settings.database_pool_seconds),
        served=_served(settings, reading),
        jobs=JobProcesses(partial(transaction, engine), settings.url),
        authentication=_authentication(settings, engine),
        import_limits=settings.import_limits,
        max_body=settings.max_body_bytes,
        max_batch=settings.max_batch,
        webhook_private=settings.webhook_private,
        embeddings=settings.embeddings,
        metrics_key=settings.metrics_key.get_secret_value() if settings.metrics_key else None,
    )


def _served(settings: Settings, reading: Engine) -> ServedReleases:
    opening = partial(transaction, reading, writing=False)
    url = settings.database_replica_url or settings.url
    return ServedReleases(opening, CompiledFolder(settings.compiled, opening, url))


@asynccontextmanager
async def _lifespan(state: State, settings: Settings) -> AsyncIterator[None]:
    """Do the chores while the app runs; releases and webhooks apart, so that they wait for none of the others."""
    opening = partial(transaction, state.engine)
    lead = Lead(settings.workers_folder)
    dispatcher = Dispatcher(opening, private=state.webhook_private)
    pruner = Pruner(opening, settings.event_days, leads=lead.is_ours)
    rechecking = RecheckProcess(opening, state.engine.url.render_as_string(hide_password=False), leads=lead.is_ours)
    news, ended = asyncio.Event(), asyncio.Event()
    listener = Listener(state.engine, partial(asyncio.get_running_loop().call_soon_threadsafe, news.set))
    refresh, recheck = ("look for new releases", partial(_refresh, state)), ("recheck edits", rechecking.look)
    prune = ("prune events", pruner.look)
    chores: tuple[tuple[asyncio.Event, _Chores], ...] = (
        (news, (refresh,)),
        (ended, (("note the use of keys", state.authentication.record_uses), recheck, prune)),
        (ended, (("tell webhooks", dispatcher.run_due),)),
    )
    for chore in ((refresh[0], partial(_refresh, state, waiting=True)), recheck):
        await _try(*chore, set())
    watches = [asyncio.create_task(_watch(some, settings.poll_seconds, (word, ended))) for word, some in chores]
    listener.start()
    yield
    await run_in_threadpool(listener.stop)
    for word in (ended, news):
        word.set()
    await asyncio.gather(*watches)
    for end in (state.served.end, state.jobs.end, rechecking.end, lead.give_up, dispatcher.close):
        await run_in_threadpool(end)
    await run_in_threadpool(state.authentication.record_uses, all_of_them=True)
    state.engine.dispose()
    state.reading.dispose()


def _refresh(state: State, *, waiting: bool = False) -> None:
    behind = state.served.refresh(waiting=waiting)
    state.meters.note_releases(state.served.compiled.in_use(), behind)


def _open_engines(settings: Settings) -> tuple[Engine, Engine]:
    """Open the engines for writing and for reading: two pools, since a request may hold a connection of each."""
    engine = open_engine(settings.url, settings.pool, create=False)
    try:
        _require_database(engine, settings)
    finally:
        engine.dispose()  # nothing may be open while a process forks
    return engine, open_engine(settings.database_replica_url or settings.url, settings.pool, create=False)


def _require_database(engine: Engine, settings: Settings) -> None:
    """Raise DatabaseOutOfStep, or DatabaseUnusable unless this is one of several workers: that one waits.

    It takes the place of one that died, and uvicorn ends all the others where one cannot start.
    """
    told = False
    while True:
        try:
            return require_current(engine)
        except DatabaseUnusable as error:
            if settings.workers_folder is None:
                raise
            if not told:
                _log.warning("cannot start before the database is back", error=str(error))
            told = True
            time.sleep(settings.poll_seconds)


def _authentication(settings: Settings, engine: Engine) -> Authentication:
    policy = settings.token_policy
    return Authentication(
        partial(transaction, engine),
        bootstrap=settings.admin_key.get_secret_value() if settings.admin_key else None,
        stranger=ANONYMOUS if settings.anonymous_reading else NOBODY,
        read_token=TrustedIssuer(policy) if policy else None,
    )


async def _watch(chores: _Chores, seconds: float, words: tuple[asyncio.Event, asyncio.Event]) -> None:
    """Do the chores from time to time and at a word, until the last word; a chore is ended before the watch is."""
    word, ended = words
    failing: set[str] = set()
    while not ended.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await word.wait()
        if word is not ended:
            word.clear()
        for name, chore in chores:
            await _try(name, chore, failing)


async def _try(name: str, chore: Callable[[], object], failing: set[str]) -> None:
    """Do a chore; a database that is away is told once, and so is that it is back."""
    try:
        await run_in_threadpool(chore)
    except (SQLAlchemyError, TaxonomyError) as error:
        if name not in failing:
            _log.warning(f"cannot {name}", error=str(error))
        failing.add(name)
    else:
        if name in failing:
            _log.info(f"can {name} again")
        failing.discard(name)

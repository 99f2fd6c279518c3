"""What routes ask for: a transaction, a compiled release, the actor, the reader's language."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from typing import Annotated, TypeVar

import structlog
from anyio import to_thread
from fastapi import Depends, Header, Path, Query, Request, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from taxonomy_service.domain.access import Action, Actor
from taxonomy_service.domain.audit import Provenance
from taxonomy_service.domain.errors import DatabaseUnusable, TaxonomyError
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.verdicts import ReleaseName
from taxonomy_service.http.accept_language import liked_languages, told_in
from taxonomy_service.http.state import State, state_of
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.services.authentication import Credentials
from taxonomy_service.services.pinned_releases import IndexT
from taxonomy_service.services.queues import QueueLengths, queue_lengths
from taxonomy_service.services.served_releases import KeptReleases, ready_release
from taxonomy_service.store.releases import newest_releases
from taxonomy_service.store.session import Store, transaction

_T = TypeVar("_T")
_log = structlog.get_logger("taxonomy_service.http")


async def credentials_of(request: Request) -> Credentials:
    """Return who sent a request: at once where they are known, else after a look into the store, in a thread.

    Those never seen wait for one of a few threads of their own, so that wrong keys hold up nobody whose key was right.
    Raises Unauthenticated, Unreachable.
    """
    state = state_of(request)
    header = request.headers.get("authorization")
    known = state.authentication.ready(header)
    if known is not None or header is None:
        return known or state.authentication.check(None)
    limiter = state.strangers if state.authentication.is_new(header) else None
    return await to_thread.run_sync(state.authentication.check, header, limiter=limiter)


CurrentCredentials = Annotated[Credentials, Depends(credentials_of)]


async def _actor(credentials: CurrentCredentials) -> Actor:
    return credentials.actor


CurrentActor = Annotated[Actor, Depends(_actor)]


async def _turn(request: Request) -> AsyncIterator[None]:
    turns = state_of(request).turns
    await turns.take()
    try:
        yield
    finally:
        turns.give_back()


_Turn = Annotated[None, Depends(_turn, scope="function")]


def _reading(request: Request, _: _Turn) -> Iterator[Store]:
    with transaction(state_of(request).reading, writing=False) as store:
        yield store


def _provenance(
    user_agent: Annotated[str, Header(include_in_schema=False)] = "",
    x_tool: Annotated[str, Header(description="the tool in use, for the audit")] = "",
    comment: Annotated[str, Query(description="why, for the audit", max_length=2000)] = "",
) -> Provenance:
    return Provenance(user_agent[:500], x_tool[:200], comment)


CurrentProvenance = Annotated[Provenance, Depends(_provenance)]


def _writing(request: Request, _actor: CurrentActor, _: _Turn, provenance: CurrentProvenance) -> Iterator[Store]:
    # Who it is must be known before: a credential that is not known here takes no lock, and one that is seen for the
    # first time may need the lock itself.
    with transaction(state_of(request).engine, provenance=provenance) as store:
        yield store


def _state(request: Request) -> State:
    return state_of(request)


# scope="function" closes the transaction before the answer is sent, so that a failing commit is not told as a success.
ReadingStore = Annotated[Store, Depends(_reading, scope="function")]
WritingStore = Annotated[Store, Depends(_writing, scope="function")]
AppState = Annotated[State, Depends(_state)]

SchemeName = Annotated[str, Path(alias="scheme", description="the scheme's id", examples=["footwear"])]
ReleaseParameter = Annotated[
    str | None,
    Query(
        alias="release",
        description="number, version or content hash of a release; by default the newest",
        max_length=200,
    ),
]


async def _index(
    request: Request, actor: CurrentActor, scheme: SchemeName, wanted: ReleaseParameter = None
) -> ReleaseIndex:
    return await served_index(state_of(request).served.compiled, actor, scheme, wanted)


async def served_index(
    kept: KeptReleases[IndexT], actor: Actor, scheme: str, wanted: str | None, *, action: Action = Action.READ
) -> IndexT:
    """Return the index of a release at once, or make it in a thread. Raises Forbidden, Unauthenticated, NotFound."""
    index = ready_release(kept, actor, scheme, wanted, action=action)
    return index if index is not None else await run_in_threadpool(kept.get, scheme, wanted)


ServedIndex = Annotated[ReleaseIndex, Depends(_index)]


async def _whole_index(request: Request, actor: CurrentActor, index: ServedIndex) -> LabelIndex:
    return await whole_index(request, actor, index.name)


async def whole_index(request: Request, actor: Actor, name: ReleaseName) -> LabelIndex:
    """Return a release that is served with its concepts whole. Raises as `served_index` does."""
    return await served_index(state_of(request).served.whole, actor, name.scheme, str(name.number))


WholeIndex = Annotated[LabelIndex, Depends(_whole_index)]
"""The same release, its concepts whole: read into memory where it is not there, which takes a while and much room."""


AcceptLanguage = Annotated[str | None, Header(description="languages that the reader likes, best first")]


def _language(
    index: ServedIndex,
    language: Annotated[
        str | None, Query(description="language of the labels served (BCP 47)", examples=["fr"], max_length=100)
    ] = None,
    accept_language: AcceptLanguage = None,
) -> LanguageTag:
    if language:
        return parse_language_tag(language)
    return next(liked_languages(accept_language), index.default_language)


ReaderLanguage = Annotated[LanguageTag, Depends(_language)]


def _message_language(response: Response, accept_language: AcceptLanguage = None) -> LanguageTag:
    language = told_in(accept_language)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept, Accept-Language"
    return language


MessageLanguage = Annotated[LanguageTag, Depends(_message_language)]
"""The language in which sentences are told: the reader's, where there is a catalogue for it, else English."""


def open_writing(state: State) -> AbstractContextManager[Store]:
    """Open a writing transaction outside the dependency system, for work that a thread does."""
    return transaction(state.engine)


def look_for_releases(state: State) -> None:
    """Turn to what was just published or decided, which is done whatever comes of this: the next poll tries again."""
    try:
        state.served.refresh()
    except (SQLAlchemyError, TaxonomyError) as error:
        _log.warning("cannot look for new releases", error=str(error))


async def count_queues(state: State) -> QueueLengths | None:
    """Count what waits; None where the database does not answer."""
    try:
        return await in_turn(state, queue_lengths)
    except (TaxonomyError, SQLAlchemyError):
        return None


async def require_database(state: State) -> None:
    """Raise DatabaseUnusable, with the releases that are served all the same, where the database does not answer."""
    try:
        await in_turn(state, newest_releases)
    except (TaxonomyError, SQLAlchemyError) as error:
        served = state.served.compiled.in_use()
        fault = error.said if isinstance(error, TaxonomyError) else str(error)
        told = message("{fault}; labels are judged all the same", fault=fault)
        raise DatabaseUnusable(told, releases=served) from error


async def in_turn(state: State, ask: Callable[[Store], _T]) -> _T:
    """Ask the database something, in its turn, from a route that is no function of a thread."""

    def run() -> _T:
        with transaction(state.reading, writing=False) as store:
            return ask(store)

    await state.turns.take()
    try:
        return await run_in_threadpool(run)
    finally:
        state.turns.give_back()

"""What routes ask for: a transaction, a compiled release, the actor, the reader's language."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from typing import Annotated

from fastapi import Depends, Header, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from taxonomy_service.domain.access import ANONYMOUS, Actor
from taxonomy_service.domain.errors import InvalidLanguageTag, Unauthenticated
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.http.state import State, state_of
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.services.catalogues import reader_language
from taxonomy_service.services.keys import authenticate
from taxonomy_service.store.session import Store, transaction


def _reading(request: Request) -> Iterator[Store]:
    with transaction(state_of(request).engine, writing=False) as store:
        yield store


def _writing(request: Request) -> Iterator[Store]:
    with transaction(state_of(request).engine) as store:
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


async def _index(request: Request, scheme: SchemeName, wanted: ReleaseParameter = None) -> LabelIndex:
    return await served_index(state_of(request), scheme, wanted)


async def served_index(state: State, scheme: str, wanted: str | None) -> LabelIndex:
    """Return a compiled release at once, or compile it in a thread. Raises NotFound."""
    index = state.served.ready(scheme, wanted)
    return index if index is not None else await run_in_threadpool(state.served.get, scheme, wanted)


ServedIndex = Annotated[LabelIndex, Depends(_index)]


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
    return next(_liked(accept_language), index.default_language)


def _liked(accept_language: str | None) -> Iterator[LanguageTag]:
    """Yield the languages of an Accept-Language header, best first (RFC 9110 §12.5.4), those that are tags."""
    for part in sorted((accept_language or "").split(",")[:20], key=_quality, reverse=True):
        tag = part.partition(";")[0].strip()
        with suppress(InvalidLanguageTag):
            if tag and tag != "*" and _quality(part) > 0:
                yield parse_language_tag(tag)


def _quality(part: str) -> float:
    _, _, quality = part.partition(";q=")
    try:
        return float(quality.strip()) if quality.strip() else 1.0
    except ValueError:
        return 0.0


ReaderLanguage = Annotated[LanguageTag, Depends(_language)]


def _message_language(response: Response, accept_language: AcceptLanguage = None) -> LanguageTag:
    language = reader_language(_liked(accept_language))
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept, Accept-Language"
    return language


MessageLanguage = Annotated[LanguageTag, Depends(_message_language)]
"""The language in which sentences are told: the reader's, where there is a catalogue for it, else English."""


def _actor(
    request: Request,
    store: ReadingStore,
    authorization: Annotated[str | None, Header(description="Bearer and an API key")] = None,
) -> Actor:
    if authorization is None:
        return ANONYMOUS
    kind, _, token = authorization.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Unauthenticated("the Authorization header must be 'Bearer' and a key")
    return authenticate(store, token.strip(), state_of(request).bootstrap_key)


CurrentActor = Annotated[Actor, Depends(_actor, scope="function")]


def open_writing(state: State) -> AbstractContextManager[Store]:
    """Open a writing transaction outside the dependency system, for work that a thread does."""
    return transaction(state.engine)

"""What a request that changes a draft says beside its path: body, state seen, key for retries, client."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import Depends, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.audit import Provenance
from taxonomy_service.domain.change_sets import Seen
from taxonomy_service.domain.errors import Malformed, PreconditionMissing
from taxonomy_service.domain.kept_answers import KeptAnswer
from taxonomy_service.domain.messages import message
from taxonomy_service.http.dependencies import CurrentActor, CurrentProvenance, WritingStore
from taxonomy_service.services.editing import Edit
from taxonomy_service.services.retries import answer_once
from taxonomy_service.store.session import Store

_ETAG = re.compile(r'\*|(?:W/)?"([^"]*)"')
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Writing:
    """A request that changes a draft, and the transaction it runs in; `etags` are None where it states no If-Match."""

    store: Store
    actor: Actor
    body: bytes
    digest: str
    etags: tuple[str, ...] | None
    key: str | None
    provenance: Provenance
    dry_run: bool

    def admit(self, scheme: str, action: Action | None = None) -> None:
        """Raise Forbidden, Unauthenticated before anything is told of body or state to who may not do this.

        Without an action it is to change the draft or, in a dry run, to try to. Raises Malformed for a dry run of what
        has none.
        """
        require(self.actor, action or Edit(dry_run=self.dry_run).action, scheme)
        if action is not None and self.dry_run:
            raise Malformed(message("there is no dry run of this; leave dry_run out"))

    def read(self, type_: type[_T], places: dict[str, str] | None = None) -> _T:
        """Read the JSON body, with what the path says of it; raises Malformed, RequestValidationError."""
        try:
            given: Any = msgspec.json.decode(self.body) if self.body.strip() else {}
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed(
                message("the body is not JSON: {fault}", fault=str(error).removeprefix("JSON is malformed: "))
            ) from error
        if not isinstance(given, dict):
            raise _shape_fault("it must be a JSON object")
        try:
            return msgspec.convert({**given, **(places or {})}, type=type_)
        except msgspec.ValidationError as error:
            raise _shape_fault(str(error)) from error

    def edit(self, own_id: str | None) -> Edit:
        """Return how to edit: what was seen of a concept or collection, or where `own_id` is None of the draft.

        Raises PreconditionMissing for a request in earnest that does not say what it has seen.
        """
        if self.etags is None:
            if self.dry_run:
                return Edit(self.provenance, dry_run=True)
            raise PreconditionMissing(
                message("state in If-Match which state you have seen: the ETag of its last GET, or *")
            )
        return Edit(self.provenance, Seen(self.etags, own_id), self.dry_run)

    def answer(
        self, do: Callable[[], tuple[BaseModel, str] | tuple[BaseModel, str, int]], status: int = 200
    ) -> Response:
        """Answer with a shape, its ETag, and a status where what was done decides it.

        A retry with the same idempotency key gets the same answer.
        """

        def run() -> KeptAnswer:
            shape, etag, *decided = do()
            body = shape.model_dump_json().encode()
            own = decided[0] if decided else 200 if self.dry_run else status
            return KeptAnswer(self.digest, own, {"ETag": f'"{etag}"'}, body)

        answer = answer_once(self.store, self.actor, self.key, self.digest, run)
        return Response(answer.body, answer.status, answer.headers, "application/json")


def _shape_fault(message: str) -> RequestValidationError:
    return RequestValidationError([{"loc": ("body",), "msg": message, "type": "value_error"}])


async def _body(request: Request) -> bytes:
    return await request.body()


def _writing(
    request: Request,
    body: Annotated[bytes, Depends(_body)],
    actor: CurrentActor,
    store: WritingStore,
    provenance: CurrentProvenance,
    if_match: Annotated[str | None, Header(description="ETag of the state that was seen, or *")] = None,
    idempotency_key: Annotated[str | None, Header(description="a name for this request, for retries")] = None,
    dry_run: Annotated[bool, Query(description="only say what would change")] = False,
) -> Writing:
    said = (request.method, request.url.path, request.url.query, if_match or "")
    digest = hashlib.sha256("\n".join(said).encode() + b"\n" + body).hexdigest()
    etags = None if if_match is None else tuple(_etags(if_match))
    return Writing(store, actor, body, digest, etags, idempotency_key, provenance, dry_run)


def _etags(header: str) -> list[str]:
    return ["*" if found[0] == "*" else found[1] for found in _ETAG.finditer(header)]


CurrentWriting = Annotated[Writing, Depends(_writing, scope="function")]

"""Validation: one label, a batch, a stream.

These routes touch only the compiled release and speak msgspec, not Pydantic: one is called for every annotation of
every image (docs/decisions/0005). They are plain Starlette routes; `http.openapi` describes them from the same types.
"""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from taxonomy_service.domain.access import Action
from taxonomy_service.domain.errors import Malformed, TaxonomyError, TooLarge
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.domain.shape_faults import shape_fault
from taxonomy_service.domain.verdicts import Question, ReleaseName, Verdict
from taxonomy_service.http.answers import Answer
from taxonomy_service.http.dependencies import credentials_of, served_index
from taxonomy_service.http.meters import Meters
from taxonomy_service.http.problems import error_response, is_encoded, not_json, unprocessable
from taxonomy_service.http.state import state_of
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.matching.remembering import remembering

LONGEST_LINE = 1024 * 1024
_LINES_AT_ONCE = 500
"""Lines answered in one piece: what a client that does not read makes us hold is one of them."""
_JSON = "application/json"


class Batch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Labels to be judged together; `language` is that of the items which state none."""

    items: list[Question]
    language: str | None = None
    suggestions: int = 0


class BatchVerdicts(msgspec.Struct, frozen=True):
    """The verdicts in the order of the items, and how often each code was given."""

    release: ReleaseName
    counts: dict[str, int]
    verdicts: list[Verdict]


class LineFault(msgspec.Struct, frozen=True):
    """A line of a stream that is no question; the stream goes on."""

    line: int
    error: str


_question = msgspec.json.Decoder(Question)
_batch = msgspec.json.Decoder(Batch)
_encode = msgspec.json.Encoder().encode
_encode_lines = msgspec.json.Encoder().encode_lines


async def _index(request: Request, *known: str) -> ReleaseIndex:
    """Return the release that is asked for; raises Malformed at a parameter that is neither `release` nor known."""
    actor = (await credentials_of(request)).actor
    wanted = request.query_params.get("release") if request.scope["query_string"] else None
    kept = state_of(request).served.compiled
    index = await served_index(kept, actor, request.path_params["scheme"], wanted, action=Action.VALIDATE)
    if request.scope["query_string"]:
        _refuse_unknown(request, ("release", *known))
    return index


def _refuse_unknown(request: Request, known: Sequence[str]) -> None:
    """Raise Malformed at another parameter: a misspelt `release` would pin nothing, and nobody would know."""
    for unknown in request.query_params.keys() - set(known):
        listed = ", ".join(known)
        raise Malformed(message("no parameter {name} here, but {known}", name=Given(unknown[:60]), known=listed))


def _answering(handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Turn what can go wrong with a request into problem documents."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except TaxonomyError as error:
            return error_response(error, request.headers.get("accept-language"))
        except msgspec.ValidationError as error:
            return unprocessable(request, shape_fault(str(error)))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return not_json(request, str(error))
        except RecursionError:
            return not_json(request, message("it is nested too deeply"))

    return answer


@_answering
async def validate_label(request: Request) -> Response:
    """Judge one label."""
    index, state = await _index(request), state_of(request)
    body = await _body(request)
    answer = state.answers.find(index, body)
    if answer is None:
        verdict = judge(index, _question.decode(body))
        answer = Answer(_encode(verdict), state.meters.verdicts_like(index, verdict))
        state.answers.keep(index, body, answer)
    answer.counter.inc()
    return _Json(answer.content)


async def _body(request: Request) -> bytes:
    """Return the body, without the generator and the state that Starlette keeps of it. Raises ClientDisconnect."""
    pieces: list[bytes] = []
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)


class _Json(Response):
    """A body of JSON, with no other headers to be looked through."""

    def __init__(self, body: bytes) -> None:
        self.status_code, self.background, self.body = 200, None, body
        self.raw_headers = [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json")]


class _Direct:
    """An endpoint without the readiness for everything that Starlette puts around a function."""

    def __init__(self, handler: Callable[[Request], Awaitable[Response]]) -> None:
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._handler(Request(scope, receive, send))
        await response(scope, receive, send)


class _Route(Route):
    """A route that meters and the log know by its template, as they know those of FastAPI."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match a request; the scope then names the route."""
        match, found = super().matches(scope)
        if match is not Match.NONE:
            found["route"] = self
        return match, found


@_answering
async def validate_batch(request: Request) -> Response:
    """Judge the labels of one JSON body."""
    index = await _index(request)
    batch = _batch.decode(await request.body())
    most = state_of(request).max_batch
    if not batch.items:
        return unprocessable(request, message("items: an empty batch has no verdicts; send at least one label"))
    if len(batch.items) > most:
        raise TooLarge(message("items"), most, message("labels (send them as a stream instead)"), "TAXONOMY_MAX_BATCH")
    meters = state_of(request).meters
    return Response(await run_in_threadpool(_judge_batch, index, batch, meters), media_type=_JSON)


def _judge_batch(index: ReleaseIndex, batch: Batch, meters: Meters) -> bytes:
    judge_again = remembering(index, suggestions=min(max(batch.suggestions, 0), 50))
    verdicts = [judge_again(_in_language(question, batch.language)) for question in batch.items]
    meters.count_verdicts(index, verdicts)
    counts = Counter(verdict.verdict.value for verdict in verdicts)
    return _encode(BatchVerdicts(index.name, dict(counts), verdicts))


def _in_language(question: Question, language: str | None) -> Question:
    if question.language is not None or language is None:
        return question
    return Question(question.label, language, question.concept, question.attributes)


@_answering
async def validate_stream(request: Request) -> Response:
    """Judge NDJSON as it comes in; verdicts go out in the same order, one a line."""
    index = await _index(request, "language")
    if is_encoded(request):
        return not_json(request)
    language = request.query_params.get("language")
    lines = _Lines(index, language, state_of(request).meters)
    return _TwoWay(_verdict_lines(request, lines), media_type="application/x-ndjson")


class _TwoWay(StreamingResponse):
    """A streaming response that leaves the rest of the body to its generator.

    Starlette's own listens for a disconnect on servers of ASGI 2.3 and so takes the body's chunks away.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        await self.stream_response(send)


async def _verdict_lines(request: Request, judged: "_Lines") -> AsyncIterator[bytes]:
    rest = b""
    async for chunk in request.stream():
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        for start in range(0, len(lines), _LINES_AT_ONCE):
            yield judged.answer(lines[start : start + _LINES_AT_ONCE])
        if len(rest) > LONGEST_LINE:
            fault = f"a line of more than {LONGEST_LINE:,} bytes; stopped here"
            yield _encode_lines([LineFault(judged.count + 1, fault)])
            return
    if rest:
        yield judged.answer([rest])


class _Lines:
    """The lines of a stream, judged as they come."""

    def __init__(self, index: ReleaseIndex, language: str | None, meters: Meters) -> None:
        self._index = index
        self._language = language
        self._meters = meters
        self._judge = remembering(index)
        self.count = 0

    def answer(self, lines: Sequence[bytes]) -> bytes:
        """Return the answers to the next lines, one a line; those that are empty have none."""
        verdicts: list[Verdict] = []
        answers: list[Verdict | LineFault] = []
        for line in lines:
            self.count += 1
            if line and not line.isspace():
                try:
                    verdict = self._judge(_in_language(_question.decode(line), self._language))
                except msgspec.ValidationError as error:
                    answers.append(LineFault(self.count, str(shape_fault(str(error)))))
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                    answers.append(LineFault(self.count, str(error)))
                else:
                    verdicts.append(verdict)
                    answers.append(verdict)
        self._meters.count_verdicts(self._index, verdicts)
        return _encode_lines(answers)


routes = [
    _Route("/v1/schemes/{scheme}/validate", _Direct(validate_label), methods=["POST"]),
    _Route("/v1/schemes/{scheme}/validate/batch", validate_batch, methods=["POST"]),
    _Route("/v1/schemes/{scheme}/validate/stream", validate_stream, methods=["POST"]),
]

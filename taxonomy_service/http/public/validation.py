"""Validation: one label, a batch, a stream.

These routes touch only the compiled release and speak msgspec, not Pydantic: one is called for every annotation of
every image (docs/decisions/0005). They are plain Starlette routes; `http.openapi` describes them from the same types.
"""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from taxonomy_service.domain.access import Action
from taxonomy_service.domain.errors import TaxonomyError, TooLarge
from taxonomy_service.domain.verdicts import Question, ReleaseName, Verdict
from taxonomy_service.http.dependencies import credentials_of, served_index
from taxonomy_service.http.problems import error_response, not_json, unprocessable
from taxonomy_service.http.state import state_of
from taxonomy_service.matching.judging import judge, remembering
from taxonomy_service.matching.label_index import LabelIndex

LONGEST_LINE = 1024 * 1024
_JSON = "application/json"


class Batch(msgspec.Struct, frozen=True):
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


async def _index(request: Request) -> LabelIndex:
    actor = (await credentials_of(request)).actor
    scheme, wanted = request.path_params["scheme"], request.query_params.get("release")
    return await served_index(state_of(request), actor, scheme, wanted, action=Action.VALIDATE)


def _answering(handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Turn what can go wrong with a request into problem documents."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except TaxonomyError as error:
            return error_response(error)
        except msgspec.ValidationError as error:
            return unprocessable(str(error))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return not_json(str(error))
        except RecursionError:
            return not_json("it is nested too deeply")

    return answer


@_answering
async def validate_label(request: Request) -> Response:
    """Judge one label."""
    index = await _index(request)
    question = _question.decode(await request.body())
    return Response(_encode(judge(index, question)), media_type=_JSON)


@_answering
async def validate_batch(request: Request) -> Response:
    """Judge the labels of one JSON body."""
    index = await _index(request)
    batch = _batch.decode(await request.body())
    most = state_of(request).max_batch
    if not batch.items:
        return unprocessable("items: an empty batch has no verdicts; send at least one label")
    if len(batch.items) > most:
        raise TooLarge("items", most, "labels (send them as a stream instead)", "TAXONOMY_MAX_BATCH")
    return Response(await run_in_threadpool(_judge_batch, index, batch), media_type=_JSON)


def _judge_batch(index: LabelIndex, batch: Batch) -> bytes:
    judge_again = remembering(index, suggestions=min(max(batch.suggestions, 0), 50))
    verdicts = [judge_again(_in_language(question, batch.language)) for question in batch.items]
    counts = Counter(verdict.verdict.value for verdict in verdicts)
    return _encode(BatchVerdicts(index.name, dict(counts), verdicts))


def _in_language(question: Question, language: str | None) -> Question:
    if question.language is not None or language is None:
        return question
    return Question(question.label, language, question.concept, question.attributes)


@_answering
async def validate_stream(request: Request) -> Response:
    """Judge NDJSON as it comes in; verdicts go out in the same order, one a line."""
    index = await _index(request)
    language = request.query_params.get("language")
    return _TwoWay(_verdict_lines(request, index, language), media_type="application/x-ndjson")


class _TwoWay(StreamingResponse):
    """A streaming response that leaves the rest of the body to its generator.

    Starlette's own listens for a disconnect on servers of ASGI 2.3 and so takes the body's chunks away.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        await self.stream_response(send)


async def _verdict_lines(request: Request, index: LabelIndex, language: str | None) -> AsyncIterator[bytes]:
    judge_again = remembering(index)
    number, rest = 0, b""
    async for chunk in request.stream():
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        if lines:
            answers = [
                _verdict_line(judge_again, line, number + place, language) for place, line in enumerate(lines, 1)
            ]
            yield b"".join(answers)
            number += len(lines)
        if len(rest) > LONGEST_LINE:
            yield _encode(LineFault(number + 1, f"a line of more than {LONGEST_LINE:,} bytes; stopped here")) + b"\n"
            return
    if rest:
        yield _verdict_line(judge_again, rest, number + 1, language)


def _verdict_line(judge_again: Callable[[Question], Verdict], line: bytes, number: int, language: str | None) -> bytes:
    if not line.strip():
        return b""
    try:
        question = _question.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _encode(LineFault(number, str(error))) + b"\n"
    return _encode(judge_again(_in_language(question, language))) + b"\n"


routes = [
    Route("/v1/schemes/{scheme}/validate", validate_label, methods=["POST"]),
    Route("/v1/schemes/{scheme}/validate/batch", validate_batch, methods=["POST"]),
    Route("/v1/schemes/{scheme}/validate/stream", validate_stream, methods=["POST"]),
]

"""The OpenAPI description: FastAPI's own, with the validation routes described from their msgspec types."""

from collections.abc import Callable
from typing import Any

import msgspec
from fastapi import FastAPI

from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.verdicts import Question, Verdict
from taxonomy_service.http.admin.fixes import GivenFixes
from taxonomy_service.http.admin.proposals import BODIES
from taxonomy_service.http.admin.releases import NewRelease
from taxonomy_service.http.problems import MEDIA_TYPE, Problem
from taxonomy_service.http.public.revalidation import Labels, Revalidated
from taxonomy_service.http.public.validation import Batch, BatchVerdicts

_TYPES: tuple[type, ...] = (
    Question,
    Verdict,
    Batch,
    BatchVerdicts,
    Problem,
    ChangeSet,
    GivenFixes,
    NewRelease,
    Labels,
    Revalidated,
    *BODIES,
)
_EXAMPLE = {"label": "chaussure de sport", "language": "fr", "concept": "running-shoe"}
_SCHEME = {"name": "scheme", "in": "path", "required": True, "schema": {"type": "string"}, "example": "footwear"}
_RELEASE = {
    "name": "release",
    "in": "query",
    "required": False,
    "description": "number, version or content hash of a release; by default the newest",
    "schema": {"type": "string"},
}
_LANGUAGE = {
    "name": "language",
    "in": "query",
    "required": False,
    "description": "language (BCP 47) of the lines which state none",
    "schema": {"type": "string"},
}

TAGS = [
    {"name": "validation", "description": "verdicts on labels: for annotation tools"},
    {"name": "concepts", "description": "concepts of a release, their hierarchy, search, pictures"},
    {"name": "schemes", "description": "the vocabularies, and exports of them"},
    {"name": "releases", "description": "releases and what happened between them"},
    {"name": "changes", "description": "the feed of what happened in a scheme"},
    {"name": "editing", "description": "operations on the draft"},
    {"name": "proposals", "description": "changes that wait for reviewers, and what waits for you"},
    {"name": "translations", "description": "tables for translators"},
    {"name": "admin", "description": "imports, checks, findings, jobs"},
    {"name": "audit", "description": "who changed what, chained by hashes"},
    {"name": "access", "description": "actors, grants, keys, and who you are"},
    {"name": "webhooks", "description": "who is told of changes"},
    {"name": "operation", "description": "is it there, is it well"},
]
"""The groups of routes in the order in which the documentation shows them: what is called most comes first."""

_OPEN = frozenset({"/healthz"})
"""What needs no key, whatever the settings."""


def describe(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """Return what makes the description of an app, once."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            description = plain()
            refs, components = msgspec.json.schema_components(_TYPES, ref_template="#/components/schemas/{name}")
            schemas = dict(zip(map(_name, _TYPES), refs, strict=True))
            description.setdefault("components", {}).setdefault("schemas", {}).update(components)
            description["paths"].update(_validation_paths(schemas))
            _describe_access(description)
            _describe_problems(description, schemas["Problem"])
            app.openapi_schema = description
        return app.openapi_schema

    return openapi


def _name(type_: type) -> str:
    return type_.__name__


def _validation_paths(schemas: dict[str, dict[str, Any]]) -> dict[str, Any]:
    stream = {"type": "string", "description": "one JSON object a line"}
    return {
        "/v1/schemes/{scheme}/validate": _operation(
            "validate_label", "Judge one label", "application/json", (schemas["Question"], _EXAMPLE), schemas["Verdict"]
        ),
        "/v1/schemes/{scheme}/validate/batch": _operation(
            "validate_batch",
            "Judge the labels of one body",
            "application/json",
            (schemas["Batch"], {"items": [_EXAMPLE], "language": "fr"}),
            schemas["BatchVerdicts"],
        ),
        "/v1/schemes/{scheme}/validate/stream": _operation(
            "validate_stream",
            "Judge labels as they come: NDJSON in, NDJSON out, in order, any number",
            "application/x-ndjson",
            (stream, '{"label": "Laufschuh", "language": "de"}\n'),
            stream,
            parameters=(_SCHEME, _RELEASE, _LANGUAGE),
        ),
    }


def _operation(
    name: str,
    summary: str,
    media_type: str,
    body: tuple[dict[str, Any], Any],
    answer: dict[str, Any],
    *,
    parameters: tuple[dict[str, Any], ...] = (_SCHEME, _RELEASE),
) -> dict[str, Any]:
    content = {media_type: {"schema": body[0], "example": body[1]}}
    return {
        "post": {
            "tags": ["validation"],
            "summary": summary,
            "description": "A negative verdict is an answer (200), not an error; the README has the table.",
            "operationId": name,
            "parameters": list(parameters),
            "requestBody": {"required": True, "content": content},
            "responses": {
                "200": {"description": summary, "content": {media_type: {"schema": answer}}},
                "400": {"description": "The body is not JSON"},
                "404": {"description": "No such scheme or release"},
                "413": {"description": "Too large"},
                "415": {"description": "The body is compressed"},
                "422": {"description": "The shape of the body is wrong"},
            },
        }
    }


def _describe_access(description: dict[str, Any]) -> None:
    """Say which operations take a key, and which need one in every case."""
    schemes = description.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["bearer"] = {
        "type": "http",
        "scheme": "bearer",
        "description": "an API key (`tsk_…`), or a JWT of the issuer that this service trusts",
    }
    for path, operations in description["paths"].items():
        for operation in operations.values() if path not in _OPEN else ():
            needed = path.startswith("/admin/")
            operation["security"] = [{"bearer": []}] if needed else [{}, {"bearer": []}]
            operation["responses"].setdefault(
                "401", {"description": "No key or token where one is needed, or a bad one"}
            )
            operation["responses"].setdefault("403", {"description": "Not allowed to this actor"})


def _describe_problems(description: dict[str, Any], problem: dict[str, Any]) -> None:
    """Let every answer of 400 or more be a problem document."""
    shown = {MEDIA_TYPE: {"schema": problem}}
    for path in description["paths"].values():
        for operation in path.values():
            responses = operation["responses"]
            if operation.get("parameters"):
                responses.setdefault("400", {"description": "Malformed request"})
                responses.setdefault("404", {"description": "Not found"})
                responses.setdefault("422", {"description": "The shape of the request is wrong"})
            for status, response in responses.items():
                if status >= "400":
                    response["content"] = shown
    for unused in ("HTTPValidationError", "ValidationError"):
        description["components"]["schemas"].pop(unused, None)

"""Editing the draft over HTTP: one route for each operation, change sets for many, undoing.

The routes are made from one table; a body is read as the operation that the route stands for, with what the path says
of it.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Annotated, Any, NamedTuple

import msgspec
from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from taxonomy_service.domain import operations
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import NotFound, Stale
from taxonomy_service.http.dependencies import CurrentActor, ReadingStore, SchemeName
from taxonomy_service.http.draft_presenting import outcome_shape, resource_shape, scheme_draft_shape
from taxonomy_service.http.draft_shapes import DraftResourceShape, DraftSchemeShape, OutcomeShape
from taxonomy_service.http.writing import CurrentWriting, Writing
from taxonomy_service.services.drafts import read_draft_about, read_draft_resource
from taxonomy_service.services.editing import edit, undo

router = APIRouter(prefix="/admin/v1/schemes/{scheme}", tags=["editing"])
REFERENCE = "#/components/schemas/{name}"


class OperationRoute(NamedTuple):
    """A route that stands for one operation; the names in its path are fields of the operation."""

    method: str
    path: str
    operation: type[Any]
    summary: str


ROUTES = (
    OperationRoute("POST", "/concepts", operations.Create, "Make a concept"),
    OperationRoute("PATCH", "/concepts/{concept}", operations.Revise, "Replace parts of a concept"),
    OperationRoute("POST", "/concepts/{concept}:move", operations.Move, "Move a concept or a branch"),
    OperationRoute("POST", "/concepts/{concept}:merge", operations.Merge, "Merge a concept into another"),
    OperationRoute("POST", "/concepts/{concept}:split", operations.Split, "Split a concept into new ones"),
    OperationRoute("POST", "/concepts/{concept}:retire", operations.Retire, "Take a concept out of use"),
    OperationRoute("POST", "/concepts/{concept}:restore", operations.Restore, "Put a concept back into use"),
    OperationRoute("POST", "/concepts/{concept}/labels", operations.AddLabel, "Add a label"),
    OperationRoute("POST", "/concepts/{concept}/labels:revise", operations.ReviseLabel, "Change a label"),
    OperationRoute("POST", "/concepts/{concept}/labels:remove", operations.RemoveLabel, "Take a label away"),
    OperationRoute("POST", "/concepts/{concept}/notes", operations.AddNote, "Add a note"),
    OperationRoute("POST", "/concepts/{concept}/notes:revise", operations.ReviseNote, "Replace a note"),
    OperationRoute("POST", "/concepts/{concept}/notes:remove", operations.RemoveNote, "Take a note away"),
    OperationRoute("PUT", "/concepts/{concept}/relations/{kind}/{target}", operations.Relate, "Relate two concepts"),
    OperationRoute("DELETE", "/concepts/{concept}/relations/{kind}/{target}", operations.Unrelate, "No longer so"),
    OperationRoute("POST", "/concepts/{concept}/mappings", operations.AddMapping, "Map a concept"),
    OperationRoute("POST", "/concepts/{concept}/mappings:remove", operations.RemoveMapping, "Take a mapping away"),
    OperationRoute(
        "PUT", "/concepts/{concept}/attributes/{attribute}", operations.RequireAttribute, "Require an attribute"
    ),
    OperationRoute(
        "DELETE", "/concepts/{concept}/attributes/{attribute}", operations.UnrequireAttribute, "No longer require it"
    ),
    OperationRoute("POST", "/collections", operations.CreateCollection, "Make a collection"),
    OperationRoute("PUT", "/collections/{collection}/members", operations.SetMembers, "Replace its members"),
    OperationRoute("DELETE", "/collections/{collection}", operations.RemoveCollection, "Take a collection away"),
    OperationRoute("PUT", "/attributes/{id}", operations.DefineAttribute, "Define an attribute"),
    OperationRoute("DELETE", "/attributes/{id}", operations.RemoveAttribute, "Take an attribute away"),
    OperationRoute("PUT", "/settings", operations.ReviseSettings, "Replace the settings"),
)


def _etag(response: Response, etag: str) -> None:
    response.headers["ETag"] = f'"{etag}"'
    response.headers["Cache-Control"] = "no-store"


@router.get("/draft", summary="The draft as a whole: its names, settings and ETag")
def draft(store: ReadingStore, actor: CurrentActor, scheme: SchemeName, response: Response) -> DraftSchemeShape:
    """Read the draft of a scheme without its concepts."""
    shape = scheme_draft_shape(read_draft_about(store, actor, scheme))
    _etag(response, shape.etag)
    return shape


@router.get("/concepts/{concept}", summary="A concept as the draft has it")
@router.get("/collections/{concept}", summary="A collection as the draft has it")
def draft_resource(
    store: ReadingStore,
    actor: CurrentActor,
    scheme: SchemeName,
    concept: Annotated[str, Path(description="id")],
    response: Response,
) -> DraftResourceShape:
    """Read a concept or a collection of the draft."""
    shape = resource_shape(read_draft_resource(store, actor, scheme, concept))
    _etag(response, shape.etag)
    return shape


_CHANGE_SET = {"schema": {"$ref": REFERENCE.format(name="ChangeSet")}}


@router.post(
    "/change-sets",
    summary="Do many operations, all or none",
    response_model=OutcomeShape,
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": _CHANGE_SET}}},
)
def change_sets(scheme: SchemeName, writing: CurrentWriting) -> Response:
    """Do the operations of a change set in order, or with `dry_run` only say what they would change."""
    return _edited(writing, scheme, None, lambda: writing.read(ChangeSet))


@router.post("/change-sets/{number}:undo", summary="Undo a change set", response_model=OutcomeShape)
def undo_change_set(scheme: SchemeName, number: int, writing: CurrentWriting) -> Response:
    """Take back what a change set did by a new one; refused where a later change stands in the way."""

    def do() -> tuple[BaseModel, str]:
        outcome = undo(writing.store, writing.actor, scheme, number, writing.edit(None))
        return outcome_shape(scheme, outcome), outcome.etag

    return with_current(writing, scheme, None, lambda: writing.answer(do))


def _edited(
    writing: Writing, scheme: str, own_id: str | None, read: Callable[[], ChangeSet], status: int = 200
) -> Response:
    """Do a change set; the answer's ETag is that of the concept or collection named, else of the draft."""

    def do() -> tuple[BaseModel, str]:
        outcome = edit(writing.store, writing.actor, scheme, read(), writing.edit(own_id))
        etag = outcome.etag
        if own_id is not None and outcome.number is not None:
            with suppress(NotFound):  # it was taken away
                etag = read_draft_resource(writing.store, writing.actor, scheme, own_id).etag
        return outcome_shape(scheme, outcome), etag

    return with_current(writing, scheme, own_id, lambda: writing.answer(do, status))


def with_current(writing: Writing, scheme: str, own_id: str | None, run: Callable[[], Response]) -> Response:
    """Tell a client whose state is stale what the present one is."""
    writing.admit(scheme)
    try:
        return run()
    except Stale as error:
        current: BaseModel
        if own_id is None:
            current = scheme_draft_shape(read_draft_about(writing.store, writing.actor, scheme))
        else:
            current = resource_shape(read_draft_resource(writing.store, writing.actor, scheme, own_id))
        error.data = {**error.data, "current": current.model_dump(mode="json")}
        raise


def _endpoint(route: OperationRoute) -> Callable[..., Response]:
    created = 201 if route.method == "POST" and "{" not in route.path else 200

    def run(request: Request, scheme: SchemeName, writing: CurrentWriting) -> Response:
        places = {name: value for name, value in request.path_params.items() if name != "scheme"}
        own_id = places.get("concept", places.get("collection"))
        places["operation"] = route.operation.__struct_config__.tag
        return _edited(writing, scheme, own_id, lambda: _one(writing, route.operation, places), created)

    run.__doc__ = route.operation.__doc__
    return run


def _one(writing: Writing, operation: type[Any], places: dict[str, str]) -> ChangeSet:
    return ChangeSet((writing.read(operation, places),))


def _described(route: OperationRoute) -> dict[str, Any]:
    """Describe path and body from the operation's type; what the path says is no part of the body."""
    names = [part[1:].partition("}")[0] for part in route.path.split("/") if part.startswith("{")]
    _, components = msgspec.json.schema_components([route.operation], ref_template=REFERENCE)
    schema = dict(components[route.operation.__name__])
    fields: dict[str, Any] = schema["properties"]
    parameters = [{"name": name, "in": "path", "required": True, "schema": fields[name]} for name in names]
    left_out = {*names, "operation"}
    schema["properties"] = {name: field for name, field in fields.items() if name not in left_out}
    schema["required"] = [name for name in schema.get("required", []) if name not in left_out]
    body = {"required": bool(schema["required"]), "content": {"application/json": {"schema": schema}}}
    return {"parameters": parameters, **({"requestBody": body} if schema["properties"] else {})}


for _route in ROUTES:
    router.add_api_route(
        _route.path,
        _endpoint(_route),
        methods=[_route.method],
        summary=_route.summary,
        name=_route.operation.__struct_config__.tag,
        response_model=OutcomeShape,
        status_code=201 if _route.method == "POST" and "{" not in _route.path else 200,
        openapi_extra=_described(_route),
    )

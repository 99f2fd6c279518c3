"""ETags: an answer from a release is as good as the release."""

from typing import Annotated

from fastapi import Depends, Request, Response

from taxonomy_service.http.dependencies import ServedIndex


class NotModified(Exception):
    """The client has this answer already."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


def etag_of(content_hash: str) -> str:
    """Return the weak ETag of all answers made from a release."""
    return f'W/"{content_hash[:32]}"'


def _check(request: Request, response: Response, index: ServedIndex) -> None:
    etag = etag_of(index.name.content_hash)
    given = request.headers.get("if-none-match", "")
    if etag.removeprefix("W/") in (tag.strip().removeprefix("W/") for tag in given.split(",")) or given.strip() == "*":
        raise NotModified(etag)
    response.headers["ETag"] = etag
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Cache-Control"] = "no-cache"


Cached = Annotated[None, Depends(_check)]
"""A route that asks for this answers 304 where the client's copy is still good."""


async def answer_not_modified(_request: Request, error: Exception) -> Response:
    """Answer 304."""
    assert isinstance(error, NotModified)
    return Response(status_code=304, headers={"ETag": error.etag, "Vary": "Accept, Accept-Language"})

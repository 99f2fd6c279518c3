"""Cursors: where a page ends, in a form that nobody is tempted to make up."""

import base64
import binascii

from fastapi import Request

from taxonomy_service.domain.errors import Malformed
from taxonomy_service.domain.messages import message


def encode_cursor(after: str | None) -> str | None:
    """Return the cursor of the page that begins after an id."""
    return None if after is None else base64.urlsafe_b64encode(after.encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> str | None:
    """Return the id a cursor stands for; raises Malformed for one that we did not make."""
    if cursor is None:
        return None
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise Malformed(message("this cursor is not one of ours"), cursor=cursor[:100]) from error


def next_link(request: Request, cursor: str) -> str:
    """Return the `Link` header of the following page (RFC 8288)."""
    return f'<{request.url.include_query_params(cursor=cursor)}>; rel="next"'

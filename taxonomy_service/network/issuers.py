"""The keys of an OpenID Connect issuer, by discovery (OpenID Connect Discovery 1.0 §4)."""

import json
from typing import Any
from urllib.parse import urlsplit

from taxonomy_service.domain.errors import Unreachable
from taxonomy_service.domain.messages import message
from taxonomy_service.network.requests import Bounds, Outgoing, send

_BOUNDS = Bounds(seconds=5.0, bytes=512 * 1024)


def fetch_keys(issuer: str) -> list[dict[str, Any]]:
    """Return the issuer's JSON Web Keys (RFC 7517 §5) as they stand; raises Unreachable.

    The operator named the issuer, so its address may be private; but what it names must be as secure as it is.
    """
    metadata = _fetch(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if metadata.get("issuer") != issuer:
        raise Unreachable(
            message("{issuer}: its discovery document is that of another issuer", issuer=issuer), issuer=issuer
        )
    place = metadata.get("jwks_uri")
    if not isinstance(place, str) or urlsplit(place).scheme not in {"https", urlsplit(issuer).scheme}:
        raise Unreachable(
            message("{issuer}: its discovery document names no place of keys that is secure", issuer=issuer),
            issuer=issuer,
        )
    keys = _fetch(place).get("keys")
    if not isinstance(keys, list):
        raise Unreachable(message("{place}: no JSON Web Key Set", place=place), issuer=issuer)
    return [key for key in keys if isinstance(key, dict)]


def _fetch(url: str) -> dict[str, Any]:
    answer = send(Outgoing(url, headers={"Accept": "application/json"}, private=True), _BOUNDS)
    if answer.status != 200:
        raise Unreachable(
            message("{url}: status {status} instead of 200", url=url, status=answer.status), status=answer.status
        )
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise Unreachable(message("{url}: no JSON", url=url)) from error
    if not isinstance(document, dict):
        raise Unreachable(message("{url}: no JSON object", url=url))
    return document

from collections.abc import Iterator

import pytest

from taxonomy_service.domain.errors import Unreachable
from taxonomy_service.network.issuers import fetch_keys
from tests.local_issuer import LocalIssuer, issuing


@pytest.fixture
def issuer() -> Iterator[LocalIssuer]:
    with issuing() as running:
        yield running


def test_keys_are_found_by_discovery(issuer: LocalIssuer) -> None:
    (key,) = fetch_keys(issuer.url)
    assert (key["kid"], key["kty"], "d" in key) == ("key-1", "EC", False)
    assert [request.path for request in issuer.server.received] == ["/.well-known/openid-configuration", "/keys"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"issuer": "https://evil.example"}, "another issuer"),
        ({"issuer": None}, "another issuer"),
        ({"jwks_uri": None}, "no place of keys"),
        ({"jwks_uri": "file:///etc/passwd"}, "no place of keys"),
        ({"jwks_uri": "http://127.0.0.1:1/keys"}, "127.0.0.1:1"),
    ],
)
def test_discovery_that_is_not_right_is_told(issuer: LocalIssuer, change: dict[str, str | None], said: str) -> None:
    issuer.metadata |= change
    with pytest.raises(Unreachable, match=said):
        fetch_keys(issuer.url)


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, b"{}", "status 500"),
        (302, b"", "status 302"),
        (200, b"<html>", "no JSON"),
        (200, b"[]", "no JSON object"),
        (200, b"[" * 100_000, "no JSON"),
        (200, b"{" + b" " * 600_000 + b"}", "more than 524,288 bytes"),
        (200, b'{"keys": 1}', "another issuer"),
    ],
)
def test_an_answer_that_is_no_discovery_is_told(issuer: LocalIssuer, status: int, body: bytes, said: str) -> None:
    issuer.server.respond = lambda _: (status, {}, body)
    with pytest.raises(Unreachable, match=said):
        fetch_keys(issuer.url)


def test_what_is_no_key_set_is_told(issuer: LocalIssuer) -> None:
    issuer.metadata["jwks_uri"] = f"{issuer.url}/.well-known/openid-configuration"
    with pytest.raises(Unreachable, match="no JSON Web Key Set"):
        fetch_keys(issuer.url)

"""An OpenID Connect issuer on loopback that a test starts: it publishes keys, and signs whatever it is told to."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from tests.local_server import LocalServer, Received, Reply, serving

AUDIENCE = "taxonomy"
Key = ECKey | OKPKey | RSAKey


def ec_key(own_id: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": own_id, "use": "sig"})


class LocalIssuer:
    """`keys` are those published; `up` is whether it answers."""

    def __init__(self, server: LocalServer) -> None:
        self.server = server
        self.url = server.url
        self.up = True
        self.keys: list[Key] = [ec_key("key-1")]
        self.metadata: dict[str, Any] = {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        server.respond = self._respond

    def _respond(self, request: Received) -> Reply:
        if not self.up:
            return 503, {}, b"away"
        published = {"keys": [key.as_dict(private=False) for key in self.keys]}
        documents = {"/.well-known/openid-configuration": self.metadata, "/keys": published}
        found = documents.get(request.path)
        return (404, {}, b"") if found is None else (200, {}, json.dumps(found).encode())

    def token(self, key: Key | None = None, alg: str = "ES256", **claims: Any) -> str:
        """Sign a token; a claim of None is left out."""
        signing = key or self.keys[0]
        now = int(time.time())
        usual = {"iss": self.url, "aud": AUDIENCE, "sub": "00u1", "exp": now + 300, "iat": now}
        stated = {name: value for name, value in (usual | claims).items() if value is not None}
        header = {"alg": alg} if signing.kid is None else {"alg": alg, "kid": signing.kid}
        return jwt.encode(header, stated, signing, algorithms=[alg])


@contextmanager
def issuing() -> Iterator[LocalIssuer]:
    with serving() as server:
        yield LocalIssuer(server)

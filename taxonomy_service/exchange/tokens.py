"""JSON Web Tokens of an issuer: read, and believed only where everything about them is right (RFC 8725)."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from taxonomy_service.domain.errors import Unauthenticated
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.tokens import TokenRules

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
"""Signatures with a private key only: neither `none`, nor HMAC, for which a public key would be the secret.

`EdDSA` is deprecated (RFC 9864): it does not say with which curve.
"""
_BASE64URL = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_WEAKEST_RSA = 2048
_SIGNING: Mapping[str, type[RSAKey | ECKey | OKPKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
SigningKey = RSAKey | ECKey | OKPKey


class Claims(NamedTuple):
    """What a token that is believed says of its subject; `expires` is UTC and includes the leeway."""

    subject: str
    expires: datetime
    all: Mapping[str, Any]


def signing_keys(keys: Iterable[Mapping[str, Any]]) -> dict[str, SigningKey]:
    """Return the public keys that may have signed tokens, by their id; all others are left out.

    Left out are symmetric keys, keys for encryption, keys without an id among several, RSA keys under 2048 bits, and
    what cannot be read.
    """
    found: dict[str, SigningKey] = {}
    for key in keys:
        kind = _SIGNING.get(str(key.get("kty")))
        own_id = key.get("kid", "")
        if kind is None or key.get("use", "sig") != "sig" or not isinstance(own_id, str) or _is_weak(key):
            continue
        try:
            found[own_id] = kind.import_key({**key})
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    return found


def _is_weak(key: Mapping[str, Any]) -> bool:
    """Say whether an RSA modulus is shorter than 2048 bits: six of them to a character of Base64."""
    return key.get("kty") == "RSA" and len(str(key.get("n", "")).lstrip("A")) * 6 < _WEAKEST_RSA


def key_id_of(token: str) -> str:
    """Return the id of the key that is said to have signed a token, "" where none is said; raises Unauthenticated."""
    if not _BASE64URL.fullmatch(token):
        raise Unauthenticated(message("the token is no signed JWT"))
    try:
        own_id = jws.extract_compact(token.encode()).headers().get("kid", "")
    except (JoseError, ValueError, RecursionError) as error:
        raise Unauthenticated(message("the token is no signed JWT")) from error
    if not isinstance(own_id, str):
        raise Unauthenticated(message("the token is no signed JWT"))
    return own_id


def read_token(token: str, key: SigningKey, rules: TokenRules, now: datetime) -> Claims:
    """Return what a token says, with its signature, issuer, audience and times proved. Raises Unauthenticated."""
    try:
        decoded = jwt.decode(token, key, algorithms=ALGORITHMS)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise Unauthenticated(message("the token's signature is not that of the issuer")) from error
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=rules.leeway,
        iss={"essential": True, "value": rules.issuer},
        aud={"essential": True, "value": rules.audience},
        exp={"essential": True},
        sub={"essential": True},
    )
    try:
        registry.validate(decoded.claims)
        expires = datetime.fromtimestamp(decoded.claims["exp"] + rules.leeway, UTC)
    except JoseError as error:
        raise Unauthenticated(_told(error, rules)) from error
    except (ValueError, OverflowError, OSError, TypeError) as error:
        raise Unauthenticated(message("the token expires at no time that exists")) from error
    return Claims(decoded.claims["sub"], expires, decoded.claims)


def _told(error: JoseError, rules: TokenRules) -> Message:
    if isinstance(error, ExpiredTokenError):
        return message("the token has expired")
    if isinstance(error, MissingClaimError):
        return message("the token does not state all of issuer, audience, subject and expiry")
    claim = error.claim if isinstance(error, InvalidClaimError) else ""
    sentences = {
        "iss": message("the token is not of the issuer {issuer}", issuer=rules.issuer),
        "aud": message("the token is not for the audience {audience}", audience=rules.audience),
        "nbf": message("the token is not valid yet"),
        "iat": message("the token was made in the future"),
    }
    return sentences.get(claim, message("the token's claims are not as they should be"))

import base64
import hmac
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe, jws, jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from taxonomy_service.domain.errors import Unauthenticated
from taxonomy_service.domain.tokens import TokenRules
from taxonomy_service.exchange.tokens import Claims, key_id_of, read_token, signing_keys

RULES = TokenRules("https://login.example.org", "taxonomy", 60)
EC = ECKey.generate_key("P-256", {"kid": "ec"})
OTHER_EC = ECKey.generate_key("P-256", {"kid": "ec"})
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
ED = OKPKey.generate_key("Ed25519", {"kid": "ed"})
NOW = int(time.time())
Key = ECKey | OctKey | OKPKey | RSAKey


def claims(**changes: Any) -> dict[str, Any]:
    usual = {"iss": RULES.issuer, "aud": RULES.audience, "sub": "00u1", "exp": NOW + 300}
    return {name: value for name, value in (usual | changes).items() if value is not None}


def sign(stated: dict[str, Any], key: Key = EC, alg: str = "ES256", **header: Any) -> str:
    return jwt.encode({"alg": alg, "kid": key.kid, **header}, stated, key, algorithms=[alg])


def public(key: Key) -> dict[str, Any]:
    return dict(key.as_dict(private=False))


def read(token: str) -> Claims:
    """Read a token as the service does: with the key it names."""
    known = signing_keys([public(EC), public(RSA), public(ED)])
    own_id = key_id_of(token)
    if own_id not in known:
        raise Unauthenticated("no such key")
    return read_token(token, known[own_id], RULES, datetime.fromtimestamp(NOW, UTC))


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("key", "alg"), [(EC, "ES256"), (RSA, "RS256"), (RSA, "PS384"), (RSA, "RS512"), (ED, "Ed25519")]
)
def test_a_token_that_is_right_is_believed(key: Key, alg: str) -> None:
    found = read(sign(claims(groups=["a"]), key, alg))
    assert (found.subject, found.all["groups"]) == ("00u1", ["a"])
    assert found.expires == datetime.fromtimestamp(NOW + 360, UTC)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"iss": "https://evil.example"}, "not of the issuer"),
        ({"iss": RULES.issuer + "/"}, "not of the issuer"),
        ({"iss": [RULES.issuer]}, "not of the issuer"),
        ({"iss": None}, "does not state all"),
        ({"aud": "another-service"}, "not for the audience"),
        ({"aud": ["another-service"]}, "not for the audience"),
        ({"aud": []}, "not for the audience"),
        ({"aud": None}, "does not state all"),
        ({"exp": NOW - 60}, "has expired"),
        ({"exp": None}, "does not state all"),
        ({"exp": "tomorrow"}, "not as they should"),
        ({"exp": 1e300}, "no time that exists"),
        ({"exp": float("nan")}, "not as they should"),
        ({"nbf": NOW + 61}, "not valid yet"),
        ({"iat": NOW + 61}, "in the future"),
        ({"sub": None}, "does not state all"),
        ({"sub": 7}, "not as they should"),
    ],
)
def test_a_token_with_a_claim_that_is_not_right_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(Unauthenticated, match=said):
        read(sign(claims(**change)))


@pytest.mark.parametrize(
    "change", [{"exp": NOW - 59}, {"nbf": NOW + 60}, {"iat": NOW + 60}, {"aud": ["x", "taxonomy"]}]
)
def test_clocks_may_differ_a_little_and_an_audience_may_be_one_of_several(change: dict[str, Any]) -> None:
    assert read(sign(claims(**change))).subject == "00u1"


def unsigned(alg: str) -> str:
    return f"{part({'alg': alg, 'kid': 'rsa'})}.{part(claims())}."


def with_public_key_as_secret() -> str:
    """The confusion of RFC 8725 §2.1: the public key taken for the secret of an HMAC."""
    content = f"{part({'alg': 'HS256', 'kid': 'rsa'})}.{part(claims())}"
    code = hmac.digest(RSA.as_pem(private=False), content.encode(), "sha256")
    return f"{content}.{base64.urlsafe_b64encode(code).rstrip(b'=').decode()}"


def with_header(**header: Any) -> str:
    """Sign rightly, under a header that our library would not write."""
    content = f"{part({'alg': 'ES256', 'kid': 'ec', **header})}.{part(claims())}"
    signature = jws.JWSRegistry.algorithms["ES256"].sign(content.encode(), EC)
    return f"{content}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def with_its_own_key() -> str:
    return sign(claims(), OTHER_EC, jwk=public(OTHER_EC))


def encrypted() -> str:
    key = OctKey.generate_key(256)
    return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, json.dumps(claims()), key)


@pytest.mark.parametrize(
    "make",
    [
        lambda: unsigned("none"),
        lambda: unsigned("None"),
        lambda: unsigned("none") + "AAAA",
        lambda: unsigned("ES256") + "AAAA",
        with_public_key_as_secret,
        with_its_own_key,
        encrypted,
        lambda: sign(claims(), OTHER_EC),
        lambda: sign(claims(), EC).replace(".", "=."),
        lambda: sign(claims(), EC) + ".x",
        lambda: f"{sign(claims(), RSA, 'RS256').rsplit('.', 1)[0]}.{sign(claims(), EC).rsplit('.', 1)[1]}",
        lambda: with_header(crit=["exp"], exp=1),
        lambda: with_header(kid=["ec"]),
        lambda: with_header(alg="EdDSA"),
        lambda: with_header(alg=["ES256"]),
        lambda: jws.serialize_compact({"alg": "ES256", "kid": "ec"}, b"not JSON", EC),
        lambda: jws.serialize_compact({"alg": "ES256", "kid": "ec"}, b'["a list"]', EC),
        lambda: jws.serialize_compact({"alg": "ES256", "kid": "ec"}, b"[" * 5_000, EC),
        lambda: part([]) + "." + part(claims()) + ".AAAA",
        lambda: "[" * 50 + ".a.b",
        lambda: "..",
        lambda: "a.b.c",
        lambda: "ａ.ｂ.ｃ",
        lambda: "",
    ],
)
def test_what_the_issuer_did_not_sign_is_refused(make: Callable[[], str]) -> None:
    with pytest.raises(Unauthenticated):
        read(make())


def test_a_header_of_our_own_making_is_otherwise_believed() -> None:
    assert read(with_header()).subject == "00u1"


RIGHT = sign(claims())


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(RIGHT) - 1), st.sampled_from("ABCxyz019-_.=é\n\0"))
def test_a_token_with_one_character_changed_is_never_read_otherwise(place: int, character: str) -> None:
    changed = RIGHT[:place] + character + RIGHT[place + 1 :]
    try:
        found = read(changed)
    except Unauthenticated:
        return
    assert found == read(RIGHT)  # the last character of Base64 has bits that count for nothing


def test_keys_that_cannot_sign_tokens_are_left_out() -> None:
    short = (
        RSAKey.generate_key(1024, {"kid": "short"})
        if False
        else {"kty": "RSA", "kid": "short", "n": "q" * 171, "e": "AQAB"}
    )
    keys: list[dict[str, Any]] = [
        public(EC),
        dict(OctKey.generate_key(256, {"kid": "secret"}).as_dict()),
        short,
        public(RSA) | {"kid": "for encryption", "use": "enc"},
        {"kty": "EC", "kid": "cut off", "crv": "P-256", "x": "AAAA"},
        {"kty": "EC", "kid": "no curve"},
        {"kty": "OKP", "kid": "unknown curve", "crv": "Ed9", "x": "AAAA"},
        {"kid": "no kind"},
        {"kty": "RSA", "kid": 7, "n": "x", "e": "AQAB"},
        {},
    ]
    assert list(signing_keys(keys)) == ["ec"]


def test_a_key_without_an_id_goes_by_none() -> None:
    nameless = {name: value for name, value in public(EC).items() if name != "kid"}
    assert list(signing_keys([nameless])) == [""]
    assert key_id_of(jwt.encode({"alg": "ES256"}, claims(), EC)) == ""

"""Tokens of an issuer (OpenID Connect): which are believed, and what they grant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from taxonomy_service.domain.access import Grant, parse_grant


class TokenRules(NamedTuple):
    """What a token must state; `leeway` is how many seconds the issuer's clock may differ from ours."""

    issuer: str
    audience: str
    leeway: int = 60


@dataclass(frozen=True, slots=True)
class TokenPolicy:
    """Which tokens are believed, and what their claims grant beside what is granted here.

    `claim` names a claim (or, with dots, one inside another) whose values lead by `grants` to grants as text.
    """

    rules: TokenRules
    claim: str | None = None
    grants: Mapping[str, str] = field(default_factory=dict)


def parse_grants(text: str) -> list[Grant]:
    """Read grants with spaces between them; raises Malformed.

    >>> [str(grant) for grant in parse_grants("linguist:*:de reviewer:footwear:de")]
    ['linguist:*:de', 'reviewer:footwear:de']
    """
    return [parse_grant(part) for part in text.split()]


def claimed_grants(claims: Mapping[str, Any], policy: TokenPolicy) -> list[Grant]:
    """Return what claims grant; a value that the operator did not name grants nothing."""
    if policy.claim is None:
        return []
    values = [value for value in _values(claims, policy.claim) if value in policy.grants]
    return [grant for value in values for grant in parse_grants(policy.grants[value])]


def _values(claims: Mapping[str, Any], name: str) -> Iterable[str]:
    """Return the values of a claim: a list, or a text with spaces between them (RFC 8693 §4.2)."""
    found: Any = claims.get(name)
    if found is None:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return found.split()
    return [value for value in found if isinstance(value, str)] if isinstance(found, list) else []

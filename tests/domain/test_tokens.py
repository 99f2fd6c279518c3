from typing import Any

import pytest

from taxonomy_service.domain.errors import Malformed
from taxonomy_service.domain.tokens import TokenPolicy, TokenRules, claimed_grants, parse_grants

RULES = TokenRules("https://login.example.org", "taxonomy")
GRANTS = {"terminology-de": "linguist:*:de reviewer:footwear:de", "Überprüfer": "reviewer"}


@pytest.mark.parametrize(
    ("claim", "claims", "grants"),
    [
        ("groups", {"groups": ["terminology-de", "others"]}, ["linguist:*:de", "reviewer:footwear:de"]),
        ("groups", {"groups": "others Überprüfer"}, ["reviewer:*:*"]),
        ("realm_access.roles", {"realm_access": {"roles": ["Überprüfer"]}}, ["reviewer:*:*"]),
        ("https://example.org/roles", {"https://example.org/roles": ["Überprüfer"]}, ["reviewer:*:*"]),
        ("groups", {}, []),
        ("groups", {"groups": ["admin", "admin:*:*", "linguist:*:de"]}, []),
        ("groups", {"groups": [1, None, ["terminology-de"], {"terminology-de": 1}]}, []),
        ("groups", {"groups": {"terminology-de": True}}, []),
        ("groups", {"groups": 7}, []),
        ("a.b.c", {"a": {"b": "terminology-de"}}, []),
        (None, {"groups": ["terminology-de"]}, []),
    ],
)
def test_claims_grant_what_the_operator_named_and_nothing_else(
    claim: str | None, claims: dict[str, Any], grants: list[str]
) -> None:
    assert [str(grant) for grant in claimed_grants(claims, TokenPolicy(RULES, claim, GRANTS))] == grants


def test_grants_that_cannot_be_read_are_refused() -> None:
    assert parse_grants("") == []
    with pytest.raises(Malformed, match="king"):
        parse_grants("reader king")

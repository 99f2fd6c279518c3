"""Who acts by the command: the holder of the key or token in TAXONOMY_KEY, else the operator."""

import os
import sys
from functools import partial

from taxonomy_service.cli.console import current_engine, read_settings
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.services.authentication import Authentication, Credentials
from taxonomy_service.store.session import transaction


def acting() -> Credentials:
    """Return who acts; `-` as TAXONOMY_KEY reads the key from standard input. Raises Unauthenticated."""
    given = os.environ.get("TAXONOMY_KEY", "")
    if given == "-":
        given = sys.stdin.readline().strip()
    return _holder(given) if given else Credentials(OPERATOR)


def _holder(token: str) -> Credentials:
    settings = read_settings()
    read_token = None
    if settings.token_policy is not None:
        from taxonomy_service.services.issuers import TrustedIssuer  # noqa: PLC0415  cryptography, for tokens only

        read_token = TrustedIssuer(settings.token_policy)
    bootstrap = settings.admin_key.get_secret_value() if settings.admin_key else None
    reading = Authentication(partial(transaction, current_engine()), bootstrap=bootstrap, read_token=read_token)
    return reading.check(f"Bearer {token}")

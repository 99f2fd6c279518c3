"""An answer that is kept for the retries of its request."""

from typing import NamedTuple


class KeptAnswer(NamedTuple):
    """An answer, and the digest of the request that it was given to."""

    request: str
    status: int
    headers: dict[str, str]
    body: bytes

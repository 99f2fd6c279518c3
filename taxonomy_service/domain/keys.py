"""API keys: what is known of one, its secret aside."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple


class KeyState(StrEnum):
    """Whether a key opens anything."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


class ApiKey(NamedTuple):
    """A key of an actor; all times are UTC. `used` is when it was last used, true to about a minute."""

    id: str
    actor_id: str
    purpose: str
    created: datetime
    expires: datetime | None = None
    used: datetime | None = None
    revoked: datetime | None = None

    def state(self, now: datetime | None = None) -> KeyState:
        """Say whether the key opens anything at a time; a key does not at the moment it expires, nor after it."""
        if self.revoked is not None:
            return KeyState.REVOKED
        expired = self.expires is not None and self.expires <= (now or datetime.now(UTC))
        return KeyState.EXPIRED if expired else KeyState.ACTIVE

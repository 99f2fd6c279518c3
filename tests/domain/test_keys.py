from datetime import UTC, datetime, timedelta

import pytest

from taxonomy_service.domain.keys import ApiKey, KeyState

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = ApiKey("a1b2c3d4e5f6", "an-actor", "CVAT à Lyon", NOON)


@pytest.mark.parametrize(
    ("key", "state"),
    [
        (KEY, KeyState.ACTIVE),
        (KEY._replace(expires=NOON + timedelta(seconds=1)), KeyState.ACTIVE),
        (KEY._replace(expires=NOON), KeyState.EXPIRED),
        (KEY._replace(expires=NOON - timedelta(days=1)), KeyState.EXPIRED),
        (KEY._replace(revoked=NOON + timedelta(days=1)), KeyState.REVOKED),
        (KEY._replace(revoked=NOON, expires=NOON), KeyState.REVOKED),
    ],
)
def test_key_opens_until_it_expires_or_is_revoked(key: ApiKey, state: KeyState) -> None:
    assert key.state(NOON) is state


def test_state_is_that_of_now_where_no_time_is_given() -> None:
    now = datetime.now(UTC)
    assert KEY._replace(expires=now + timedelta(hours=1)).state() is KeyState.ACTIVE
    assert KEY._replace(expires=now - timedelta(hours=1)).state() is KeyState.EXPIRED

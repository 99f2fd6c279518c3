from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.event_tables import DeliveryRow, EventRow, WebhookRow
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store, transaction

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def _event(scheme_key: int, number: int) -> EventRow:
    return EventRow(scheme_key=scheme_key, number=number, kind="release", time=NOW, data="{}")


def test_a_number_is_given_once_in_a_scheme(engine: Engine) -> None:
    with transaction(engine) as store:
        keys = [add_scheme(store, SchemeId(name), Iri(f"urn:{name}")).key for name in ("a", "b")]
        for key in keys:
            store.session.add(_event(key, 1))
    with pytest.raises(IntegrityError), transaction(engine) as store:
        store.session.add(_event(keys[0], 1))


def test_nothing_outlives_its_scheme(store: Store) -> None:
    key = add_scheme(store, SchemeId("a"), Iri("urn:a")).key
    event = _event(key, 1)
    webhook = WebhookRow(id="w", scheme_key=key, url="u", kinds="release", secret="s", actor_id="x", created=NOW)
    store.session.add_all([event, webhook])
    store.session.flush()
    assert event.key is not None
    store.session.add(DeliveryRow(webhook_id="w", event_key=event.key, state="waiting", due=NOW))
    store.session.flush()
    connection = store.session.connection()
    connection.execute(text("DELETE FROM scheme"))
    for table in ("event", "webhook", "delivery"):
        assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0

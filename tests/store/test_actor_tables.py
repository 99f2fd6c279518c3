from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from taxonomy_service.store.actor_tables import ActorRow, GrantRow, KeyRow
from taxonomy_service.store.session import Store, transaction

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def _add(store: Store, own_id: str, issuer: str | None = None, subject: str | None = None) -> None:
    store.session.add(ActorRow(id=own_id, name="Jörg", created=NOW, issuer=issuer, subject=subject))
    store.session.flush()


def test_grants_and_keys_do_not_outlive_their_actor(store: Store) -> None:
    _add(store, "a")
    store.session.add(GrantRow(actor_id="a", role="reader"))
    store.session.add(KeyRow(id="k", actor_id="a", salt=b"s", hash=b"h", created=NOW))
    store.session.flush()
    connection = store.session.connection()
    connection.execute(text("DELETE FROM actor"))
    for table in ("actor_grant", "api_key"):
        assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_key_needs_an_actor(engine: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(engine) as store:
        store.session.add(KeyRow(id="k", actor_id="nobody", salt=b"s", hash=b"h", created=NOW))


def test_subject_of_an_issuer_is_one_actor_and_many_have_none(engine: Engine) -> None:
    with transaction(engine) as store:
        for own_id, issuer, subject in (("a", "https://one", "s"), ("b", "https://two", "s")):
            _add(store, own_id, issuer=issuer, subject=subject)
        _add(store, "c")
        _add(store, "d")
    with pytest.raises(IntegrityError), transaction(engine) as store:
        _add(store, "e", issuer="https://one", subject="s")

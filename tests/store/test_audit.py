from datetime import UTC, datetime

from sqlalchemy import Engine

from taxonomy_service.domain.audit import Deed, Head, Provenance, Record, first_broken
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.audit import add_entries, change_set_entries, read_entries, read_head
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import transaction


def deed(change_set: int) -> Deed:
    return Deed("s", change_set, "a1", datetime(2026, 11, 25, 12, 30, 1, 5, UTC), Provenance())


def test_entries_come_back_as_they_were_made_and_the_chain_goes_on(engine: Engine) -> None:
    with transaction(engine) as store:
        key = add_scheme(store, SchemeId("s"), Iri("urn:s")).key
        assert read_head(store, key) == Head()
        made = add_entries(
            store, key, [Record("create", {"n": "靴"}, ("urn:a",)), Record("move", {}, ("urn:b",))], deed(1)
        )
    with transaction(engine) as store:
        made += add_entries(store, key, [Record("merge", {}, ("urn:a", "urn:b"))], deed(3))
    with transaction(engine, writing=False) as store:
        assert list(read_entries(store, key)) == made
        assert first_broken(read_entries(store, key), read_head(store, key)) is None
        assert read_head(store, key) == (3, made[2].hash)
        assert [entry.number for entry in read_entries(store, key, iri="urn:a")] == [1, 3]
        assert [entry.number for entry in read_entries(store, key, after=1, limit=1)] == [2]
        assert change_set_entries(store, key, 1) == made[:2]


def test_two_schemes_have_two_chains(engine: Engine) -> None:
    with transaction(engine) as store:
        one = add_scheme(store, SchemeId("s"), Iri("urn:s")).key
        two = add_scheme(store, SchemeId("t"), Iri("urn:t")).key
        add_entries(store, one, [Record("create", {})], deed(1))
        add_entries(store, two, [Record("create", {})], deed(1))
        assert [entry.number for key in (one, two) for entry in read_entries(store, key)] == [1, 1]


def test_nothing_is_written_for_no_record(engine: Engine) -> None:
    with transaction(engine) as store:
        key = add_scheme(store, SchemeId("s"), Iri("urn:s")).key
        assert add_entries(store, key, [], deed(1)) == []
        assert read_head(store, key) == Head()


def test_more_entries_than_a_step_are_read_in_order(engine: Engine) -> None:
    with transaction(engine) as store:
        key = add_scheme(store, SchemeId("s"), Iri("urn:s")).key
        add_entries(store, key, [Record("create", {}, ("urn:a",))] * 1_001, deed(1))
        assert [entry.number for entry in read_entries(store, key)] == list(range(1, 1_002))
        assert len(list(read_entries(store, key, limit=501))) == 501

from datetime import UTC, datetime

from sqlalchemy import Engine

from taxonomy_service.domain.audit import Deed, Head, Provenance, Record, first_broken
from taxonomy_service.store.service_audit import add_service_entry, read_service_entries, read_service_head
from taxonomy_service.store.session import transaction


def test_entries_follow_one_another_across_transactions(engine: Engine) -> None:
    for number in (1, 2, 3):
        with transaction(engine) as store:
            head = read_service_head(store)
            deed = Deed(None, head.number + 1, "Ayşe", datetime.now(UTC), Provenance(tool="كاتب"))
            entry = add_service_entry(store, Record("key-made", {"key": f"k{number}"}), deed)
            assert (entry.number, entry.previous) == (number, head.hash)
    with transaction(engine, writing=False) as store:
        head = read_service_head(store)
        assert head.number == 3
        assert first_broken(read_service_entries(store), head) is None
        assert [entry.number for entry in read_service_entries(store, after=1, limit=1)] == [2]


def test_an_empty_chain_has_no_head(engine: Engine) -> None:
    with transaction(engine, writing=False) as store:
        assert read_service_head(store) == Head()
        assert list(read_service_entries(store)) == []

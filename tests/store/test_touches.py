from datetime import UTC, datetime

from taxonomy_service.domain.audit import Deed, Provenance, Record
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.audit import add_entries
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.touches import audit_heads, touched_since


def test_resources_are_told_from_an_entry_on(store: Store) -> None:
    scheme, other = (add_scheme(store, SchemeId(name), Iri(f"urn:{name}")) for name in ("shoes", "other"))
    assert audit_heads(store) == {}
    for number, touched in enumerate((("urn:靴",), ("urn:b", "urn:a"), ("urn:a",)), 1):
        deed = Deed(scheme.id, number, "zofia", datetime.now(UTC), Provenance())
        add_entries(store, scheme.key, [Record("revise-label", {}, touched)], deed)
    assert audit_heads(store) == {"shoes": 3}
    assert [touched_since(store, scheme, after, most=9) for after in (0, 1, 2, 3)] == [
        ["urn:a", "urn:b", "urn:靴"],
        ["urn:a", "urn:b"],
        ["urn:a"],
        [],
    ]
    assert touched_since(store, scheme, 0, most=2) == ["urn:a", "urn:b"]
    assert touched_since(store, other, 0, most=9) == []

from datetime import UTC, datetime

import pytest

from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import Settled, found_boundary, found_integrity
from taxonomy_service.store.findings import write_settled
from taxonomy_service.store.releases import StoredRelease, add_release
from taxonomy_service.store.schemes import StoredScheme, add_scheme, find_scheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.warnings import renew_warnings, seal, sealed, warning_editions, warning_findings
from tests.suspicions import fault, suspicion

IRI = Iri("https://example.org/shoes")


@pytest.fixture
def scheme(store: Store) -> StoredScheme:
    added = add_scheme(store, SchemeId("shoes"), IRI)
    entry = ReleaseEntry(added.id, 1, None, "0" * 64, datetime.now(UTC), 0, 0)
    add_release(store, added, StoredRelease(entry, b"", {}))
    return find_scheme(store, "shoes")


def test_boundary_findings_that_warn_are_given(store: Store, scheme: StoredScheme) -> None:
    loud, silent = (found_boundary(IRI, suspicion(form, "ar")) for form in ("حذاء", "حذاء رياضي"))
    other = found_integrity(fault())
    settled = [
        Settled(loud.fingerprint, FindingState.CONFIRMED, warns=True, found=loud),
        Settled(silent.fingerprint, FindingState.DISMISSED, warns=False, found=silent),
        Settled(other.fingerprint, FindingState.OPEN, warns=True, found=other),
    ]
    write_settled(store, scheme, settled, now=datetime.now(UTC), run="")
    assert warning_findings(store, scheme) == [(loud.fingerprint, FindingState.CONFIRMED, loud.finding)]


def test_every_change_of_warnings_is_another_edition(store: Store, scheme: StoredScheme) -> None:
    add_scheme(store, SchemeId("other"), Iri("urn:other"))
    assert warning_editions(store) == {}
    renew_warnings(store, scheme)
    first = warning_editions(store)
    renew_warnings(store, scheme)
    assert list(first) == ["shoes"]
    assert warning_editions(store) != first


def test_what_was_sealed_comes_back_byte_for_byte(store: Store, scheme: StoredScheme) -> None:
    assert sealed(store, scheme, 1) is None
    seal(store, scheme, 1, '[["靴"]]'.encode())
    assert sealed(store, scheme, 1) == '[["靴"]]'.encode()
    assert sealed(store, scheme, 2) is None

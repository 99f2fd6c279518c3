"""Warnings in the store: which findings are worth one, how often that changed, and those sealed with old releases."""

import zlib
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlmodel import col
from sqlmodel import select as select_rows

from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.findings import FindingKind, FindingState
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.store.finding_rows import kept_finding
from taxonomy_service.store.finding_tables import FindingRow, SealedWarningsRow, WarningEditionRow
from taxonomy_service.store.listening import announce
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.tables import ReleaseRow, SchemeRow

_FINDINGS = FindingRow.__table__  # type: ignore[attr-defined]
_EDITIONS = WarningEditionRow.__table__  # type: ignore[attr-defined]


class WarningFinding(NamedTuple):
    """A finding whose label is worth a warning."""

    fingerprint: str
    state: FindingState
    finding: BoundaryFinding


def warning_findings(store: Store, scheme: StoredScheme) -> list[WarningFinding]:
    """Return the boundary findings that are worth a warning, in order of fingerprint."""
    query = select(_FINDINGS).where(
        _FINDINGS.c.scheme_key == scheme.key, _FINDINGS.c.kind == FindingKind.BOUNDARY.value, _FINDINGS.c.warns
    )
    kept = map(kept_finding, store.session.connection().execute(query.order_by(_FINDINGS.c.fingerprint)))
    return [
        WarningFinding(entry.fingerprint, entry.state, entry.finding)
        for entry in kept
        if isinstance(entry.finding, BoundaryFinding)
    ]


def warning_editions(store: Store) -> dict[SchemeId, int]:
    """Return the edition of every scheme's warnings, 0 before the first: cheap enough to ask each second."""
    query = select_rows(SchemeRow.id, WarningEditionRow.edition).join(
        WarningEditionRow, col(WarningEditionRow.scheme_key) == col(SchemeRow.key)
    )
    return {SchemeId(own): edition for own, edition in store.session.exec(query)}


def renew_warnings(store: Store, scheme: StoredScheme) -> None:
    """Let servers know that the warnings of a scheme may have changed."""
    connection = store.session.connection()
    query = update(_EDITIONS).where(_EDITIONS.c.scheme_key == scheme.key)
    if not connection.execute(query.values(edition=_EDITIONS.c.edition + 1)).rowcount:
        connection.execute(insert(_EDITIONS), {"scheme_key": scheme.key, "edition": 1})
    announce(store)


def seal(store: Store, scheme: StoredScheme, number: int, body: bytes) -> None:
    """Keep the warnings of a release for good."""
    release_key = _release_key(store, scheme, number)
    assert release_key is not None, "only a release that is there can be sealed"
    store.session.add(SealedWarningsRow(release_key=release_key, body=zlib.compress(body)))
    store.session.flush()


def sealed(store: Store, scheme: StoredScheme, number: int) -> bytes | None:
    """Return what was sealed with a release; None where nothing was."""
    release_key = _release_key(store, scheme, number)
    row = store.session.get(SealedWarningsRow, release_key) if release_key is not None else None
    return zlib.decompress(row.body) if row else None


def _release_key(store: Store, scheme: StoredScheme, number: int) -> int | None:
    query = select_rows(ReleaseRow.key).where(ReleaseRow.scheme_key == scheme.key, ReleaseRow.number == number)
    return store.session.exec(query).first()

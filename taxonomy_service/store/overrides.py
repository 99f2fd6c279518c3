"""Overridden release gates in the store: written with their release, never changed."""

from collections.abc import Iterable

from sqlmodel import col, select

from taxonomy_service.domain.release_gates import GateKind
from taxonomy_service.domain.releases import Override
from taxonomy_service.store.curation_tables import ReleaseOverrideRow
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store


def add_overrides(store: Store, scheme: StoredScheme, number: int, overrides: Iterable[Override]) -> None:
    """Keep what a release was made in spite of."""
    rows = [
        ReleaseOverrideRow(
            scheme_key=scheme.key,
            number=number,
            kind=override.kind.value,
            items=override.items,
            reason=override.reason,
            actor=override.actor,
        )
        for override in overrides
    ]
    store.session.add_all(rows)
    store.session.flush()


def read_overrides(store: Store, scheme: StoredScheme) -> dict[int, tuple[Override, ...]]:
    """Return what the releases of a scheme were made in spite of, by release number; most have none."""
    query = select(ReleaseOverrideRow).where(ReleaseOverrideRow.scheme_key == scheme.key)
    found: dict[int, tuple[Override, ...]] = {}
    for row in store.session.exec(query.order_by(col(ReleaseOverrideRow.number), col(ReleaseOverrideRow.kind))):
        override = Override(GateKind(row.kind), row.items, row.reason, row.actor)
        found[row.number] = (*found.get(row.number, ()), override)
    return found

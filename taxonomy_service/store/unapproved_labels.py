"""The labels of the newest release of a scheme that nobody approved, in the store."""

from collections.abc import Iterable

from sqlalchemy import delete, insert
from sqlmodel import select

from taxonomy_service.domain.approvals import LabelKey
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.store.curation_tables import UnapprovedLabelRow
from taxonomy_service.store.session import Store

_LABELS = UnapprovedLabelRow.__table__  # type: ignore[attr-defined]


def set_unapproved(store: Store, scheme_key: int, labels: Iterable[LabelKey]) -> None:
    """Let these be the labels of the newest release that nobody approved."""
    connection = store.session.connection()
    connection.execute(delete(_LABELS).where(_LABELS.c.scheme_key == scheme_key))
    rows = [{"scheme_key": scheme_key, **label._asdict()} for label in sorted(set(labels))]
    if rows:
        connection.execute(insert(_LABELS), rows)


def read_unapproved(store: Store, scheme_key: int) -> frozenset[LabelKey]:
    """Return the labels of the newest release that nobody approved."""
    query = select(UnapprovedLabelRow).where(UnapprovedLabelRow.scheme_key == scheme_key)
    return frozenset(
        LabelKey(row.iri, LanguageTag(row.language), LabelKind(row.kind), row.form) for row in store.session.exec(query)
    )

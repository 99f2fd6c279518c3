"""The labels of the newest release of a scheme that nobody approved, in the store."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select
from sqlmodel import select as select_rows

from taxonomy_service.domain.approvals import LabelKey
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.store.curation_tables import UnapprovedLabelRow
from taxonomy_service.store.session import Store

_LABELS = UnapprovedLabelRow.__table__  # type: ignore[attr-defined]


def set_unapproved(store: Store, scheme_key: int, labels: Iterable[LabelKey]) -> None:
    """Let these be the labels of the newest release that nobody approved."""
    store.session.connection().execute(delete(_LABELS).where(_LABELS.c.scheme_key == scheme_key))
    _insert(store, scheme_key, labels)


def add_unapproved(store: Store, scheme_key: int, labels: Iterable[LabelKey]) -> None:
    """Let these be among them."""
    labels = tuple(labels)
    drop_unapproved(store, scheme_key, labels)
    _insert(store, scheme_key, labels)


def drop_unapproved(store: Store, scheme_key: int, labels: Iterable[LabelKey]) -> bool:
    """Let these no longer be among them, and say whether any was."""
    connection = store.session.connection()
    if connection.execute(select(_LABELS.c.key).where(_LABELS.c.scheme_key == scheme_key).limit(1)).first() is None:
        return False
    dropped = 0
    for label in labels:
        place = [_LABELS.c[name] == value for name, value in label._asdict().items()]
        dropped += connection.execute(delete(_LABELS).where(_LABELS.c.scheme_key == scheme_key, *place)).rowcount
    return dropped > 0


def _insert(store: Store, scheme_key: int, labels: Iterable[LabelKey]) -> None:
    rows = [{"scheme_key": scheme_key, **label._asdict()} for label in sorted(set(labels))]
    if rows:
        store.session.connection().execute(insert(_LABELS), rows)


def read_unapproved(store: Store, scheme_key: int) -> frozenset[LabelKey]:
    """Return the labels of the newest release that nobody approved."""
    query = select_rows(UnapprovedLabelRow).where(UnapprovedLabelRow.scheme_key == scheme_key)
    return frozenset(
        LabelKey(row.iri, LanguageTag(row.language), LabelKind(row.kind), row.form) for row in store.session.exec(query)
    )

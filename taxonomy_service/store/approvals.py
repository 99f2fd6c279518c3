"""The approval states of labels in the store."""

from collections.abc import Iterable
from datetime import UTC

from sqlalchemy import insert, text
from sqlmodel import select

from taxonomy_service.domain.approvals import Approval, ApprovalState, LabelKey
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.store.curation_tables import LabelApprovalRow
from taxonomy_service.store.session import Store

_PLACE = "scheme_key = :key AND iri = :iri AND language = :language AND kind = :kind AND form = :form"


def set_approvals(store: Store, scheme_key: int, labels: Iterable[LabelKey], approval: Approval) -> None:
    """Bring labels into a state."""
    labels = tuple(labels)
    forget_approvals(store, scheme_key, labels)
    fixed = {"scheme_key": scheme_key, **approval._asdict()}
    rows = [{**label._asdict(), **fixed} for label in labels]
    if rows:
        store.session.connection().execute(insert(LabelApprovalRow), rows)


def forget_approvals(store: Store, scheme_key: int, labels: Iterable[LabelKey]) -> None:
    """Forget the states of labels: they count as approved again, or are no longer there."""
    rows = [{"key": scheme_key, **label._asdict()} for label in labels]
    if rows:
        store.session.connection().execute(text(f"DELETE FROM label_approval WHERE {_PLACE}"), rows)  # noqa: S608


def read_approvals(store: Store, scheme_key: int, iri: str | None = None) -> dict[LabelKey, Approval]:
    """Return the states of labels, of one resource or of the whole draft; those without one count as approved."""
    query = select(LabelApprovalRow).where(LabelApprovalRow.scheme_key == scheme_key)
    if iri is not None:
        query = query.where(LabelApprovalRow.iri == iri)
    return {
        LabelKey(row.iri, LanguageTag(row.language), LabelKind(row.kind), row.form): Approval(
            ApprovalState(row.state), row.actor, row.time.replace(tzinfo=UTC) if row.time.tzinfo is None else row.time
        )
        for row in store.session.exec(query)
    }


def forget_orphans(store: Store, scheme_key: int) -> None:
    """Forget the states of labels that the draft no longer has, after an import."""
    query = text(
        "DELETE FROM label_approval WHERE scheme_key = :key AND NOT EXISTS (SELECT 1 FROM label l "
        "JOIN resource r ON r.key = l.resource_key WHERE r.scheme_key = label_approval.scheme_key "
        "AND r.iri = label_approval.iri AND l.language = label_approval.language AND l.kind = label_approval.kind "
        "AND l.form = label_approval.form)"
    )
    store.session.connection().execute(query, {"key": scheme_key})

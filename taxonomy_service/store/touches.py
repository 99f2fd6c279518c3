"""What edits touched: the resources of the audit's entries, and how far each scheme's chain has come."""

from sqlalchemy import select

from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.curation_tables import AuditHeadRow, AuditTouchRow
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.tables import SchemeRow

_HEADS = AuditHeadRow.__table__  # type: ignore[attr-defined]
_TOUCHES = AuditTouchRow.__table__  # type: ignore[attr-defined]
_SCHEMES = SchemeRow.__table__  # type: ignore[attr-defined]


def audit_heads(store: Store) -> dict[SchemeId, int]:
    """Return the number of every scheme's newest audit entry: cheap enough to ask each second."""
    query = select(_SCHEMES.c.id, _HEADS.c.number).join(_HEADS, _HEADS.c.scheme_key == _SCHEMES.c.key)
    return {SchemeId(own): number for own, number in store.session.connection().execute(query)}


def touched_since(store: Store, scheme: StoredScheme, after: int, *, most: int) -> list[Iri]:
    """Return the resources that entries later than `after` touched, in order of IRI; no more than `most`."""
    query = select(_TOUCHES.c.iri).where(_TOUCHES.c.scheme_key == scheme.key, _TOUCHES.c.number > after)
    rows = store.session.connection().execute(query.distinct().order_by(_TOUCHES.c.iri).limit(most))
    return [Iri(iri) for iri in rows.scalars()]

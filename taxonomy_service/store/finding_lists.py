"""Lists of findings: narrowed by what is wanted, the gravest first, page by page."""

from sqlalchemy import ColumnElement, Select, Text, and_, func, literal, or_, select, union

from taxonomy_service.domain.concepts import RelationKind
from taxonomy_service.domain.findings import FindingKind, FindingState
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import FindingFilter, FindingPlace, KeptFinding
from taxonomy_service.store.finding_rows import kept_finding
from taxonomy_service.store.finding_tables import FindingRow
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.tables import RelationRow, ResourceRow

_FINDINGS = FindingRow.__table__  # type: ignore[attr-defined]


def list_findings(
    store: Store, scheme: StoredScheme, wanted: FindingFilter, *, after: FindingPlace | None, limit: int
) -> list[KeptFinding]:
    """Return up to `limit` findings behind a place in the list, the gravest first."""
    query = select(_FINDINGS).where(*_conditions(scheme, wanted))
    if after is not None:
        rank, own = _FINDINGS.c.rank, _FINDINGS.c.fingerprint
        query = query.where(or_(rank < after.rank, and_(rank == after.rank, own < after.fingerprint)))
    query = query.order_by(_FINDINGS.c.rank.desc(), _FINDINGS.c.fingerprint.desc()).limit(limit)
    return [kept_finding(row) for row in store.session.connection().execute(query)]


def count_findings_by_state(store: Store, scheme: StoredScheme, wanted: FindingFilter) -> dict[FindingState, int]:
    """Return how many findings there are of each state."""
    query = select(_FINDINGS.c.state, func.count()).where(*_conditions(scheme, wanted))
    rows = store.session.connection().execute(query.group_by(_FINDINGS.c.state))
    return {FindingState(state): count for state, count in rows}


def _conditions(scheme: StoredScheme, wanted: FindingFilter) -> list[ColumnElement[bool]]:
    columns = _FINDINGS.c
    found: list[ColumnElement[bool]] = [columns.scheme_key == scheme.key]
    listed = {
        columns.kind: [wanted.kind] if wanted.kind else [],
        columns.state: wanted.states,
        columns.code: wanted.codes,
        columns.severity: wanted.severities,
        columns.subject: [wanted.subject] if wanted.subject is not None else [],
    }
    found += [column.in_([str(value) for value in values]) for column, values in listed.items() if values]
    if wanted.languages:
        kin = [columns.language.in_(wanted.languages)]
        kin += [columns.language.startswith(f"{tag}-", autoescape=True) for tag in wanted.languages]
        found.append(or_(*kin))
    if wanted.least is not None:
        found += [columns.kind == FindingKind.BOUNDARY.value, columns.rank >= wanted.least]
    if wanted.branch is not None:
        found.append(columns.subject.in_(_branch(scheme, wanted.branch)))
    return found


def _branch(scheme: StoredScheme, root: Iri) -> Select[tuple[str]]:
    """Select the IRIs of a concept of the draft and of all that are narrower, whichever side says so."""
    relation, resource = RelationRow.__table__, ResourceRow.__table__  # type: ignore[attr-defined]
    joined = relation.join(resource, resource.c.key == relation.c.resource_key)
    here = select(resource.c.iri, relation.c.target).select_from(joined)
    here = here.where(resource.c.scheme_key == scheme.key, ~resource.c.gone)
    up = here.where(relation.c.kind == RelationKind.BROADER.value)
    down = here.where(relation.c.kind == RelationKind.NARROWER.value).with_only_columns(
        relation.c.target, resource.c.iri
    )
    edges = union(up, down).cte("edge")
    narrower, broader = edges.c
    below = select(literal(root, Text).label("iri")).cte("below", recursive=True)
    below = below.union(select(narrower).select_from(edges.join(below, broader == below.c.iri)))
    return select(below.c.iri)

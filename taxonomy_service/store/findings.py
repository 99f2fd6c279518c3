"""Findings in the store: kept by fingerprint from run to run, with every decision that was made on them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.findings import Decision, FindingKind, FindingState
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.tracking import KeptFinding, Known, Scope, Settled
from taxonomy_service.store.finding_rows import decision_of, finding_row, kept_finding
from taxonomy_service.store.finding_tables import DecisionRow, FindingRow
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store

_FINDINGS = FindingRow.__table__  # type: ignore[attr-defined]
_DECISIONS = DecisionRow.__table__  # type: ignore[attr-defined]
_MANY = 500
"""Names in one query; databases have a limit of some thousands."""
_SHORTEST_BEGINNING = 8


def known_findings(store: Store, scheme: StoredScheme, kind: FindingKind, scope: Scope) -> dict[str, Known]:
    """Return the findings of a kind that a run of this scope could have found again, by fingerprint."""
    columns = ("fingerprint", "evidence", "state", "warns", "subject", "language", "label")
    query = select(*(_FINDINGS.c[name] for name in columns)).where(
        _FINDINGS.c.scheme_key == scheme.key, _FINDINGS.c.kind == kind.value
    )
    if scope.before is not None:
        query = query.where(_FINDINGS.c.last_seen < scope.before)
    for column, values in ((_FINDINGS.c.language, scope.languages), (_FINDINGS.c.code, scope.codes)):
        if values is not None:
            query = query.where(column.in_(values))
    parts = [query]
    if scope.subjects is not None:
        subjects = scope.subjects | {subject for subject, _ in scope.labels}
        parts = [query.where(_FINDINGS.c.subject.in_(some)) for some in _chunks(subjects)]
    rows = (row for part in parts for row in store.session.connection().execute(part))
    known = (Known(row[0], row[1], FindingState(row[2]), *row[3:]) for row in rows)
    return {entry.fingerprint: entry for entry in known if scope.covers(entry)}


def _chunks(names: Iterable[str]) -> Iterator[list[str]]:
    ordered = list(names)
    for start in range(0, len(ordered), _MANY):
        yield ordered[start : start + _MANY]


def newest_decisions(
    store: Store, scheme: StoredScheme, fingerprints: Collection[str] | None = None
) -> dict[str, Decision]:
    """Return the newest decision on every fingerprint that has one, on those given only where any are."""
    newest = select(func.max(_DECISIONS.c.key)).where(_DECISIONS.c.scheme_key == scheme.key)
    newest = newest.group_by(_DECISIONS.c.fingerprint)
    parts = (
        [newest]
        if fingerprints is None
        else [newest.where(_DECISIONS.c.fingerprint.in_(some)) for some in _chunks(fingerprints)]
    )
    rows = (
        row
        for part in parts
        for row in store.session.connection().execute(select(_DECISIONS).where(_DECISIONS.c.key.in_(part)))
    )
    return {row.fingerprint: decision_of(row) for row in rows}


def decisions_on(store: Store, scheme: StoredScheme, fingerprint: str) -> list[Decision]:
    """Return all that was ever decided on a fingerprint, newest first."""
    query = select(_DECISIONS).where(_DECISIONS.c.scheme_key == scheme.key, _DECISIONS.c.fingerprint == fingerprint)
    rows = store.session.connection().execute(query.order_by(_DECISIONS.c.key.desc()))
    return [decision_of(row) for row in rows]


def add_decision(store: Store, scheme: StoredScheme, decision: Decision, *, warns: bool) -> None:
    """Add a decision to the history and give its finding the state decided."""
    store.session.add(
        DecisionRow(
            scheme_key=scheme.key,
            fingerprint=decision.fingerprint,
            evidence=decision.evidence,
            state=decision.state.value,
            reason=decision.reason,
            author=decision.author,
            decided=decision.decided,
        )
    )
    store.session.flush()
    query = update(_FINDINGS).where(
        _FINDINGS.c.scheme_key == scheme.key, _FINDINGS.c.fingerprint == decision.fingerprint
    )
    store.session.connection().execute(query.values(state=decision.state.value, warns=warns))


def write_settled(store: Store, scheme: StoredScheme, settled: Sequence[Settled], *, now: datetime, run: str) -> None:
    """Keep what became of the findings of a run; those found again are written anew, their first day stays."""
    found = [entry for entry in settled if entry.found is not None]
    known = _known_since(store, scheme, [entry.fingerprint for entry in found])
    _delete(store, scheme, known)
    rows = [finding_row(scheme.key, entry, known.get(entry.fingerprint, now), now, run) for entry in found]
    if rows:
        store.session.connection().execute(insert(_FINDINGS), rows)
    gone = [{"own": e.fingerprint, "state": e.state.value, "warns": e.warns} for e in settled if e.found is None]
    if gone:
        query = update(_FINDINGS).where(
            _FINDINGS.c.scheme_key == scheme.key, _FINDINGS.c.fingerprint == bindparam("own")
        )
        store.session.connection().execute(query.values(state=bindparam("state"), warns=bindparam("warns")), gone)


def _known_since(store: Store, scheme: StoredScheme, fingerprints: Collection[str]) -> dict[str, datetime]:
    query = select(_FINDINGS.c.fingerprint, _FINDINGS.c.first_seen).where(_FINDINGS.c.scheme_key == scheme.key)
    parts = [query.where(_FINDINGS.c.fingerprint.in_(some)) for some in _chunks(fingerprints)]
    return {own: seen for part in parts for own, seen in store.session.connection().execute(part)}


def _delete(store: Store, scheme: StoredScheme, fingerprints: Iterable[str]) -> None:
    query = delete(_FINDINGS).where(_FINDINGS.c.scheme_key == scheme.key)
    for some in _chunks(fingerprints):
        store.session.connection().execute(query.where(_FINDINGS.c.fingerprint.in_(some)))


def find_finding(store: Store, scheme: StoredScheme, fingerprint: str) -> KeptFinding:
    """Return the finding of this fingerprint, of which the first 8 or more digits will do where no other has them.

    Raises NotFound, also for a beginning that several have.
    """
    own = _FINDINGS.c.fingerprint
    meant = own == fingerprint
    if len(fingerprint) >= _SHORTEST_BEGINNING:
        meant = meant | own.startswith(fingerprint, autoescape=True)
    query = select(_FINDINGS).where(_FINDINGS.c.scheme_key == scheme.key, meant).limit(2)
    rows = store.session.connection().execute(query).all()
    exact = [row for row in rows if row.fingerprint == fingerprint] or rows
    if len(exact) != 1:
        several = message("single finding in {scheme}", scheme=scheme.id)
        raise NotFound(several if rows else message("finding in {scheme}", scheme=scheme.id), fingerprint)
    return kept_finding(exact[0])

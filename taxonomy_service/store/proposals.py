"""Proposals in the store, with all that happened to them."""

from datetime import UTC, datetime
from typing import NamedTuple

import msgspec
from sqlmodel import col, func, select

from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.proposal_parts import Needs, languages_needed
from taxonomy_service.domain.proposals import (
    EventKind,
    OpinionVerdict,
    Proposal,
    ProposalEvent,
    ProposalState,
)
from taxonomy_service.store.curation_tables import ProposalEventRow, ProposalRow
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store

_NONE = "-"


class Proposed(NamedTuple):
    """What is proposed, and the languages whose approval each operation needs."""

    changes: ChangeSet
    needs: Needs


def add_proposal(store: Store, scheme: StoredScheme, proposed: Proposed, event: ProposalEvent) -> Proposal:
    """Add a proposal under the next number of its scheme."""
    query = select(func.max(ProposalRow.number)).where(ProposalRow.scheme_key == scheme.key)
    row = ProposalRow(
        scheme_key=scheme.key,
        number=(store.session.exec(query).one() or 0) + 1,
        author=event.actor,
        state=ProposalState.OPEN.value,
        changes="",
        languages="",
    )
    _state(row, proposed)
    store.session.add(row)
    store.session.flush()
    return add_event(store, scheme, row.number, event)


def add_event(
    store: Store, scheme: StoredScheme, number: int, event: ProposalEvent, state: ProposalState | None = None
) -> Proposal:
    """Let something happen to a proposal, which may bring it into another state. Raises NotFound."""
    row = _row(store, scheme, number)
    assert row.key is not None
    store.session.add(
        ProposalEventRow(
            proposal_key=row.key,
            kind=event.kind.value,
            actor=event.actor,
            time=event.time,
            text=event.text,
            language=event.language,
            verdict=event.verdict.value if event.verdict else None,
        )
    )
    store.session.flush()
    return find_proposal(store, scheme, number) if state is None else set_state(store, scheme, number, state)


def set_state(store: Store, scheme: StoredScheme, number: int, state: ProposalState) -> Proposal:
    """Bring a proposal into a state. Raises NotFound."""
    row = _row(store, scheme, number)
    row.state = state.value
    store.session.add(row)
    store.session.flush()
    return _proposal(store, row)


def replace_changes(store: Store, scheme: StoredScheme, number: int, proposed: Proposed) -> None:
    """Replace what is proposed. Raises NotFound."""
    row = _row(store, scheme, number)
    _state(row, proposed)
    store.session.add(row)
    store.session.flush()


def find_proposal(store: Store, scheme: StoredScheme, number: int) -> Proposal:
    """Return a proposal by its number; raises NotFound."""
    return _proposal(store, _row(store, scheme, number))


def list_proposals(store: Store, scheme: StoredScheme, state: ProposalState | None = None) -> list[Proposal]:
    """Return the proposals of a scheme, of one state where it is given, the newest first."""
    query = select(ProposalRow).where(ProposalRow.scheme_key == scheme.key)
    if state is not None:
        query = query.where(ProposalRow.state == state.value)
    return [_proposal(store, row) for row in store.session.exec(query.order_by(col(ProposalRow.number).desc()))]


def _row(store: Store, scheme: StoredScheme, number: int) -> ProposalRow:
    query = select(ProposalRow).where(ProposalRow.scheme_key == scheme.key, ProposalRow.number == number)
    row = store.session.exec(query).first()
    if row is None:
        raise NotFound(message("proposal of {scheme}", scheme=scheme.id), str(number))
    return row


def _proposal(store: Store, row: ProposalRow) -> Proposal:
    query = select(ProposalEventRow).where(ProposalEventRow.proposal_key == row.key)
    events = store.session.exec(query.order_by(col(ProposalEventRow.key)))
    languages = tuple(LanguageTag("" if tag == _NONE else tag) for tag in row.languages.split())
    changes = msgspec.json.decode(row.changes, type=ChangeSet)
    state = ProposalState(row.state)
    needs = () if row.needs is None else msgspec.json.decode(row.needs, type=Needs)
    return Proposal(row.number, row.author, state, changes, languages, tuple(map(_event, events)), needs)


def _event(row: ProposalEventRow) -> ProposalEvent:
    return ProposalEvent(
        EventKind(row.kind),
        row.actor,
        _utc(row.time),
        row.text,
        None if row.language is None else LanguageTag(row.language),
        None if row.verdict is None else OpinionVerdict(row.verdict),
    )


def _utc(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


def _state(row: ProposalRow, proposed: Proposed) -> None:
    row.changes = msgspec.json.encode(proposed.changes).decode()
    row.languages = " ".join(language or _NONE for language in languages_needed(proposed.needs))
    row.needs = msgspec.json.encode(proposed.needs).decode()

"""The effect of an import on a draft that was there: what it takes to undo it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from msgspec import Struct

from taxonomy_service.domain.approvals import Approval, LabelKey
from taxonomy_service.domain.editing.restating import given_statement
from taxonomy_service.domain.givens import GivenStatement
from taxonomy_service.domain.operations import Restate
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Statement
from taxonomy_service.domain.stating import ResourceKey, State, StatedSettings, key_of, statements_of


class ImportEffect(Struct, frozen=True):
    """What an import took away and added, in order, and the approval states of labels that went with it."""

    removed: tuple[GivenStatement, ...]
    added: tuple[GivenStatement, ...]
    approvals: tuple[tuple[LabelKey, Approval], ...] = ()

    @property
    def inverse(self) -> Restate:
        """The operation that undoes it."""
        return Restate(self.added, self.removed)


def import_effect(
    before: ConceptScheme,
    after: ConceptScheme,
    settings: tuple[StatedSettings | None, StatedSettings | None],
    lost: Mapping[LabelKey, Approval],
) -> ImportEffect:
    """Compare two drafts as wholes, with their settings; only what differs is looked at statement by statement."""
    old, new = (_states(scheme, own) for scheme, own in zip((before, after), settings, strict=True))
    removed, added = set(before.statements) - set(after.statements), set(after.statements) - set(before.statements)
    for key in old.keys() | new.keys():
        if old.get(key) != new.get(key):
            was, is_now = statements_of(old.get(key)), statements_of(new.get(key))
            removed |= was - is_now
            added |= is_now - was
    return ImportEffect(_given(removed), _given(added), tuple(sorted(lost.items())))


def _states(scheme: ConceptScheme, settings: StatedSettings | None) -> dict[ResourceKey, State]:
    return {key_of(state): state for state in _resources(scheme, settings)}


def _resources(scheme: ConceptScheme, settings: StatedSettings | None) -> Iterator[State]:
    yield replace(scheme, concepts={}, collections={}, statements=())
    yield from scheme.concepts.values()
    yield from scheme.collections.values()
    if settings is not None:
        yield settings


def _given(rows: set[Statement]) -> tuple[GivenStatement, ...]:
    return tuple(given_statement(row) for row in sorted(rows, key=str))

"""The parts of a proposal: each operation belongs to languages, and stands as they do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from taxonomy_service.domain.change_sets import Step
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.operations import Operation
from taxonomy_service.domain.proposals import Proposal, ProposalState, Standing

Needs = tuple[tuple[LanguageTag, ...], ...]
"""The languages whose approval each operation needs, in order ("" for what has no language)."""
_UNDECIDED = frozenset({Standing.WAITING, Standing.DISPUTED})


def needs_of(steps: Iterable[Step]) -> Needs:
    """Return whose approval each operation needs: of the languages it changes something in.

    One that changes what has no language needs the approval of all languages of the proposal.
    """
    touched = [step.languages for step in steps]
    every = tuple(sorted(frozenset[LanguageTag]().union(*touched)))
    return tuple(every if UNTAGGED in own or not own else tuple(sorted(own)) for own in touched)


def languages_needed(needs: Needs) -> tuple[LanguageTag, ...]:
    """Return all languages whose approval is needed, in order."""
    return tuple(sorted({language for own in needs for language in own}))


def standings_of_operations(proposal: Proposal, found: Mapping[LanguageTag, Standing]) -> tuple[Standing, ...]:
    """Return how each operation of a proposal stands, given how its languages do.

    One language that it needs refuses it, or else sends it back; it is approved by all of them.
    """
    return tuple(_standing([found[language] for language in own]) for own in needs_in(proposal))


def needs_in(proposal: Proposal) -> Needs:
    """Return whose approval the operations of a proposal need: of all its languages where nobody kept it."""
    return proposal.needs or tuple(proposal.languages for _ in proposal.changes.operations)


def _standing(needed: Sequence[Standing]) -> Standing:
    for decisive in (Standing.REJECTED, Standing.SENT_BACK, Standing.DISPUTED, Standing.WAITING):
        if decisive in needed:
            return decisive
    return Standing.APPROVED


def is_decided(operations: Iterable[Standing]) -> bool:
    """Say whether there is nothing left to be said on any operation."""
    return _UNDECIDED.isdisjoint(operations)


@dataclass(frozen=True, slots=True)
class Division:
    """What becomes of the operations of a proposal that is decided, by their places.

    `taken` come into the draft; `kept` stay proposed, since they were sent back or need what was; the `dropped` were
    rejected or need what was.
    """

    taken: tuple[int, ...]
    kept: tuple[int, ...]
    dropped: tuple[int, ...]

    @property
    def state(self) -> ProposalState:
        """What becomes of the proposal as a whole."""
        if self.kept:
            return ProposalState.SENT_BACK
        if not self.dropped:
            return ProposalState.ACCEPTED
        return ProposalState.PARTLY_ACCEPTED if self.taken else ProposalState.REJECTED


def divide(operations: Sequence[Standing], dependent: Iterable[int] = ()) -> Division:
    """Divide operations as they stand; `dependent` are approved ones that cannot be done without others."""
    places: dict[Standing, set[int]] = {standing: set() for standing in Standing}
    for place, standing in enumerate(operations):
        places[standing].add(place)
    without = places[Standing.APPROVED].intersection(dependent)
    taken, kept, dropped = places[Standing.APPROVED] - without, places[Standing.SENT_BACK], places[Standing.REJECTED]
    if kept:
        kept |= without
    else:
        dropped |= without
    return Division(*(tuple(sorted(own)) for own in (taken, kept, dropped)))


def changed_languages(
    before: tuple[Sequence[Operation], Needs], after: tuple[Sequence[Operation], Needs]
) -> frozenset[LanguageTag]:
    """Return the languages of a revised proposal whose operations are others than before."""
    old, new = _by_language(*before), _by_language(*after)
    return frozenset(language for language in new if new[language] != old.get(language))


def _by_language(operations: Sequence[Operation], needs: Needs) -> dict[LanguageTag, list[Operation]]:
    found: dict[LanguageTag, list[Operation]] = {}
    for operation, own in zip(operations, needs, strict=True):
        for language in own:
            found.setdefault(language, []).append(operation)
    return found

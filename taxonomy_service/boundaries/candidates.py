"""Candidates: the concept that a label names better than its own."""

from collections.abc import Iterator

from taxonomy_service.boundaries.collapses import collapses
from taxonomy_service.boundaries.prepared import Prepared
from taxonomy_service.boundaries.signals import Signals
from taxonomy_service.boundaries.vocabulary import Place, place_of
from taxonomy_service.domain.boundaries import BoundaryRelation

FITTING = {
    BoundaryRelation.BROADER: (Place.ABOVE,),
    BoundaryRelation.NARROWER: (Place.BELOW,),
    BoundaryRelation.OVERLAPPING: (Place.BESIDE, Place.ELSEWHERE),
    BoundaryRelation.DIFFERENT: (Place.ELSEWHERE, Place.BESIDE),
    BoundaryRelation.UNTRANSLATED: (),
}
"""Where a candidate may stand for each relation (design §6)."""

_IN_LINE = {Place.ABOVE: BoundaryRelation.BROADER, Place.BELOW: BoundaryRelation.NARROWER}


def find_candidate(prepared: Prepared, signals: Signals, row: int, relation: BoundaryRelation) -> int | None:
    """Return the concept that the label of a row names better, where the relation wants it; None if unknown."""
    concept = int(signals.labels.concepts[row])
    own = float(signals.agreement.own[row])
    for other, agreement in _suspects(prepared, signals, row):
        if agreement > own and place_of(prepared.vocabulary, other, concept) in FITTING[relation]:
            return other
    return None


def plain_relation(prepared: Prepared, signals: Signals, row: int) -> BoundaryRelation | None:
    """Return the relation that needs no weighing: what the reasons will say by themselves.

    The source's own word, the form of a concept in the same line, or a meaning that a wordnet has above the source's.
    """
    if signals.values["untranslated"][row]:
        return BoundaryRelation.UNTRANSLATED
    labels = signals.labels
    found = collapses(prepared, labels.language, int(labels.concepts[row]), labels.keys[row])
    if found and found[0].apart and found[0].place in _IN_LINE:
        return _IN_LINE[found[0].place]
    wider = signals.values.get("sense-wider")
    return BoundaryRelation.BROADER if wider is not None and wider[row] else None


def same_form(prepared: Prepared, signals: Signals, row: int) -> list[int]:
    """Return the other concepts on which the same form stands in its language, the nearest first."""
    labels = signals.labels
    return [of.other for of in collapses(prepared, labels.language, int(labels.concepts[row]), labels.keys[row])]


def _suspects(prepared: Prepared, signals: Signals, row: int) -> Iterator[tuple[int, float]]:
    """Yield concepts with how well the label agrees with them: first those that carry the same form."""
    for other in same_form(prepared, signals, row):
        yield other, 1.0
    for other, agreement in zip(signals.agreement.candidates[row], signals.agreement.scores[row], strict=True):
        if other >= 0:
            yield int(other), float(agreement)

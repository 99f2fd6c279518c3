"""What became of the concepts of one state of a scheme in another: where they are retired, and what follows them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.concepts import Concept, ConceptId, is_retired, successors
from taxonomy_service.domain.hierarchy import closure
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Iri


class Fate(StrEnum):
    """What became of a concept that is not in use under its id any more.

    Merged into a concept that was in use before, replaced by a new one, split into several, retired without a
    successor; renamed where its IRI has another id; removed where it is not there at all, not even as retired.
    """

    MERGED = "merged"
    REPLACED = "replaced"
    SPLIT = "split"
    RETIRED = "retired"
    RENAMED = "renamed"
    REMOVED = "removed"


class Succession(NamedTuple):
    """A concept by its old id, and the ids of the concepts in use that follow it, in order."""

    concept: ConceptId
    fate: Fate
    successors: tuple[ConceptId, ...] = ()


def final_successors(scheme: ConceptScheme) -> dict[ConceptId, tuple[ConceptId, ...]]:
    """Lead from each retired concept down its chains of successors to those still in use, in order of id.

    A chain that ends in a retired concept, runs in a circle or leaves the scheme leads nowhere.
    """
    ids = {concept.iri: concept.id for concept in scheme.concepts.values()}
    final: dict[ConceptId, list[ConceptId]] = {}
    replaced: dict[ConceptId, list[ConceptId]] = {}
    for concept in filter(is_retired, scheme.concepts.values()):
        final[concept.id] = []
        for following in (ids[iri] for iri in successors(concept) if iri in ids):
            replaced.setdefault(following, []).append(concept.id)
    replaces = {following: tuple(origins) for following, origins in replaced.items()}
    for end in sorted(replaces.keys() - final.keys()):
        for origin in closure(replaces, end):
            final[origin].append(end)
    return {concept: tuple(ends) for concept, ends in final.items()}


def id_map(before: ConceptScheme, after: ConceptScheme) -> tuple[Succession, ...]:
    """Return what follows the concepts of `before` that `after` does not have in use under the same id, in order of id.

    Chains are resolved: a successor is in use in `after`. What was retired before already is told as well, so that
    whoever comes from `before` needs no other map.
    """
    ends = final_successors(after)
    by_iri = {concept.iri: own for own, concept in after.concepts.items()}
    return tuple(
        _succession(concept, (before.concepts, after.concepts), ends, by_iri)
        for own, concept in sorted(before.concepts.items())
        if own in ends or own not in after.concepts
    )


def _succession(
    concept: Concept,
    states: tuple[Mapping[ConceptId, Concept], Mapping[ConceptId, Concept]],
    ends: Mapping[ConceptId, tuple[ConceptId, ...]],
    by_iri: Mapping[Iri, ConceptId],
) -> Succession:
    before, after = states
    if concept.id not in after:
        renamed = by_iri.get(concept.iri)
        return Succession(concept.id, Fate.REMOVED) if renamed is None else _renamed(concept.id, renamed, ends)
    following = ends[concept.id]
    if not following:
        return Succession(concept.id, Fate.RETIRED)
    if len(following) > 1:
        return Succession(concept.id, Fate.SPLIT, following)
    was_there = following[0] in before and not is_retired(before[following[0]])
    return Succession(concept.id, Fate.MERGED if was_there else Fate.REPLACED, following)


def _renamed(old: ConceptId, new: ConceptId, ends: Mapping[ConceptId, tuple[ConceptId, ...]]) -> Succession:
    return Succession(old, Fate.RENAMED, ends.get(new, (new,)))

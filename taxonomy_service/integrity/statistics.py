"""Statistics of a vocabulary: how much there is of what, in which language."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from taxonomy_service.domain import terms
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal
from taxonomy_service.integrity.view import BROADER, View


@dataclass(frozen=True, slots=True)
class LanguageCoverage:
    """What there is in one language: labels by kind, and how many concepts have a preferred label and a definition."""

    labels: Mapping[LabelKind, int]
    concepts: int
    defined: int


@dataclass(frozen=True, slots=True)
class SchemeSize:
    """How many described concepts a scheme has, and how many of them have a preferred label in each language."""

    concepts: int
    coverage: Mapping[LanguageTag, int]


@dataclass(frozen=True, slots=True)
class Statistics:
    """The numbers of a vocabulary.

    `concepts` counts those described (typed or labelled), `mentioned` those that only others refer to; relations are
    pairs, whichever side states them; `depth` is the number of levels of the hierarchy, cycles left out. Languages
    are in the order of the number of their labels.
    """

    statements: int
    concepts: int
    mentioned: int
    collections: int
    hierarchical: int
    associative: int
    mappings: int
    depth: int
    languages: Mapping[LanguageTag, LanguageCoverage]
    schemes: Mapping[str, SchemeSize]


def statistics_of(view: View) -> Statistics:
    """Count, in linear time."""
    related = view.without_mappings(terms.SKOS + "related")
    pairs = {frozenset((one, other)) for one, others in related.items() for other in others}
    return Statistics(
        view.count,
        len(view.described),
        len(view.concepts) - len(view.described),
        len(view.collections),
        sum(len(others) for others in view.hierarchy.values()),
        len(pairs),
        sum(1 for _ in view.stated(terms.SKOS + "mappingRelation")),
        depth_of(view),
        _languages(view),
        _schemes(view),
    )


def depth_of(view: View) -> int:
    """Return the number of levels from the top of the hierarchy to the farthest concept, by shortest ways down."""
    above, below = view.edges(BROADER), view.edges(terms.SKOS + "narrower")
    level = {concept: 1 for concept in view.concepts if concept not in above}
    queue = deque(level)
    while queue:
        current = queue.popleft()
        for following in below.get(current, ()):
            if following not in level:
                level[following] = level[current] + 1
                queue.append(following)
    return max(level.values(), default=0)


def _languages(view: View) -> dict[LanguageTag, LanguageCoverage]:
    defined: dict[LanguageTag, set[str]] = {}
    for row in view.stated(terms.SKOS + "definition"):
        if isinstance(row.object, Literal):
            defined.setdefault(row.object.language, set()).add(row.subject)
    return {tag: _language(view, tag, defined.get(tag, set())) for tag in dict.fromkeys([*view.tags, *sorted(defined)])}


def _language(view: View, tag: LanguageTag, defined: set[str]) -> LanguageCoverage:
    described = view.described.keys()
    labels = {kind: len(view.labels.get((kind, tag), ())) for kind in LabelKind}
    return LanguageCoverage(labels, len(view.labelled_in.get(tag, ())), len(described & defined))


def _schemes(view: View) -> dict[str, SchemeSize]:
    concepts: dict[str, set[str]] = {scheme: set() for scheme in sorted(view.schemes)}
    for concept, schemes in view.schemes_of.items():
        if concept in view.described:
            for scheme in schemes:
                concepts[scheme].add(concept)
    preferred = view.labelled_in.items()
    return {
        scheme: SchemeSize(len(own), {tag: len(own & found) for tag, found in preferred if not own.isdisjoint(found)})
        for scheme, own in concepts.items()
    }

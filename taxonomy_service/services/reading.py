"""Read a released scheme: concepts by any of their names, the hierarchy, pages and searches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from taxonomy_service.domain.concepts import Collection, Concept, ConceptId
from taxonomy_service.domain.errors import Malformed, NotFound
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.hierarchy import closure
from taxonomy_service.domain.labels import ServedLabel, resolve_label
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.domain.verdicts import Suggestion
from taxonomy_service.matching.label_index import Entry, LabelIndex
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.matching.suggestions import complete, suggest

DEEPEST_TREE = 20
MOST_TREE_NODES = 5_000

_Path = tuple[ConceptId, ...]
"""The concepts from a root of a tree down to one in it."""


class Page(NamedTuple):
    """A part of a list: the ids in it, where the next part begins (None at the end), and how long the whole is."""

    items: tuple[ConceptId, ...]
    next_after: str | None
    total: int


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A concept with those narrower than it; `more` counts narrower ones that were not followed."""

    concept: ConceptId
    narrower: tuple["TreeNode", ...]
    more: int


def find_concept(index: LabelIndex, name: str) -> Concept:
    """Return the concept of this id, else IRI, else notation.

    Raises NotFound, or Malformed where a notation is not unique.
    """
    concepts = index.scheme.concepts
    if name in concepts:
        return concepts[ConceptId(name)]
    found = index.identifiers.get(name, ())
    if not found:
        raise NotFound(message("concept in {scheme}", scheme=index.name.scheme), name)
    found = tuple(own for own in found if concepts[own].iri == name) or found
    if len(found) > 1:
        raise Malformed(
            message(
                "the notation {name} stands on several concepts: {found}", name=Given(name), found=", ".join(found[:10])
            ),
            concepts=list(found),
        )
    return concepts[found[0]]


def label_of(index: ReleaseIndex, concept: ConceptId, language: LanguageTag) -> ServedLabel | None:
    """Return the preferred label down the language ladder, the default language as the last fallback."""
    return resolve_label(index.preferred[concept], language, (*index.fallbacks, index.default_language))


def page_of(ids: Iterable[ConceptId], after: str | None, limit: int) -> Page:
    """Cut a page of up to `limit` (1 or more) out of ids, which are put in order; `after` is the last id before it."""
    ordered = sorted(ids)
    rest = ordered if after is None else [own for own in ordered if own > after]
    return Page(tuple(rest[:limit]), rest[limit - 1] if len(rest) > limit else None, len(ordered))


def ancestors_of(index: LabelIndex, concept: ConceptId) -> Sequence[tuple[ConceptId, int]]:
    """Return all broader concepts with their distance in steps, nearest first."""
    return sorted(closure(index.hierarchy.broader, concept).items(), key=lambda entry: (entry[1], entry[0]))


def tree_of(index: LabelIndex, root: ConceptId | None, depth: int) -> tuple[TreeNode, ...]:
    """Return the tree below a concept (or the top concepts), `depth` levels of narrower concepts deep.

    At most 5,000 nodes are given, the upper levels first; a concept is not followed below itself.
    """
    narrower = index.hierarchy.narrower
    starts = index.hierarchy.top if root is None else (root,)
    roots: list[_Path] = [(own,) for own in starts[:MOST_TREE_NODES]]
    followed: dict[_Path, list[_Path]] = {}
    level, room = roots, MOST_TREE_NODES - len(roots)
    for _ in range(min(depth, DEEPEST_TREE)):
        for path in level:
            below = [(*path, own) for own in narrower.get(path[-1], ()) if own not in path]
            followed[path] = below[:room]
            room -= len(followed[path])
        level = [below for path in level for below in followed[path]]

    def node(path: _Path) -> TreeNode:
        below = followed.get(path, [])
        return TreeNode(path[-1], tuple(map(node, below)), len(narrower.get(path[-1], ())) - len(below))

    return tuple(map(node, roots))


def collections_with(index: LabelIndex, concept: Concept) -> list[Collection]:
    """Return the collections that hold the concept, in order of IRI."""
    return [
        group
        for group in index.scheme.collections.values()
        if concept.iri in group.members or (group.member_list and concept.iri in group.member_list)
    ]


def completions(index: ReleaseIndex, text: str, language: LanguageTag, limit: int) -> list[Entry]:
    """Return labels that begin with the text or hold a word that does; none for a text without a visible letter."""
    return complete(index, text, language, limit) if comparison_key(text, language) else []


def similar(index: ReleaseIndex, text: str, language: LanguageTag, limit: int) -> tuple[Suggestion, ...]:
    """Return labels like the text."""
    return suggest(index, text, language, limit) if text.strip() else ()

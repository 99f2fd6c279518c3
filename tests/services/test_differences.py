from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.errors import Forbidden, NotFound, Unauthenticated
from taxonomy_service.domain.release_differences import ChangeKind
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.successions import Fate
from taxonomy_service.services.differences import DRAFT, change_log, compare
from taxonomy_service.services.editing import edit
from taxonomy_service.services.publishing import Publishing, publish
from taxonomy_service.store.session import Store, transaction
from tests.services.conftest import Take, Unesco
from tests.services.test_editing import add, change_set
from tests.services.test_publishing import SOUND

SKOS = "http://www.w3.org/2004/02/skos/core#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABELS = [ox.NamedNode(f"{SKOS}{kind}Label") for kind in ("pref", "alt", "hidden")]
Graph = set[tuple[str, str, str]]


class Plain:
    """A graph read by another program than ours, as sets of what a difference compares."""

    def __init__(self, path: Path) -> None:
        graph = ox.Store()
        graph.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
        found = graph.quads_for_pattern(None, TYPE, ox.NamedNode(f"{SKOS}Concept"))
        self.concepts = {str(quad.subject) for quad in found}
        self.labels = self._rows(graph, LABELS)
        self.broader = {(s, o) for s, _, o in self._rows(graph, [ox.NamedNode(f"{SKOS}broader")])}
        self.broader |= {(o, s) for s, _, o in self._rows(graph, [ox.NamedNode(f"{SKOS}narrower")])}
        self.broader = {(s, o) for s, o in self.broader if {s, o} <= self.concepts}

    def _rows(self, graph: ox.Store, predicates: Iterable[ox.NamedNode]) -> Graph:
        return {
            (str(quad.subject), str(quad.predicate), str(quad.object))
            for predicate in predicates
            for quad in graph.quads_for_pattern(None, predicate, None)
            if str(quad.subject) in self.concepts
        }

    def above(self, concept: str) -> set[str]:
        return {above for below, above in self.broader if below == concept}


def test_the_difference_of_unesco_2021_and_2022_is_that_of_the_graphs(unesco: Unesco, shared_data: Path) -> None:
    old, new = (Plain(shared_data / "vocabularies" / f"unesco-{year}.ttl") for year in (2021, 2022))
    with transaction(unesco.engine, writing=False) as store:
        compared = compare(store, OPERATOR, "unesco-2021", "1", "2")
    difference = compared.difference
    counts = difference.counts
    changed = counts.get(ChangeKind.LABEL_CHANGED, 0)
    assert counts.get(ChangeKind.CONCEPT_ADDED, 0) == len(new.concepts - old.concepts) > 0
    assert counts.get(ChangeKind.CONCEPT_REMOVED, 0) == len(old.concepts - new.concepts)
    assert counts.get(ChangeKind.LABEL_ADDED, 0) + changed == len(new.labels - old.labels) > 100
    assert counts.get(ChangeKind.LABEL_REMOVED, 0) + changed == len(old.labels - new.labels) > 0
    both = old.concepts & new.concepts
    touched = {below for below, _ in old.broader ^ new.broader} & both
    moved = {f"<{change.iri}>" for change in difference.changes if change.kind is ChangeKind.CONCEPT_MOVED}
    assert moved == {concept for concept in touched if old.above(concept) != new.above(concept)}


@pytest.fixture
def merged(take: Take, engine: Engine) -> Engine:
    """Shoes of which a concept was merged, then the one that it was merged into: four releases."""
    take(SOUND)
    steps: list[list[dict[str, Any]]] = [
        [{"operation": "create", "id": "slipper", "labels": [{"form": "slipper", "language": "en"}]}],
        [{"operation": "merge", "concept": "slipper", "into": "sandal"}, add("shoe", "обувь", "ru")],
        [{"operation": "merge", "concept": "sandal", "into": "running-shoe"}],
    ]
    for step in steps:
        with transaction(engine) as store:
            edit(store, OPERATOR, "shoes", change_set(*step))
            assert publish(store, OPERATOR, "shoes", Publishing(note=step[0]["operation"])).release is not None
    return engine


def test_old_ids_lead_to_new_ones_through_all_releases(merged: Engine) -> None:
    with transaction(merged, writing=False) as store:
        near, far = (compare(store, OPERATOR, "shoes", "2", to).id_map for to in ("3", None))
        whole = compare(store, OPERATOR, "shoes", "1", "4")
    assert ("slipper", Fate.MERGED, ("sandal",)) in near
    assert ("slipper", Fate.MERGED, ("running-shoe",)) in far
    assert ("sandal", Fate.MERGED, ("running-shoe",)) in far
    counts = whole.difference.counts
    assert (counts[ChangeKind.CONCEPT_ADDED], counts[ChangeKind.CONCEPT_MERGED]) == (1, 1)


def test_the_change_log_goes_from_release_to_release(merged: Engine) -> None:
    with transaction(merged, writing=False) as store:
        entries = change_log(store, OPERATOR, "shoes", limit=2)
        older = change_log(store, OPERATOR, "shoes", before=entries[-1].release.number)
    assert [(entry.release.number, entry.release.note) for entry in (*entries, *older)] == [
        (4, "merge"),
        (3, "merge"),
        (2, "create"),
        (1, "import of shoes.ttl"),
    ]
    assert entries[1].counts[ChangeKind.CONCEPT_MERGED] == 1
    assert older[0].counts[ChangeKind.CONCEPT_ADDED] == 1


def test_a_release_is_compared_with_the_draft_by_those_who_work_on_it(merged: Engine) -> None:
    with transaction(merged) as store:
        edit(store, OPERATOR, "shoes", change_set(add("shoe", "נעל", "he")))
        contributor = Actor("c", "Chen", (Grant(Role.CONTRIBUTOR, SchemeId("shoes")),))
        compared = compare(store, contributor, "shoes", None, DRAFT)
        assert [(own.kind.value, own.after) for own in compared.difference.changes] == [("label-added", ("נעל",))]
        assert (compared.before and compared.before.number, compared.after) == (4, None)
        with pytest.raises(Unauthenticated):
            compare(store, ANONYMOUS, "shoes", None, DRAFT)


@pytest.mark.parametrize(("before", "after"), [("9", "1"), ("1", "9"), (DRAFT, "1")])
def test_what_is_no_release_is_not_found(merged: Engine, store: Store, before: str, after: str) -> None:
    assert merged is not None
    with pytest.raises(NotFound):
        compare(store, OPERATOR, "shoes", before, after)
    with pytest.raises(Forbidden):
        compare(store, Actor("x", "X"), "shoes", None, None)


def test_before_the_first_release_there_is_nothing(take: Take, store: Store) -> None:
    take(SOUND)
    compared = compare(store, OPERATOR, "shoes", None, None)
    assert compared.before is None
    assert compared.id_map == ()
    assert compared.difference.counts[ChangeKind.CONCEPT_ADDED] == 5

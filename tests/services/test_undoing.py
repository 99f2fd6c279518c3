import json
from typing import Any

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.audit import first_broken
from taxonomy_service.domain.change_sets import Outcome
from taxonomy_service.domain.errors import Conflict, EditRefused, Forbidden
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.services.drafts import read_draft_about
from taxonomy_service.services.editing import Edit, edit, undo
from taxonomy_service.services.publishing import Publishing, publish
from taxonomy_service.store.approvals import read_approvals
from taxonomy_service.store.audit import read_entries, read_head
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.services.conftest import SHOES, Dump, Take
from tests.services.test_editing import add, change_set, label
from tests.services.test_imported_drafts import NODES
from tests.services.test_publishing import settings

NEWER = (
    SHOES.replace('"ayakkabı"@tr', '"ayakkabı"@tr, "παπούτσι"@el')
    .replace('"Sportschuh"@de, ', "")
    .replace("skos:broader :sports-shoe ;", "skos:broader :shoe ; skos:editorialNote [ dct:creator 'Ayşe' ] ;")
    .replace(':summer a skos:Collection ; skos:inScheme <https://example.org/shoes> ; skos:prefLabel "for summer"@en ;\n'
             "    skos:member :sandal, :flip-flop .", "")
    + """:boot a skos:Concept ; skos:inScheme <https://example.org/shoes> ; skos:broader :shoe ;
    skos:prefLabel "boot"@en, "बूट"@hi .
<https://example.org/shoes> <https://w3id.org/taxonomy-service/terms#fallbackLanguages> "tr en" .
"""
)  # fmt: skip
"""The shoes with a label more and one less, a concept moved, one new, a collection gone, a note, and fallbacks."""
Before = tuple[ConceptScheme, dict[Any, Any], Any]


def _run(engine: Engine, *operations: dict[str, Any]) -> Outcome:
    with transaction(engine) as store:
        return edit(store, OPERATOR, "shoes", change_set(*operations))


def _head(engine: Engine) -> int:
    with transaction(engine, writing=False) as store:
        return read_head(store, find_scheme(store, "shoes").key).number


def _undo(engine: Engine, number: int, actor: Actor = OPERATOR, how: Edit | None = None) -> Outcome:
    with transaction(engine) as store:
        return undo(store, actor, "shoes", number, how)


def _now(engine: Engine) -> Before:
    with transaction(engine, writing=False) as store:
        key = find_scheme(store, "shoes").key
        states = read_approvals(store, key)
        return read_draft(store, key), states, read_draft_about(store, OPERATOR, "shoes").settings


@pytest.fixture
def shoes(take: Take, engine: Engine) -> Engine:
    """A draft with labels that wait and labels that somebody brought in since it was imported."""
    take(SHOES)
    _run(engine, settings(fallbacks=["es"], severities={"Q001": None}), add("sports-shoe", "sportowe", "pl"))
    return engine


def test_an_import_is_undone_by_a_change_set_that_restores_content_approvals_and_settings(
    shoes: Engine, take: Take
) -> None:
    before = _now(shoes)
    take(NEWER)
    number, after = _head(shoes), _now(shoes)
    assert after[0] != before[0]
    assert (after[2].fallbacks, len(after[1])) == (("tr", "en"), 0)
    undone = _undo(shoes, number)
    assert _now(shoes) == before
    assert undone.number == number + 1
    with transaction(shoes, writing=False) as store:
        key = find_scheme(store, "shoes").key
        assert first_broken(read_entries(store, key), read_head(store, key)) is None
        whole = next(entry for entry in read_entries(store, key) if entry.number == undone.number)
    assert (whole.kind, json.loads(whole.body)["comment"]) == ("change-set", f"undo of {number}")
    with transaction(shoes) as store:
        done = publish(store, OPERATOR, "shoes", Publishing(override="the import was a mistake"))
    assert {kind.value for kind in done.difference.counts} >= {"label-added", "label-removed", "concept-moved"}


def test_a_dry_run_of_it_writes_nothing(shoes: Engine, take: Take, dump: Dump) -> None:
    take(NEWER)
    before = dump()
    tried = _undo(shoes, _head(shoes), how=Edit(dry_run=True))
    assert (tried.number, tried.difference.removed) == (None, ("boot",))
    assert dump() == before


def test_flaws_of_the_draft_before_come_back_with_it(take: Take, engine: Engine) -> None:
    cycle = SHOES.replace(":shoe a skos:Concept ;", ":shoe a skos:Concept ; skos:broader :running-shoe ;")
    flawed = cycle.replace('"Schuh"@de', '"Schuh"@de, "Treter"@de')
    take(flawed)
    before = _now(engine)
    take(NEWER)
    number = _head(engine)
    later = _run(engine, add("flip-flop", "Zehentreter", "de")).number
    _undo(engine, number)
    _undo(engine, later or 0)
    assert _now(engine) == before


def test_blank_nodes_of_both_states_are_told_apart(take: Take, engine: Engine) -> None:
    take(NODES, "shoes.ttl")
    before = _now(engine)
    take(NODES.replace('"boot"@en ; dct:source "norm"', '"boot"@en').replace("Ayşe", "Şule"), "shoes.ttl")
    assert _now(engine) != before
    _undo(engine, _head(engine))
    assert _now(engine) == before


def test_later_changes_elsewhere_stand(shoes: Engine, take: Take) -> None:
    take(NEWER)
    number = _head(shoes)
    _run(shoes, add("sandal", "σανδάλι", "el"), add("shoe", "papuc", "ro"))
    _undo(shoes, number)
    forms = {own.form for concept in _now(shoes)[0].concepts.values() for own in concept.labels}
    assert {"σανδάλι", "papuc", "Sportschuh"} <= forms
    assert not {"παπούτσι", "बूट"} & forms


@pytest.mark.parametrize(
    "operation",
    [
        {"operation": "remove-label", "concept": "shoe", "label": label("παπούτσι", "el", "preferred")},
        {"operation": "add-label", "concept": "boot", "label": label("Stiefel", "de")},
        {"operation": "move", "concept": "sandal", "broader": ["boot"]},
        {"operation": "move", "concept": "sports-shoe", "broader": ["running-shoe"]},
        {"operation": "add-label", "concept": "sports-shoe", "label": label("Sportschuh", "de", "hidden")},
        {"operation": "revise-settings", "settings": {"fallbacks": ["de"]}},
    ],
)
def test_an_import_is_not_undone_where_a_later_change_collides_and_it_is_said_which(
    shoes: Engine, take: Take, dump: Dump, operation: dict[str, Any]
) -> None:
    take(NEWER)
    number = _head(shoes)
    later = _run(shoes, operation).number
    before = dump()
    with pytest.raises(EditRefused, match=f"was changed since, by change set {later}; undo that one first") as refused:
        _undo(shoes, number)
    assert (refused.value.data["change_set"], bool(refused.value.data["because"])) == (later, True)
    assert dump() == before
    _undo(shoes, later or 0)
    _undo(shoes, number)
    with transaction(shoes, writing=False) as store:
        assert read_draft_about(store, OPERATOR, "shoes").settings.fallbacks == ("es",)


def test_the_import_that_made_a_scheme_and_who_is_no_administrator_undo_nothing(shoes: Engine, take: Take) -> None:
    with pytest.raises(Conflict, match="it made the scheme"):
        _undo(shoes, 1)
    take(NEWER)
    editor = Actor("e1", "Edith", (Grant(Role.LINGUIST),))
    with pytest.raises(Forbidden, match="administer"):
        _undo(shoes, _head(shoes), editor)


def test_a_change_set_does_not_stand_in_its_own_way(shoes: Engine) -> None:
    number = _run(shoes, add("sandal", "Σανδάλι", "el"), add("sandal", "サンダル", "ja")).number
    _undo(shoes, number or 0)
    with pytest.raises(EditRefused, match=f"by change set {(number or 0) + 3}; undo that one first"):
        _undo(shoes, number or 0)

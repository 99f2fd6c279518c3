import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.drafts import MEMBER, Draft
from taxonomy_service.domain.editing.applying import apply
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.givens import GivenLabel
from taxonomy_service.domain.operations import AddLabel, Create, Move, RemoveCollection
from taxonomy_service.domain.stating import ResourceKey, ResourceRole
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.store.draft_source import StoredDraft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store, open_engine, transaction

NS = "https://example.org/shoes/"


def test_a_change_is_seen_at_once_from_every_side(draft: Draft) -> None:
    apply(draft, Move("spike", ("heel",)))
    apply(draft, Create("boot", broader=("spike",)))
    assert draft.broader(NS + "boot") == (NS + "spike",)
    assert draft.narrower(NS + "heel") == (NS + "spike",)
    assert draft.narrower(NS + "running-shoe") == ()
    assert draft.way_up(NS + "boot", NS + "heel") == (NS + "boot", NS + "spike", NS + "heel")
    assert draft.way_up(NS + "boot", NS + "shoe") == ()
    apply(draft, RemoveCollection("summer"))
    assert draft.references(NS + "sandal", MEMBER) == ()


def test_a_change_and_its_opposite_are_no_change_but_two_steps(draft: Draft) -> None:
    draft.put(draft.concept("spike"))
    assert draft.step() == ()
    apply(draft, AddLabel("spike", GivenLabel("шип", "ru")))
    assert [change.key.iri for change in draft.changes()] == [NS + "spike"]


def test_ids_of_all_kinds_are_found_and_others_are_not(draft: Draft) -> None:
    assert draft.labelled("shoes").iri == "https://example.org/shoes"
    assert draft.labelled("summer").iri == NS + "summer"
    with pytest.raises(NotFound):
        draft.concept("summer")
    with pytest.raises(NotFound):
        draft.collection("shoe")
    assert draft.known_id(ResourceKey(ResourceRole.CONCEPT, NS + "shoe")) == "shoe"
    assert draft.id_of("urn:elsewhere") == "urn:elsewhere"


def listen(store: Store) -> list[str]:
    """Return a list that grows with each statement that SQL is asked."""
    asked: list[str] = []
    event.listen(store.session.connection(), "before_cursor_execute", lambda *args: asked.append(args[2]))
    return asked


def test_what_was_read_is_not_read_again(draft: Draft, store: Store) -> None:
    draft.concept("running-shoe")
    asked = listen(store)
    draft.concept_at(NS + "running-shoe")
    assert asked == []


def test_an_edit_reads_no_more_of_the_draft_than_it_needs(new_database: Callable[..., str]) -> None:
    """The number of statements that SQL is asked does not grow with the scheme."""
    counts = []
    for size in (20, 200):
        with _scheme_of(new_database(f"{size}"), size) as engine, transaction(engine, writing=False) as store:
            draft = Draft(StoredDraft(store, find_scheme(store, "many")))
            asked = listen(store)
            apply(draft, AddLabel("c7", GivenLabel("सात", "hi")))
            counts.append(len(asked))
    assert counts[0] == counts[1] < 15


@contextmanager
def _scheme_of(url: str, size: int) -> Iterator[Engine]:
    skos = "http://www.w3.org/2004/02/skos/core#"
    rows = "".join(
        f"<urn:c{n}> a <{skos}Concept> ; <{skos}inScheme> <urn:many> ; <{skos}prefLabel> 'c{n}'@en .\n"
        for n in range(size)
    )
    engine = open_engine(url)
    with transaction(engine) as store:
        text = f"<urn:many> a <{skos}ConceptScheme> .\n{rows}".replace("urn:", "https://example.org/many/")
        import_file(store, OPERATOR, VocabularyFile(io.BytesIO(text.encode()), "many.ttl", RdfFormat.TURTLE))
    yield engine
    engine.dispose()


def test_what_changed_since_a_mark_is_taken_back_as_if_it_never_was(draft: Draft) -> None:
    apply(draft, Move("spike", ("heel",)))
    before = draft.changes()
    mark = draft.mark()
    apply(draft, Create("boot", broader=("spike",)))
    apply(draft, Move("spike", ("shoe",)))
    apply(draft, RemoveCollection("summer"))
    draft.back_to(mark)
    assert draft.changes() == before
    assert draft.find("boot") is None
    assert not draft.is_used(NS + "boot")
    assert draft.narrower(NS + "heel") == (NS + "spike",)
    apply(draft, Create("boot", broader=("heel",)))
    assert draft.narrower(NS + "heel") == (NS + "boot", NS + "spike")

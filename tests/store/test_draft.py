from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from taxonomy_service.domain.concepts import (
    Collection,
    Concept,
    ConceptId,
    Mapping,
    MappingKind,
    Note,
    NoteKind,
    Relation,
    RelationKind,
)
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Property, Statement, node_order
from taxonomy_service.store.draft import draft_languages, known_concept_ids, read_draft, write_draft
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store, transaction

EX = "https://example.org/"
SCHEME = Iri(f"{EX}scheme")
_T = TypeVar("_T")

# U+0000 stands in test_bulk: SQLite holds it, PostgreSQL cannot
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
iris = st.integers(0, 8).map(lambda number: Iri(f"{EX}{number}")) | st.sampled_from([Iri("urn:靴"), Iri(EX + "حذاء")])
blanks = st.sampled_from(["_:c0", "_:c1"])
tags = st.sampled_from([UNTAGGED, *map(LanguageTag, ("en", "pt-BR", "ar", "ja", "zh-Hant-TW", "tr"))])
literals = st.builds(Literal, texts, tags, st.sampled_from(["", f"{EX}type"]))
nodes = iris | blanks | literals
labels = st.builds(Label, texts, tags, st.sampled_from(LabelKind), st.none() | iris | blanks, st.booleans())
properties = st.builds(Property, iris, nodes)


def _some(strategy: st.SearchStrategy[_T]) -> st.SearchStrategy[tuple[_T, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


common: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "labels": _some(labels),
        "notes": _some(st.builds(Note, st.sampled_from(NoteKind), nodes)),
        "notations": _some(literals),
        "properties": _some(properties),
    }
)
relations = _some(st.builds(Relation, st.sampled_from(RelationKind), iris))
mappings = _some(st.builds(Mapping, st.sampled_from(MappingKind), iris))


def _in_order(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """As every reader gives them."""
    return tuple(sorted(set(statements), key=lambda row: (row.subject, row.predicate, node_order(row.object))))


@st.composite
def schemes(draw: st.DrawFn) -> ConceptScheme:
    """A scheme with any content; an IRI always has one id, as the store's ids are given."""
    concepts, collections = (sorted(draw(st.sets(st.integers(0, 5), max_size=4))) for _ in range(2))
    return ConceptScheme(
        SchemeId("s"),
        SCHEME,
        top_concepts=draw(_some(iris)),
        concepts={own: draw(_concepts(own)) for own in map(_id, concepts)},
        collections={own: draw(_collections(own)) for own in map(_id, collections)},
        statements=_in_order(draw(_some(st.builds(Statement, iris | blanks, iris, nodes)))),
        **draw(common),
    )


def _id(number: int) -> ConceptId:
    return ConceptId(f"靴{number}")


def _concepts(own: ConceptId) -> st.SearchStrategy[Concept]:
    made = st.tuples(common, relations, mappings)
    return made.map(lambda parts: Concept(own, Iri(EX + own), relations=parts[1], mappings=parts[2], **parts[0]))


def _collections(own: ConceptId) -> st.SearchStrategy[Collection]:
    made = st.tuples(common, relations, _some(iris), st.none() | _some(iris))
    return made.map(
        lambda parts: Collection(
            own, Iri(EX + own), relations=parts[1], members=parts[2], member_list=parts[3], **parts[0]
        )
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(schemes(), min_size=1, max_size=3))
def test_any_scheme_comes_back_as_it_was_written_over_any_other(engine: Engine, states: list[ConceptScheme]) -> None:
    with transaction(engine) as store:
        key = add_scheme(store, SchemeId("s"), SCHEME).key
        before = None
        for after in [*states, states[0]]:
            write_draft(store, key, before, after)
            before = read_draft(store, key)
            assert before == after
            assert [*before.concepts] == [*after.concepts]
        store.session.rollback()


def _concept(number: int, *forms: str) -> Concept:
    own = ConceptId(f"c{number}")
    tagged = tuple(Label(form, LanguageTag("en"), LabelKind.PREFERRED) for form in forms)
    return Concept(own, Iri(EX + own), tagged, notations=(Literal(str(number)),))


def _scheme(concepts: Iterable[Concept], *collections: Collection) -> ConceptScheme:
    return ConceptScheme(
        SchemeId("s"),
        SCHEME,
        concepts={concept.id: concept for concept in concepts},
        collections={group.id: group for group in collections},
        statements=(Statement("urn:agent", "urn:name", Literal("Ayşe")),),
    )


THREE = _scheme([_concept(1, "shoe"), _concept(2, "boot"), _concept(3, "sock")])


def _write(store: Store, key: int, *states: ConceptScheme) -> None:
    for before, after in zip([None, *states], states, strict=False):
        write_draft(store, key, before, after)


def _key(store: Store) -> int:
    return add_scheme(store, SchemeId("s"), SCHEME).key


def _rows(store: Store, table: str) -> set[tuple[object, ...]]:
    return {tuple(row) for row in store.session.connection().execute(text(f"SELECT * FROM {table}"))}


def _changes(store: Store) -> object:
    """Return how many rows were written so far in this transaction."""
    connection = store.session.connection()
    on_sqlite = "SELECT total_changes()"
    on_postgresql = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
    return connection.execute(text(on_sqlite if connection.dialect.name == "sqlite" else on_postgresql)).scalar()


def test_writing_the_same_again_touches_no_row(store: Store) -> None:
    key = _key(store)
    write_draft(store, key, None, THREE)
    before = _changes(store)
    write_draft(store, key, THREE, read_draft(store, key))
    assert _changes(store) == before


def test_only_the_rows_of_what_changed_are_touched(store: Store) -> None:
    key = _key(store)
    write_draft(store, key, None, THREE)
    before = {table: _rows(store, table) for table in ("resource", "label", "relation", "statement")}
    write_draft(store, key, THREE, _scheme([_concept(1, "shoe"), _concept(2, "boot", "bootie"), _concept(3, "sock")]))
    after = {table: _rows(store, table) for table in before}
    assert after["resource"] == before["resource"]
    assert after["statement"] == before["statement"]
    assert {row[2] for row in after["label"] - before["label"]} <= {"boot", "bootie"}
    assert {row[2] for row in before["label"] & after["label"]} >= {"shoe", "sock"}
    assert len(before["relation"] - after["relation"]) <= 1


def test_removed_concept_keeps_its_id_and_comes_back_under_it(store: Store) -> None:
    key = _key(store)
    fewer = _scheme([_concept(1, "shoe")])
    _write(store, key, THREE, fewer)
    assert read_draft(store, key) == fewer
    assert known_concept_ids(store, key) == {EX + own: own for own in ("c1", "c2", "c3")}
    write_draft(store, key, fewer, THREE)
    assert read_draft(store, key) == THREE
    assert len(_rows(store, "resource")) == 4


def test_removed_concept_leaves_nothing_but_its_id(store: Store) -> None:
    key = _key(store)
    _write(store, key, THREE, _scheme([]))
    assert [len(_rows(store, table)) for table in ("label", "resource_content", "relation", "resource")] == [0, 0, 0, 4]


def test_collection_may_become_ordered_and_unordered_again(store: Store) -> None:
    key = _key(store)
    unordered = Collection(ConceptId("g"), Iri(f"{EX}g"), members=(Iri(f"{EX}c1"), Iri(f"{EX}c2")))
    ordered = replace(unordered, members=(), member_list=(Iri(f"{EX}c2"), Iri(f"{EX}c1")))
    states = [_scheme([], group) for group in (unordered, ordered, unordered)]
    for before, after in zip([None, *states], states, strict=False):
        write_draft(store, key, before, after)
        assert read_draft(store, key) == after


def test_concept_may_become_a_collection(store: Store) -> None:
    key = _key(store)
    group = _scheme([_concept(1, "shoe")], Collection(ConceptId("c2"), Iri(f"{EX}c2")))
    _write(store, key, THREE, group)
    assert read_draft(store, key) == group
    assert known_concept_ids(store, key)[Iri(f"{EX}c2")] == "c2"


def test_drafts_of_two_schemes_with_the_same_concepts_stay_apart(store: Store) -> None:
    one = _key(store)
    other_iri = Iri(f"{EX}other")
    other = add_scheme(store, SchemeId("t"), other_iri).key
    twin = replace(THREE, id=SchemeId("t"), iri=other_iri)
    write_draft(store, one, None, THREE)
    write_draft(store, other, None, twin)
    write_draft(store, one, THREE, _scheme([]))
    assert read_draft(store, other) == twin


def test_many_concepts_are_removed_and_changed_at_once(store: Store) -> None:
    key = _key(store)
    many = _scheme(sorted((_concept(n, f"form {n}") for n in range(2_500)), key=lambda concept: concept.iri))
    odd = _scheme(replace(concept, notes=()) for concept in many.concepts.values() if concept.id[-1] in "13579")
    changed = _scheme(replace(concept, notations=()) for concept in odd.concepts.values())
    _write(store, key, many, odd, changed)
    assert read_draft(store, key) == changed
    assert len(known_concept_ids(store, key)) == 2_500


def test_languages_are_those_of_the_concepts_that_are_there(store: Store) -> None:
    key = _key(store)
    forms = [Label("x", LanguageTag(tag), LabelKind.HIDDEN) for tag in ("", "tr", "ar", "pt-BR", "ar")]
    scheme = replace(THREE, labels=(Label("Schuhe", LanguageTag("de"), LabelKind.PREFERRED),))
    more = replace(
        scheme,
        concepts={ConceptId("c1"): replace(_concept(1), labels=tuple(forms)), **_scheme([_concept(2, "b")]).concepts},
    )
    write_draft(store, key, None, more)
    assert draft_languages(store, key) == ["ar", "en", "pt-BR", "tr"]
    write_draft(store, key, more, THREE)
    assert draft_languages(store, key) == ["en"]

import io
from pathlib import Path

import pytest

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Collection, Concept
from taxonomy_service.domain.gathering import state_of
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Iri, Literal, Property, Statement
from taxonomy_service.domain.stating import (
    ResourceKey,
    ResourceRole,
    State,
    StatedSettings,
    Subject,
    in_canonical_order,
    key_of,
    statements_of,
)
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import read_skos
from tests.domain.conftest import SHOES

VOCABULARY = Path(__file__).parents[1] / "data" / "skos" / "vocabulary.ttl"


def _states(text: bytes) -> list[State]:
    read = read_skos(read_statements(io.BytesIO(text), "v.ttl", RdfFormat.TURTLE, limit=1 << 20), "v.ttl")
    found: list[State] = []
    for scheme in read.schemes:
        about = ConceptScheme(
            scheme.id, scheme.iri, scheme.labels, scheme.notes, scheme.notations, scheme.top_concepts, scheme.properties
        )
        found += [about, *scheme.concepts.values(), *scheme.collections.values()]
    return found


@pytest.mark.parametrize("text", [SHOES.encode(), VOCABULARY.read_bytes()], ids=["shoes", "vocabulary"])
def test_what_an_import_reads_is_gathered_from_its_statements(text: bytes) -> None:
    states = _states(text)
    assert len(states) > 5
    for state in states:
        assert isinstance(state, ConceptScheme | Concept | Collection)
        assert in_canonical_order(state) == state
        assert state_of(key_of(state), state.id, statements_of(state)) == state


def test_other_subjects_and_settings_come_back_too() -> None:
    for state in (Subject("_:b", (Property("urn:p", Literal("x")),)), StatedSettings(Iri("urn:s"), '{"a":1}')):
        assert state_of(key_of(state), "", statements_of(state)) == state


def test_what_does_not_say_what_it_is_is_not_there() -> None:
    row = Statement("urn:a", terms.SKOS + "prefLabel", Literal("a"))
    assert state_of(ResourceKey(ResourceRole.CONCEPT, "urn:a"), "a", [row]) is None
    assert state_of(ResourceKey(ResourceRole.OTHER, "urn:a"), "", []) is None


def test_what_cannot_be_what_it_claims_is_kept_as_a_property() -> None:
    rows = [
        Statement("urn:a", terms.TYPE, terms.CONCEPT),
        Statement("urn:a", terms.SKOS + "prefLabel", Literal("5", datatype=terms.XSD + "int")),
        Statement("urn:a", terms.SKOS + "broader", Literal("shoe")),
        Statement("urn:a", terms.SKOSXL + "prefLabel", "urn:no-form"),
    ]
    state = state_of(ResourceKey(ResourceRole.CONCEPT, "urn:a"), "a", rows)
    assert isinstance(state, Concept)
    assert len(state.properties) == 3
    assert statements_of(state) == set(rows)

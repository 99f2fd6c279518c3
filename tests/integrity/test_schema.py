from taxonomy_service.domain import terms
from taxonomy_service.domain.statements import Statement
from taxonomy_service.integrity.schema import SUB_CLASS_OF, SUB_PROPERTY_OF, Reading, Schema

SKOS = terms.SKOS


def test_readings_of_a_property_are_its_sub_properties_and_inverses() -> None:
    readings = Schema({}).readings(SKOS + "broader")
    assert set(readings) == {
        Reading(SKOS + "broader", False),
        Reading(SKOS + "narrower", True),
        Reading(SKOS + "broadMatch", False),
        Reading(SKOS + "narrowMatch", True),
    }
    assert set(readings.values()) == {()}, "what SKOS itself says needs no proof"


def test_symmetric_properties_are_read_both_ways_and_their_sub_properties_with_them() -> None:
    readings = Schema({}).readings(SKOS + "closeMatch")
    assert {reading.reversed for reading in readings if reading.predicate == SKOS + "exactMatch"} == {False, True}


def test_a_declared_sub_property_is_named_in_the_proof() -> None:
    row = Statement("http://x/partOf", SUB_PROPERTY_OF, SKOS + "broader")
    schema = Schema({SUB_PROPERTY_OF: [row]})
    assert schema.readings(SKOS + "semanticRelation")[Reading("http://x/partOf", False)] == (row,)
    assert schema.declared(row) == (row,)


def test_declared_sub_classes_are_followed() -> None:
    rows = [
        Statement("http://x/Topic", SUB_CLASS_OF, "http://x/Idea"),
        Statement("http://x/Idea", SUB_CLASS_OF, terms.CONCEPT),
    ]
    below = Schema({SUB_CLASS_OF: rows}).classes_below(terms.CONCEPT)
    assert below["http://x/Topic"] == (rows[1], rows[0])
    assert terms.COLLECTION not in below

from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.integrity.statistics import statistics_of
from tests.integrity.conftest import DATA, MakeView, view_of_file

BODY = """:s a skos:ConceptScheme ; skos:hasTopConcept :a .
:a a skos:Concept ; skos:prefLabel "Schuh"@de, "sko"@da ; skos:altLabel "Treter"@de ; skos:definition "für den Fuß"@de .
:b skos:broader :a ; skos:prefLabel "Stiefel"@de ; skos:inScheme :s ; skos:related :c .
:c skos:broader :b ; skos:exactMatch <http://y/c> ; skos:related :b . :t a skos:ConceptScheme ."""


def test_numbers_are_those_of_the_vocabulary(make_view: MakeView) -> None:
    numbers = statistics_of(make_view(BODY))
    assert (numbers.concepts, numbers.mentioned) == (2, 2)
    assert (numbers.hierarchical, numbers.associative, numbers.mappings, numbers.depth) == (2, 1, 1, 3)
    german = numbers.languages[LanguageTag("de")]
    assert (german.labels[LabelKind.PREFERRED], german.labels[LabelKind.ALTERNATIVE]) == (2, 1)
    assert (german.concepts, german.defined) == (2, 1)
    assert numbers.schemes["http://x/s"].coverage == {"de": 2, "da": 1}
    assert numbers.schemes["http://x/t"].concepts == 0


def test_a_hierarchy_of_nothing_but_a_cycle_has_no_depth(make_view: MakeView) -> None:
    assert statistics_of(make_view(":a skos:broader :b . :b skos:broader :a .")).depth == 0


def test_an_ordinary_vocabulary_is_counted_whole() -> None:
    numbers = statistics_of(view_of_file(DATA / "skos" / "vocabulary.ttl"))
    assert numbers.concepts
    assert sum(size.concepts for size in numbers.schemes.values()) >= numbers.concepts - numbers.mentioned

import pytest

from taxonomy_service.boundaries.field import MOST_NARROWER, MOST_SIBLINGS, Field, lay_out
from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.hierarchy import build_hierarchy
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.pictures import ColumnKind
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri

TREE = {
    "clothing": None,
    "shoe": "clothing",
    "sports-shoe": "shoe",
    "sandal": "shoe",
    "running-shoe": "sports-shoe",
    "tennis-shoe": "sports-shoe",
    "golf-shoe": "sports-shoe",
    "boxing-shoe": "sports-shoe",
    "ski-boot": "sports-shoe",
    "spikes": "running-shoe",
    "racing-flat": "running-shoe",
    "trail-shoe": "running-shoe",
    "cup": None,
}


def scheme_of(tree: dict[str, str | None]) -> ConceptScheme:
    concepts = {}
    for own, broader in tree.items():
        relations = (Relation(RelationKind.BROADER, Iri(f"http://x/{broader}")),) if broader else ()
        label = Label(own.replace("-", " "), LanguageTag("en"), LabelKind.PREFERRED)
        concepts[ConceptId(own)] = Concept(ConceptId(own), Iri(f"http://x/{own}"), (label,), relations=relations)
    return ConceptScheme(SchemeId("x"), Iri("http://x"), concepts=concepts)


def field(own: str, *named: str, tree: dict[str, str | None] = TREE) -> Field:
    scheme = scheme_of(tree)
    return lay_out(scheme, build_hierarchy(scheme), ConceptId(own), [ConceptId(other) for other in named])


def told(field: Field) -> list[str]:
    return [
        f"{column.concept}" if column.kind is ColumnKind.CONCEPT else f"{column.concept}+{column.more}"
        for column in field.columns
    ]


def test_the_concept_stands_first_over_its_narrower_ones_then_its_siblings() -> None:
    found = field("running-shoe")
    assert told(found) == [
        "racing-flat",
        "spikes",
        "running-shoe+1",
        "boxing-shoe",
        "golf-shoe",
        "ski-boot",
        "sports-shoe+1",
    ]
    assert found.own == MOST_NARROWER + 1
    assert [(heading.concept, heading.level, heading.first, heading.last) for heading in found.headings] == [
        ("sports-shoe", 0, 0, 6),
        ("running-shoe", 1, 0, 2),
    ]


def test_named_concepts_go_before_other_neighbours() -> None:
    found = field("running-shoe", "tennis-shoe", "trail-shoe", "cup")
    assert told(found)[:2] == ["trail-shoe", "racing-flat"]
    assert "tennis-shoe" in told(found)
    assert told(found)[-1] == "cup", "from elsewhere in the scheme"
    assert len([column for column in told(found) if column.endswith("-shoe")]) <= MOST_SIBLINGS + 1


def test_the_way_up_reaches_the_highest_that_is_named() -> None:
    found = field("tennis-shoe", "clothing")
    assert [(heading.concept, heading.level) for heading in found.headings] == [
        ("clothing", 0),
        ("shoe", 1),
        ("sports-shoe", 2),
    ]
    assert found.under(ConceptId("clothing")) == range(len(found.columns))
    assert found.under(ConceptId("tennis-shoe")) == range(1)
    assert len(found.under(ConceptId("cup"))) == 0


@pytest.mark.parametrize(("own", "columns"), [("cup", ["cup"]), ("clothing", ["shoe", "clothing+0"])])
def test_a_concept_without_a_broader_one_stands_alone(own: str, columns: list[str]) -> None:
    assert told(field(own)) == columns


def test_a_circle_in_the_hierarchy_ends() -> None:
    circle: dict[str, str | None] = {"a": "b", "b": "c", "c": "a"}
    found = field("a", "c", tree=circle)
    assert found.own >= 1
    assert {column.concept for column in found.columns} <= {"a", "b", "c"}

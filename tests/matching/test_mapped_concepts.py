from collections.abc import Callable
from itertools import permutations

import pytest

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.hierarchy import ConceptRelation
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.matching import compiled_release, mapped_concepts
from taxonomy_service.matching.compiled_format import unpack
from taxonomy_service.matching.compiled_release import compiled_blocks
from taxonomy_service.matching.compiled_table import CompiledTable
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.mapped_concepts import MappedConcepts, Reading


def _concepts(index: LabelIndex) -> MappedConcepts:
    content = b"".join(compiled_blocks(index))
    header = unpack(content, "x")
    texts = CompiledTable(content, header.sections["text-slots"], header.sections["text-records"])
    return MappedConcepts(content, header, texts)


@pytest.fixture(scope="module")
def concepts(shoes: LabelIndex) -> MappedConcepts:
    return _concepts(shoes)


def test_what_is_said_of_every_concept_comes_back(shoes: LabelIndex, concepts: MappedConcepts) -> None:
    for own in shoes.preferred:
        assert concepts.successors(own) == shoes.retired.get(own)
        assert concepts.broader(own) == tuple(shoes.hierarchy.broader.get(own, ()))
        assert concepts.required(own) == shoes.required.get(own, ())
        assert concepts.preferred(own) == shoes.preferred[own]
        for tag in ("de", "ja", "he", "xx", "pt"):
            language = LanguageTag(tag)
            assert concepts.named(own, language) == shoes.named(own, language)
            assert concepts.shown_in(own, language) == shoes.shown_in(own, language)
            assert list(concepts.named(own, language).preferred_labels) == list(
                shoes.named(own, language).preferred_labels
            ), "in the same order"


def test_concepts_are_found_by_every_name(shoes: LabelIndex, concepts: MappedConcepts) -> None:
    assert {name: concepts.with_name(name) for name in shoes.identifiers} == shoes.identifiers
    assert concepts.with_name("靴") is None


def test_little_is_remembered_and_nothing_wrong(shoes: LabelIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapped_concepts, "MOST_ROWS", 2)
    monkeypatch.setattr(mapped_concepts, "MOST_SHOWN", 2)
    concepts = _concepts(shoes)
    for _ in range(2):
        for own in shoes.preferred:
            assert concepts.broader(own) == tuple(shoes.hierarchy.broader.get(own, ()))
            assert concepts.with_name(f"http://x/{own}") == (own,)
            for tag in ("de", "ar", "pl"):
                assert concepts.named(own, LanguageTag(tag)) == shoes.named(own, LanguageTag(tag))


def test_concept_that_is_not_there_has_nothing(concepts: MappedConcepts) -> None:
    nothing = ConceptId("nothing")
    assert (concepts.successors(nothing), concepts.preferred(nothing)) == (None, None)
    assert (concepts.broader(nothing), concepts.required(nothing)) == ((), ())
    with pytest.raises(KeyError):
        concepts.named(nothing, LanguageTag("en"))
    with pytest.raises(KeyError):
        concepts.shown_in(nothing, LanguageTag("en"))
    with pytest.raises(KeyError):
        Reading(concepts.preferred)[nothing]


def test_id_that_is_a_notation_of_another_concept_is_still_the_id(make_index: object) -> None:
    index: LabelIndex = make_index(  # type: ignore[operator]
        ':shoe a skos:Concept ; skos:prefLabel "shoe"@en ; skos:notation "boot" .\n'
        ':boot a skos:Concept ; skos:prefLabel "boot"@en ; skos:broader :shoe .'
    )
    concepts = _concepts(index)
    assert sorted(concepts.with_name("boot") or ()) == ["boot", "shoe"]
    assert concepts.named(ConceptId("boot"), LanguageTag("en")).id == "boot"
    assert concepts.broader(ConceptId("boot")) == ("shoe",)


KNOTS = """
:a skos:broader :b . :b skos:broader :c . :c skos:broader :a .
:under skos:broader :a . :beside skos:broader :a, :far . :far skos:broader :top . :deep skos:broader :under, :beside .
:own skos:broader :own, :top . :lonely skos:related :own . :twin skos:broader :top .
"""


@pytest.mark.parametrize("held", [compiled_release.MOST_ANCESTORS, 3, 0])
def test_any_two_concepts_stand_as_they_do_in_memory_however_much_of_the_hierarchy_is_held(
    make_index: Callable[[str], LabelIndex], monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr(compiled_release, "MOST_ANCESTORS", held)
    named = ["a", "b", "c", "under", "beside", "far", "top", "deep", "own", "lonely", "twin"]
    index = make_index(KNOTS + " ".join(f':{own} a skos:Concept ; skos:prefLabel "{own}靴"@ja .' for own in named))
    concepts = _concepts(index)
    found = {}
    for one, other in permutations(index.preferred, 2):
        found[one, other] = concepts.relation(one, other)
        assert found[one, other] is index.relation(one, other), (one, other)
    assert set(found.values()) == set(ConceptRelation)
    assert {own: concepts.broader(own) for own in index.preferred if concepts.broader(own)} == index.hierarchy.broader


def test_only_concepts_of_the_release_stand_anywhere(shoes: LabelIndex, concepts: MappedConcepts) -> None:
    assert concepts.relation(ConceptId("sports"), ConceptId("running")) is ConceptRelation.BROADER
    with pytest.raises(KeyError):
        concepts.relation(ConceptId("nothing"), next(iter(shoes.preferred)))

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.matching.compiled_release import compiled_blocks
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.mapped_index import MappedIndex
from taxonomy_service.matching.scheme_heads import LabelCounts, head_of
from tests.matching.conftest import MakeIndex


def test_labels_are_counted_by_language_and_kind(shoes: LabelIndex) -> None:
    head = head_of(shoes.scheme, shoes.preferred)
    assert list(head.counts) == sorted(shoes.languages)
    assert head.counts[LanguageTag("ja")] == LabelCounts(preferred=6, alternative=1, hidden=1, concepts=6)
    assert head.counts[LanguageTag("pt-PT")] == LabelCounts(preferred=1, concepts=1)
    assert head.labels == sum(len(concept.labels) for concept in shoes.scheme.concepts.values())
    assert (head.iri, head.concepts, head.collections) == ("http://x/s", len(shoes.preferred), 0)


def test_second_preferred_label_counts_its_concept_once(make_index: MakeIndex) -> None:
    index = make_index(':a a skos:Concept ; skos:prefLabel "a"@en, "b"@en, "untagged" .')
    assert index.head.counts == {"": LabelCounts(1, concepts=1), "en": LabelCounts(2, concepts=1)}


def test_a_compiled_file_holds_the_head(make_index: MakeIndex) -> None:
    index = make_index(
        '<http://x/s> skos:prefLabel "أحذية"@ar, "靴"@ja . :c a skos:Collection ; skos:member :a .'
        ' :a a skos:Concept ; skos:altLabel "ayakkabı"@tr .'
    )
    mapped = MappedIndex(b"".join(compiled_blocks(index)), "x")
    assert mapped.head == index.head
    assert mapped.head.titles == {"ar": "أحذية", "ja": "靴"}
    assert (mapped.head.collections, mapped.head.labels) == (1, 1)

from collections.abc import Callable

import pytest

from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.exchange.skos_reader import SkosFile

Read = Callable[..., SkosFile]
SCHEME = "<http://x/s> a skos:ConceptScheme ; skos:hasTopConcept :a . :a a skos:Concept ; skosxl:prefLabel :l . "


def test_a_label_node_gives_its_form_and_keeps_what_else_it_says(read: Read) -> None:
    (scheme,) = read(
        SCHEME + ':l a skosxl:Label ; skosxl:literalForm "ランニングシューズ"@ja ; dct:modified "2026" .'
    ).schemes
    (concept,) = scheme.concepts.values()
    assert [(label.form, label.language, label.resource, label.plain) for label in concept.labels] == [
        ("ランニングシューズ", "ja", "http://x/l", False)
    ]
    assert [row.predicate.rpartition("/")[2] for row in scheme.statements] == ["modified"]


@pytest.mark.parametrize(
    ("node", "code"),
    [
        (":l a skosxl:Label .", ImportCode.XL_LABEL_FORM),
        (":l skosxl:literalForm 5 .", ImportCode.LABEL_NOT_STRING),
        (':l skosxl:literalForm "  "@ar .', ImportCode.UNUSABLE_LABEL),
    ],
)
def test_a_node_without_a_usable_form_is_reported_and_kept(
    read: Read, canonical: Callable[..., str], node: str, code: ImportCode
) -> None:
    found = read(SCHEME + node)
    (concept,) = found.schemes[0].concepts.values()
    assert concept.labels == ()
    assert code in {finding.code for finding in found.findings}
    assert canonical(found.schemes[0]).count("\n") == 5


def test_the_form_is_chosen_alike_before_and_after_tags_became_canonical(
    read: Read, canonical: Callable[..., str]
) -> None:
    (scheme,) = read(SCHEME + ':l skosxl:literalForm "a"@iw, "a"@hi .').schemes  # iw becomes he, which sorts before hi
    (again,) = read(canonical(scheme).encode()).schemes
    assert again.concepts == scheme.concepts
    assert [label.language for label in next(iter(scheme.concepts.values())).labels] == ["he"]


def test_a_blank_label_node_without_type_is_read_again_as_it_is(read: Read, canonical: Callable[..., str]) -> None:
    (scheme,) = read(
        SCHEME
        + ':a skosxl:altLabel [ skosxl:literalForm "β"@el ], [ skosxl:literalForm "α"@el ; dct:modified "2020" ] . '
        ':l skosxl:literalForm "γ"@el .'
    ).schemes
    (again,) = read(canonical(scheme).encode()).schemes
    assert again.concepts == scheme.concepts
    assert again.statements == scheme.statements


def test_the_label_node_of_what_is_no_concept_is_kept(read: Read, canonical: Callable[..., str]) -> None:
    (scheme,) = read(
        SCHEME
        + '[] a skos:Concept ; skosxl:prefLabel :m . :m skosxl:literalForm "носок"@ru . :l skosxl:literalForm "x"@en .'
    ).schemes
    assert '<http://x/m> <http://www.w3.org/2008/05/skos-xl#literalForm> "носок"@ru .' in canonical(scheme)


def test_a_node_of_two_concepts_is_the_label_of_both(read: Read, canonical: Callable[..., str]) -> None:
    (scheme,) = read(SCHEME + ':b a skos:Concept ; skosxl:hiddenLabel :l . :l skosxl:literalForm "ก"@th .').schemes
    assert [[label.kind for label in concept.labels] for concept in scheme.concepts.values()] == [
        ["preferred"],
        ["hidden"],
    ]
    assert canonical(scheme).count("literalForm") == 1


def test_a_form_under_an_ill_formed_tag_is_no_label(read: Read, canonical: Callable[..., str]) -> None:
    found = read(SCHEME + ':l skosxl:literalForm "x"@deutschlandia .')
    assert found.schemes[0].concepts["a"].labels == ()  # type: ignore[index]
    assert '"x"@deutschlandia' in canonical(found.schemes[0])

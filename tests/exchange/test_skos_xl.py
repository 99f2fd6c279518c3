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

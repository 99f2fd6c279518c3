from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.pictures import Band, Column, ColumnKind, Reach


def test_a_band_without_a_finding_has_neither_relation_nor_confidence() -> None:
    band = Band(LanguageTag("he"), "נעל ריצה", {0: Reach.WHOLE})
    assert (band.relation, band.confidence) == (None, None)


def test_a_column_is_a_concept_a_rest_or_elsewhere() -> None:
    assert [kind.value for kind in ColumnKind] == ["concept", "rest", "elsewhere"]
    assert Column(ColumnKind.REST, ConceptId("shoe"), {}).more == 0

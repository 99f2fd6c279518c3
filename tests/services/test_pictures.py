from collections.abc import Callable

import pytest

from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation, Evidence, EvidenceKind
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.pictures import Judged, Reach
from taxonomy_service.domain.statements import Iri
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.services.catalogues import reader_language
from taxonomy_service.services.pictures import (
    PictureFormat,
    picture_from_findings,
    picture_from_index,
    teller_for,
    write_picture,
)

FR = LanguageTag("fr")
RUNNING, SPORTS = ConceptId("running-shoe"), ConceptId("sports-shoe")
BASE = "https://example.org/shoes/"


def test_findings_and_index_give_the_same_picture(index: LabelIndex) -> None:
    evidence = (Evidence(EvidenceKind.STRUCTURE, 1.0, message("the same form")),)
    finding = BoundaryFinding(
        Iri(f"{BASE}running-shoe"), FR, "x", BoundaryRelation.BROADER, 0.8, True, Iri(f"{BASE}sports-shoe"), evidence
    )
    judged = {FR: Judged(BoundaryRelation.BROADER, 0.8, SPORTS)}
    drawn = picture_from_findings(index.scheme, "running-shoe", [finding])
    assert drawn == picture_from_index(index, RUNNING, judged)
    assert drawn == picture_from_findings(index.scheme, f"{BASE}running-shoe", [finding])
    assert drawn.bands[0].reach == {0: Reach.WHOLE, 1: Reach.WHOLE}


def test_an_unknown_concept_is_told(index: LabelIndex) -> None:
    with pytest.raises(NotFound, match="no concept in shoes 'boot'"):
        picture_from_findings(index.scheme, "boot", [])


@pytest.mark.parametrize(("format_", "begins"), [(PictureFormat.SVG, "<svg"), (PictureFormat.HTML, "<!doctype html>")])
def test_a_picture_is_written_in_every_format(index: LabelIndex, format_: PictureFormat, begins: str) -> None:
    written = write_picture(picture_from_index(index, RUNNING, {}), format_, LanguageTag("ja"))
    assert written.startswith(begins)
    assert "ランニングシューズ" in written
    assert "日本語" in written, "languages are named in the reader's"


def test_sentences_are_in_a_language_that_there_is_a_catalogue_for() -> None:
    told: Callable[[str], LanguageTag] = lambda tag: teller_for(LanguageTag(tag)).told_in  # noqa: E731
    assert told("tlh") == "en"
    assert told("de-AT") == reader_language([LanguageTag("de-AT")])

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import NOBODY, OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import Forbidden, NotFound
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.pictures import Reach
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.verdicts import BoundaryNote, VerdictWarning, WarningCode
from taxonomy_service.matching.label_index import LabelIndex, compile_release
from taxonomy_service.services.catalogues import reader_language
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.pictures import (
    PictureFormat,
    picture_from_findings,
    picture_from_index,
    schemes_with,
    teller_for,
    write_picture,
)
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.session import transaction
from tests.suspicions import suspicion

Take = Callable[..., ImportReport]
FR = LanguageTag("fr")
RUNNING = ConceptId("running-shoe")


def test_findings_and_the_warnings_of_a_release_give_the_same_picture(index: LabelIndex) -> None:
    found = suspicion("chaussure de course", "fr", "running-shoe", candidate="sports-shoe")
    note = BoundaryNote("f1", "running-shoe", BoundaryRelation.BROADER, 0.8, FindingState.OPEN, candidate="sports-shoe")
    warning = VerdictWarning(WarningCode.BOUNDARY, "told", boundary=note)
    warned = replace(index, warnings={(RUNNING, "chaussure de course", FR): (warning,)})
    drawn = picture_from_findings(index.scheme, "running-shoe", [found])
    assert drawn == picture_from_index(warned, RUNNING)
    assert drawn == picture_from_findings(index.scheme, "https://example.org/shoes/running-shoe", [found])
    assert drawn.bands[0].reach == {0: Reach.WHOLE, 1: Reach.WHOLE}


def test_a_label_that_stands_on_two_concepts_covers_both(take: Take, engine: Engine, shoes: str) -> None:
    take(shoes.replace('"Sandale"@de', '"Laufschuh"@de'))
    with transaction(engine, writing=False) as store:
        index = compile_release(load_release(store, "shoes"))
    bands = {band.language: band for band in picture_from_index(index, RUNNING).bands}
    assert list(bands[LanguageTag("de")].reach.values()) == [Reach.WHOLE, Reach.WHOLE]
    assert len(bands[FR].reach) == 1


def test_only_schemes_that_one_may_read_are_named(take: Take, engine: Engine, shoes: str) -> None:
    take(shoes)
    take(shoes.replace("example.org/shoes", "example.org/boots"), "boots.ttl")
    reader = Actor("2", "Bartosz", (Grant(Role.READER, SchemeId("boots")),))
    with transaction(engine, writing=False) as store:
        assert schemes_with(store, OPERATOR, "running-shoe") == ["boots", "shoes"]
        assert schemes_with(store, OPERATOR, "https://example.org/shoes/running-shoe") == ["shoes"]
        assert schemes_with(store, reader, "running-shoe") == ["boots"]
        assert schemes_with(store, reader, "none") == []
        with pytest.raises(Forbidden):
            schemes_with(store, NOBODY, "running-shoe")


def test_an_unknown_concept_is_told(index: LabelIndex) -> None:
    with pytest.raises(NotFound, match="no concept in shoes 'boot'"):
        picture_from_findings(index.scheme, "boot", [])


@pytest.mark.parametrize(("format_", "begins"), [(PictureFormat.SVG, "<svg"), (PictureFormat.HTML, "<!doctype html>")])
def test_a_picture_is_written_in_every_format(index: LabelIndex, format_: PictureFormat, begins: str) -> None:
    written = write_picture(picture_from_index(index, RUNNING), format_, LanguageTag("ja"))
    assert written.startswith(begins)
    assert "ランニングシューズ" in written
    assert "日本語" in written, "languages are named in the reader's"


def test_sentences_are_in_a_language_that_there_is_a_catalogue_for() -> None:
    told: Callable[[str], LanguageTag] = lambda tag: teller_for(LanguageTag(tag)).told_in  # noqa: E731
    assert told("tlh") == "en"
    assert told("de-AT") == reader_language([LanguageTag("de-AT")])

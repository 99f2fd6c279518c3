from collections.abc import Mapping

import pytest

from taxonomy_service.boundaries.picture import draw_boundaries, judged_by, surroundings_of
from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation, Evidence, EvidenceKind
from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.pictures import BoundaryPicture, ColumnKind, Judged, Reach
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri

LABELS = {
    "sports": {"de": "Sportschuh", "fr": "chaussure de sport", "ar": "حذاء رياضي", "ja": "運動靴"},
    "running": {"de": "Laufschuh", "fr": "chaussure de sport", "ar": "حذاء جري", "ja": "Running shoe"},
    "tennis": {"de": "Tennisschuh", "fr": "chaussure de tennis", "ar": "حذاء تنس", "pl": "but do tenisa"},
    "cup": {"de": "Tasse", "fr": "tasse", "ar": "حذاء جري"},
}
BROADER = {"running": "sports", "tennis": "sports"}
RUNNING, TENNIS, CUP, SPORTS = map(ConceptId, ("running", "tennis", "cup", "sports"))
DE, FR, AR, JA, PL = map(LanguageTag, ("de", "fr", "ar", "ja", "pl"))


def make_scheme() -> ConceptScheme:
    concepts = {}
    for own, labels in sorted(LABELS.items()):
        relations = (Relation(RelationKind.BROADER, Iri(f"http://x/{BROADER[own]}")),) if own in BROADER else ()
        forms = tuple(Label(form, LanguageTag(tag), LabelKind.PREFERRED) for tag, form in labels.items())
        concepts[ConceptId(own)] = Concept(ConceptId(own), Iri(f"http://x/{own}"), forms, relations=relations)
    return ConceptScheme(SchemeId("x"), Iri("http://x"), concepts=concepts)


SCHEME = make_scheme()


def drawn(judged: Mapping[LanguageTag, Judged], own: ConceptId = RUNNING) -> BoundaryPicture:
    return draw_boundaries(surroundings_of(SCHEME), own, judged)


def reach(picture: BoundaryPicture, language: LanguageTag) -> dict[str, str]:
    """What a language's label covers, in words."""
    (band,) = [band for band in picture.bands if band.language == language]
    told = {}
    for place, how in band.reach.items():
        column = picture.columns[place]
        told[f"{column.concept or ''}{'' if column.kind is ColumnKind.CONCEPT else f' {column.kind}'}"] = how.value
    return told


def test_a_label_without_a_finding_covers_its_concept() -> None:
    picture = drawn({})
    assert reach(picture, DE) == {"running": "whole"}
    assert picture.own == 1
    assert [column.concept for column in picture.columns[:2]] == ["running", "tennis"]


def test_the_same_label_on_another_concept_covers_that_too() -> None:
    picture = drawn({})
    assert reach(picture, FR) == {"running": "whole", "tennis": "whole", "sports rest": "whole"}
    assert reach(picture, AR) == {"running": "whole", "cup": "whole"}, "wherever that concept stands"


@pytest.mark.parametrize(
    ("judged", "covered"),
    [
        (
            Judged(BoundaryRelation.BROADER, 0.9, SPORTS),
            {"running": "whole", "tennis": "whole", "sports rest": "whole"},
        ),
        (Judged(BoundaryRelation.BROADER, 0.9), {"running": "whole", "tennis": "whole", "sports rest": "whole"}),
        (Judged(BoundaryRelation.NARROWER, 0.9), {"running": "part"}),
        (Judged(BoundaryRelation.OVERLAPPING, 0.9, TENNIS), {"running": "part", "tennis": "part"}),
        (Judged(BoundaryRelation.OVERLAPPING, 0.9), {"running": "part", " elsewhere": "part"}),
        (Judged(BoundaryRelation.DIFFERENT, 0.9, CUP), {"cup": "whole"}),
        (Judged(BoundaryRelation.DIFFERENT, 0.9), {" elsewhere": "whole"}),
        (Judged(BoundaryRelation.DIFFERENT, 0.9, ConceptId("gone")), {" elsewhere": "whole"}),
        (Judged(BoundaryRelation.UNTRANSLATED, 0.9), {"running": "unknown"}),
    ],
)
def test_a_finding_says_how_far_the_label_reaches(judged: Judged, covered: dict[str, str]) -> None:
    assert reach(drawn({DE: judged}), DE) == covered


def test_a_narrower_label_covers_the_narrower_concept_that_it_names() -> None:
    picture = drawn({DE: Judged(BoundaryRelation.NARROWER, 0.9, TENNIS)}, SPORTS)
    assert reach(picture, DE) == {"tennis": "whole"}
    assert picture.own == 3


def test_languages_come_surest_finding_first_and_without_a_label_last() -> None:
    picture = drawn({AR: Judged(BoundaryRelation.BROADER, 0.6), JA: Judged(BoundaryRelation.UNTRANSLATED, 0.9)})
    assert [band.language for band in picture.bands] == [JA, AR, DE, FR, PL]
    assert picture.bands[-1].form is None
    assert picture.bands[-1].reach == {}
    assert (picture.bands[0].relation, picture.bands[0].confidence) == (BoundaryRelation.UNTRANSLATED, 0.9)
    assert Reach.UNKNOWN in picture.bands[0].reach.values()


def test_the_surest_finding_on_a_label_of_the_concept_counts() -> None:
    evidence = (Evidence(EvidenceKind.STRUCTURE, 1.0, message("the same form")),)

    def finding(concept: str, relation: BoundaryRelation, confidence: float) -> BoundaryFinding:
        candidate = Iri("http://x/sports") if relation is BoundaryRelation.BROADER else None
        return BoundaryFinding(
            Iri(f"http://x/{concept}"), FR, "chaussure", relation, confidence, True, candidate, evidence
        )

    findings = [
        finding("running", BoundaryRelation.BROADER, 0.8),
        finding("running", BoundaryRelation.DIFFERENT, 0.4),
        finding("tennis", BoundaryRelation.DIFFERENT, 0.9),
    ]
    assert judged_by(findings, SCHEME, RUNNING) == {FR: Judged(BoundaryRelation.BROADER, 0.8, SPORTS)}

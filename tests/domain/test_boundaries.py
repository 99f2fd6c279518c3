from dataclasses import replace

import pytest

from taxonomy_service.domain.boundaries import (
    BoundaryFinding,
    BoundaryRelation,
    Evidence,
    EvidenceKind,
    boundary_evidence,
    boundary_fingerprint,
    boundary_sentence,
)
from taxonomy_service.domain.labels import Equivalence
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Iri, Literal

FINDING = BoundaryFinding(
    Iri("urn:running-shoe"),
    LanguageTag("fr"),
    "chaussure de sport",
    BoundaryRelation.BROADER,
    0.83,
    True,
    Iri("urn:sports-shoe"),
    (
        Evidence(
            EvidenceKind.STRUCTURE, 2.0, message("{form} stands on {concept} too", form=Literal("حذاء"), concept="a")
        ),
        Evidence(EvidenceKind.PROFILE, 1.0, message("{count} languages keep them apart", count=3)),
    ),
)


def test_every_degree_but_exact_is_a_relation_that_can_be_found() -> None:
    assert {degree.value for degree in Equivalence} - {"exact"} <= {relation.value for relation in BoundaryRelation}


def test_a_fingerprint_is_of_the_label_and_of_nothing_else() -> None:
    own = ("urn:s", "urn:a", "fr", "chaussure")
    parts = [
        own,
        ("urn:t", *own[1:]),
        (own[0], "urn:b", *own[2:]),
        (*own[:2], "fr-CA", own[3]),
        (*own[:3], "Chaussure"),
    ]
    prints = [boundary_fingerprint(Iri(s), Iri(c), LanguageTag(tag), form) for s, c, tag, form in parts]
    assert len(set(prints)) == len(parts)
    assert prints[0] == boundary_fingerprint(Iri("urn:s"), Iri("urn:a"), LanguageTag("fr"), "chaussure")
    assert all(len(name) == 32 for name in prints)


def test_a_fingerprint_never_changes() -> None:
    named = boundary_fingerprint(Iri("urn:s"), Iri("urn:靴"), LanguageTag("ar"), "حذاء")
    assert named == "594decb65bfbb94a0e5393a2c436cdfb", "it is kept in databases and in other people's files"


def _with(*pieces: Evidence) -> BoundaryFinding:
    return replace(FINDING, evidence=pieces)


STRUCTURE, PROFILE = FINDING.evidence


@pytest.mark.parametrize(
    "noisy",
    [
        replace(FINDING, confidence=0.79, flagged=False, suggestions=("chaussure de course",)),
        _with(PROFILE, STRUCTURE),
        _with(STRUCTURE._replace(weight=9.0), PROFILE),
        _with(STRUCTURE, PROFILE._replace(reason=message("{count} languages keep them apart", count=4))),
    ],
)
def test_numbers_and_order_do_not_change_the_evidence(noisy: BoundaryFinding) -> None:
    assert boundary_evidence(noisy) == boundary_evidence(FINDING)


@pytest.mark.parametrize(
    "changed",
    [
        replace(FINDING, relation=BoundaryRelation.DIFFERENT),
        replace(FINDING, candidate=None),
        replace(FINDING, candidate=Iri("urn:boot")),
        _with(STRUCTURE),
        _with(STRUCTURE, PROFILE._replace(kind=EvidenceKind.EMBEDDING)),
        _with(STRUCTURE, PROFILE._replace(reason=message("no other language has it"))),
    ],
)
def test_what_speaks_otherwise_is_other_evidence(changed: BoundaryFinding) -> None:
    assert boundary_evidence(changed) != boundary_evidence(FINDING)


@pytest.mark.parametrize("relation", list(BoundaryRelation))
def test_every_relation_has_its_sentence_sure_or_not(relation: BoundaryRelation) -> None:
    sure, guessed = (str(boundary_sentence(replace(FINDING, relation=relation), sure=sure)) for sure in (True, False))
    assert sure.startswith("“chaussure de sport” ")
    assert "seems" in guessed
    assert "seems" not in sure


def test_only_a_statement_is_declared() -> None:
    assert not FINDING.declared
    assert _with(Evidence(EvidenceKind.DECLARATION, 10.0, message("stated"))).declared


def test_what_a_suggestion_is_put_together_of_brings_no_dismissed_finding_back() -> None:
    composed = Evidence(EvidenceKind.COMPOSITION, 0.0, message("{form} is put together", form=Literal("Laufschuh")))
    assert boundary_evidence(_with(*FINDING.evidence, composed)) == boundary_evidence(FINDING)

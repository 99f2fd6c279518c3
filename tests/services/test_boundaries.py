import io
from dataclasses import replace
from pathlib import Path

import pytest

from taxonomy_service.domain.boundaries import BoundaryFinding, BoundaryRelation
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import NotFound, UnreadableFile
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Iri
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.boundaries import detect, prepare_detector, read_schemes, recheck_label

EMPTY = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <https://example.org/> a skos:ConceptScheme ."

VOCABULARIES = Path(__file__).parents[2] / "vocabularies"


def planted(name: str, concept: str, language: str, form: str) -> ConceptScheme:
    """One of our own vocabularies with another preferred label on one concept."""
    with (VOCABULARIES / f"{name}.ttl").open("rb") as stream:
        scheme = read_schemes(stream, f"{name}.ttl", RdfFormat.TURTLE)[0]
    own = scheme.concepts[ConceptId(concept)]
    labels = tuple(
        of._replace(form=form) if of.language == language and of.kind is LabelKind.PREFERRED else of
        for of in own.labels
    )
    return replace(scheme, concepts={**scheme.concepts, own.id: replace(own, labels=labels)})


def ends(of: BoundaryFinding) -> tuple[str, str, str]:
    return of.concept.rpartition("/")[2], of.language, of.label


def scheme_of(text: str) -> ConceptScheme:
    return read_schemes(io.BytesIO(text.encode()), "a.ttl", RdfFormat.TURTLE)[0]


def test_a_scheme_is_judged_without_any_store(shoes: str) -> None:
    found = detect(scheme_of(shoes), weak=True)
    assert {of.language for of in found} == {"de", "fr", "ar", "ja", "tr"}
    assert all(of.evidence for of in found)


def test_an_empty_scheme_has_no_findings() -> None:
    assert detect(scheme_of(EMPTY), weak=True) == []


def test_a_language_that_the_scheme_lacks_is_said_so(shoes: str) -> None:
    with pytest.raises(NotFound, match="'fi'"):
        detect(scheme_of(shoes), languages=[LanguageTag("fi")])


def test_an_edited_label_is_judged_with_its_neighbours(shoes: str) -> None:
    detector = prepare_detector(scheme_of(shoes))
    running = Iri("https://example.org/shoes/running-shoe")
    found = recheck_label(detector, running, LanguageTag("fr"), "chaussure de sport")
    assert (found[0].concept, found[0].label) == (running, "chaussure de sport")
    assert {of.concept.rpartition("/")[2] for of in found[1:]} == {"sports-shoe"}
    with pytest.raises(NotFound, match="nowhere"):
        recheck_label(detector, Iri("https://example.org/nowhere"), LanguageTag("fr"), "x")


def test_a_file_that_is_no_rdf_is_an_error_and_no_finding() -> None:
    with pytest.raises(UnreadableFile):
        read_schemes(io.BytesIO(b"<html>"), "a.ttl", RdfFormat.TURTLE)


def test_a_running_shoe_that_french_calls_a_sports_shoe_is_found_first() -> None:
    found = detect(planted("footwear", "running-shoe", "fr", "chaussure de sport"), weak=True)
    first = found[0]
    assert ends(first) == ("running-shoe", "fr", "chaussure de sport")
    assert first.flagged
    assert first.relation is BoundaryRelation.BROADER
    assert first.candidate is not None
    assert first.candidate.endswith("/sports-shoe")
    assert str(first.evidence[0].reason) == (
        "in fr, “chaussure de sport” stands on “sports shoe” too, one level up; "
        "ar, de, en, es, it, ja, nl, pl, pt keep the two apart"
    )
    assert "chaussure de course à pied" in first.suggestions
    assert sum(of.flagged for of in found) <= 8, "false alarms in a vocabulary that was read twice"


@pytest.mark.parametrize(
    ("name", "concept", "language", "form", "relation", "candidate"),
    [
        ("footwear", "running-shoe", "de", "Sportschuh", BoundaryRelation.BROADER, "sports-shoe"),
        ("footwear", "running-shoe", "ja", "スポーツシューズ", BoundaryRelation.BROADER, "sports-shoe"),
        ("footwear", "running-shoe", "ar", "حذاء رياضي", BoundaryRelation.BROADER, "sports-shoe"),
        ("footwear", "sports-shoe", "pl", "but do biegania", BoundaryRelation.NARROWER, "running-shoe"),
    ],
)
def test_the_form_of_a_concept_in_the_same_line_is_flagged_in_every_script(
    name: str, concept: str, language: str, form: str, relation: BoundaryRelation, candidate: str
) -> None:
    found = detect(planted(name, concept, language, form), languages=[LanguageTag(language)], weak=True)
    first = next(of for of in found[:2] if of.concept.endswith(f"/{concept}"))
    assert (first.label, first.flagged, first.relation) == (form, True, relation)
    assert first.candidate is not None
    assert first.candidate.endswith(f"/{candidate}")


HEAD = (
    "@prefix : <https://example.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . : a skos:ConceptScheme ."
)


def described(rows: dict[str, str], *, broader: str | None = None) -> str:
    """A file of concepts with these labels (as Turtle writes them), all under one of them if at all."""
    return HEAD + "".join(
        f"\n:{own} a skos:Concept ; skos:inScheme : ; skos:prefLabel {labels}"
        + (f" ; skos:broader :{broader} ." if broader and own != broader else " .")
        for own, labels in rows.items()
    )


THAI_AND_HAN = {
    "shoe": '"shoe"@en, "รองเท้า"@th, "鞋"@zh, "靴"@ja, "ເກີບ"@lo',
    "sport": '"sports shoe"@en, "รองเท้ากีฬา"@th, "运动鞋"@zh, "スポーツシューズ"@ja, "ເກີບກິລາ"@lo',
    "running": '"running shoe"@en, "รองเท้าวิ่ง"@th, "运动鞋"@zh, "ランニングシューズ"@ja, "ເກີບແລ່ນ"@lo',
    "snow": '"snow shoe"@en, "รองเท้าหิมะ"@th, "雪鞋"@zh, "かんじき"@ja, "ເກີບຫິມະ"@lo',
}


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        (described({"a": '"靴"@ja', "b": '"運動靴"@ja'}), 0),
        (described({"a": '"shoe"@en, "Schuh"@de', "b": '"boot"@en, "Stiefel"@de', "c": '"sock"@en'}), 2),
        (described(dict.fromkeys("abcdef", '"thing"@en, "Ding"@de, "شيء"@ar'), broader="a"), 12),
        (
            described(
                {own: f'"{own}"@en, "{own}"@de, "{sign}"@zh' for own, sign in zip("abcd", "靴鞋袜帽", strict=True)}
            ),
            8,
        ),
        (described(THAI_AND_HAN, broader="shoe"), 16),
        (described({"a": '"shoe"', "b": '"boot"'}), 0),
        (described({"a": '"?!"@en, "…"@de, "؟"@ar', "b": '"&"@en, "—"@de, "،"@ar'}), 4),
        (HEAD, 0),
    ],
    ids=["one-language", "flat", "all-equal", "one-character", "unspaced", "untagged", "no-letters", "empty"],
)
def test_an_unusual_vocabulary_is_judged_as_far_as_it_goes_and_each_flag_has_a_reason(text: str, judged: int) -> None:
    found = detect(scheme_of(text), weak=True)
    assert len(found) == judged
    assert all(str(evidence.reason) for of in found for evidence in of.evidence)
    assert all(of.evidence[0].weight > 0 for of in found if of.flagged)


def test_a_collapse_in_a_script_without_spaces_is_the_surest_finding() -> None:
    found = detect(scheme_of(described(THAI_AND_HAN, broader="shoe")), weak=True)
    assert {(of.language, of.label) for of in found[:2]} == {("zh", "运动鞋")}

import io
from pathlib import Path

import pytest

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.errors import Forbidden, Malformed, NotFound, NothingToImport, UnreadableFile
from taxonomy_service.domain.findings import Severity
from taxonomy_service.exchange.rdf import RdfFormat, rdf_format
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.services.integrity import (
    IntegrityReport,
    all_checks,
    check_draft,
    check_file,
    known_codes,
    profile_of,
)
from taxonomy_service.store.session import Store

PREFIXES = """
@prefix : <http://x/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def _file(body: str) -> VocabularyFile:
    return VocabularyFile(io.BytesIO((PREFIXES + body).encode()), "x.ttl", RdfFormat.TURTLE)


def _check(body: str) -> IntegrityReport:
    return check_file(_file(body))


BAD_INPUT = {
    "no scheme": (':a a skos:Concept ; skos:prefLabel "靴"@ja .', "Q001"),
    "two schemes sharing concepts": (
        ":a skos:inScheme :s, :t ; skos:notation '1' . :b skos:inScheme :s, :t ; skos:notation '1' .",
        "Q018",
    ),
    "collections in collections": (
        ":c a skos:Collection ; skos:member :d . :d a skos:Collection ; skos:member :c .",
        "Q026",
    ),
    "a concept typed three ways": (":a a skos:Concept, skos:Collection, skos:ConceptScheme .", "S9"),
    "iris with spaces": ("<http://x/a b> a skos:Concept .", "Q022"),
    "literals where iris belong": (':a skos:broader "Schuh"@de .', "Q027"),
    "rubbish dates": (':a dct:created "gestern"^^xsd:date .', "Q029"),
    "literal as a type": (':a a "Concept" ; skos:related :b .', "Q030"),
    "labels that are blank": (":a skos:prefLabel [ skos:broader [] ] .", "Q028"),
    "a list of itself": (":c skos:memberList _:l . _:l skos:member _:l ; a skos:Concept .", "Q031"),
    "declared in a circle": (
        ":p <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> skos:related, :p . :a :p :a .",
        "Q005",
    ),
    "not skos at all": (':a :b "c" .', None),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_is_reported_and_nothing_crashes(name: str) -> None:
    body, code = BAD_INPUT[name]
    report = _check(body)
    assert code is None or code in {finding.code for finding in report.findings}
    assert report == _check(body), "blank nodes are named by the parser anew, and findings stay the same"


def test_a_file_without_statements_and_one_that_is_not_rdf_are_refused() -> None:
    with pytest.raises(NothingToImport):
        _check("")
    with pytest.raises(UnreadableFile, match="line 4"):
        _check("this is not Turtle")


def test_findings_of_blank_nodes_have_the_same_fingerprints_in_each_reading() -> None:
    body = '[] a skos:Concept ; skos:prefLabel "x"@en, "y"@en . [] a skos:Concept ; skos:prefLabel "z"@en .'
    first, again = _check(body), _check(body)
    assert {one.fingerprint for one in first.findings} == {one.fingerprint for one in again.findings}
    assert len({one.subject for one in first.findings}) == 2


def test_a_draft_is_checked_like_the_file_it_came_from(store: Store) -> None:
    body = ':s a skos:ConceptScheme ; skos:prefLabel "s"@en . :a skos:inScheme :s ; skos:prefLabel "Łódź"@pl ; skos:related :b, :c . :b skos:inScheme :s ; skos:prefLabel "b"@en ; skos:broader :a .'
    import_file(store, OPERATOR, VocabularyFile(_file(body).stream, "s.ttl", RdfFormat.TURTLE, "s"))
    draft, file = check_draft(store, OPERATOR, "s"), _check(body)
    assert {one.fingerprint for one in draft.findings} == {one.fingerprint for one in file.findings}
    assert {"S27", "Q030"} <= {one.code for one in draft.findings}


def test_a_draft_is_shown_to_those_who_work_on_it_alone(store: Store) -> None:
    import_file(store, OPERATOR, VocabularyFile(_file(":a skos:inScheme :s .").stream, "s.ttl", RdfFormat.TURTLE, "s"))
    with pytest.raises(Forbidden):
        check_draft(store, ANONYMOUS, "s")
    contributor = Actor("c", "c", (Grant(Role.CONTRIBUTOR),))
    assert check_draft(store, contributor, "s").findings
    with pytest.raises(NotFound):
        check_draft(store, OPERATOR, "no-such-scheme")


def test_findings_at_least_as_grave_are_told_apart() -> None:
    report = _check(":a a skos:Concept, skos:ConceptScheme .")
    assert {one.severity for one in report.at_least(Severity.ERROR)} == {Severity.ERROR}
    assert len(report.at_least(Severity.ERROR)) < len(report.at_least(Severity.WARNING)) <= len(report.findings)


def test_codes_are_known_in_any_case() -> None:
    assert known_codes([" s9", "Q001"]) == {"S9", "Q001"}
    with pytest.raises(Malformed, match="Q999"):
        known_codes(["Q999"])
    with pytest.raises(Malformed):
        profile_of({"S9": 1})


@pytest.mark.parametrize("name", ["unesco-2022.ttl", "gemet-2017.ttl", "inspire-theme.rdf"])
def test_real_vocabularies_are_checked_whole(shared_data: Path, name: str) -> None:
    path = shared_data / "vocabularies" / name
    with path.open("rb") as stream:
        quick = [check.code for check in all_checks().values() if not check.costly]
        report = check_file(VocabularyFile(stream, name, rdf_format(name)), only=quick)
    assert report.statistics.concepts > 30
    broken = {one.code for one in report.findings if one.code.startswith("S")}
    assert broken == ({"S27"} if name.startswith("gemet") else set())

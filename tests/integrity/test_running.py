from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import MappingKind, RelationKind
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.profiles import read_profile
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.statistics import statistics_of
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View
from tests.integrity.conftest import MakeView

BODY = """
:s a skos:ConceptScheme . :a skos:broader :b ; skos:related :b ; skos:prefLabel "x"@en, "y"@en . :b skos:broader :a .
"""


def test_findings_come_with_the_gravest_first_and_are_the_same_in_each_run(make_view: MakeView) -> None:
    first, again = run_checks(make_view(BODY), CHECKS), run_checks(make_view(BODY), CHECKS)
    assert first == again
    severities = [list(Severity).index(finding.severity) for finding in first.findings]
    assert severities == sorted(severities)
    assert len({finding.fingerprint for finding in first.findings}) == len(first.findings)


def test_the_order_of_a_file_changes_neither_fingerprints_nor_evidence(make_view: MakeView) -> None:
    view = make_view(BODY)
    turned = View(reversed(list(view)))
    found = {(one.fingerprint, one.evidence, one.subject) for one in run_checks(view, CHECKS).findings}
    assert {(one.fingerprint, one.evidence, one.subject) for one in run_checks(turned, CHECKS).findings} == found


def test_a_statement_stated_twice_is_found_once(make_view: MakeView) -> None:
    rows = list(make_view(BODY))
    once, twice = run_checks(View(rows), CHECKS).findings, run_checks(View([*rows, *rows]), CHECKS).findings
    assert once == twice


def test_what_did_not_run_is_said(make_view: MakeView) -> None:
    done = run_checks(make_view(BODY), CHECKS, only={"S14", "Q024"})
    assert {finding.code for finding in done.findings} == {"S14"}
    assert {gap.code for gap in done.gaps} == CHECKS.keys() - {"S14"}
    assert "languages" in next(str(gap.reason) for gap in done.gaps if gap.code == "Q024")


_ODD = [
    "",
    " ",
    "http://x/a",
    "http://x/b c",
    "_:b",
    "relative",
    terms.CONCEPT,
    terms.RDF + "nil",
    terms.SKOS + "Concept2",
]
_NODES = st.one_of(
    st.sampled_from(_ODD),
    st.builds(
        Literal,
        st.text(max_size=4),
        st.sampled_from([LanguageTag(tag) for tag in ("", "de", "x", "en_us", "zh-hant")]),
        st.sampled_from(["", terms.XSD + "date", terms.XSD + "boolean"]),
    ),
)
_PREDICATES = st.sampled_from(
    [
        terms.TYPE,
        terms.MEMBER_LIST,
        terms.RDF + "first",
        terms.RDF + "rest",
        terms.RDFS + "subPropertyOf",
        "http://x/a",
        "",
    ]
    + [
        terms.SKOS + name
        for name in (*RelationKind, *MappingKind, "prefLabel", "altLabel", "notation", "definition", "typo")
    ]
    + [terms.SKOSXL + name for name in ("prefLabel", "literalForm", "labelRelation")]
    + [terms.OWL + name for name in ("inverseOf", "sameAs", "deprecated")]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.builds(Statement, st.sampled_from(_ODD), _PREDICATES, _NODES), max_size=12))
def test_whatever_is_stated_no_check_fails_and_every_message_can_be_told(rows: list[Statement]) -> None:
    profile = read_profile({"languages": ["de", "zh"]}, CHECKS)
    for finding in run_checks(View(rows), CHECKS, profile).findings:
        assert str(finding.message)
        assert set(finding.proof) <= set(rows), "a proof is nothing but what is stated"
    statistics_of(View(rows))

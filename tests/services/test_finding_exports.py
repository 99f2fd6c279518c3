import csv
import io
import json
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.tracking import FindingFilter
from taxonomy_service.services.finding_exports import COLUMNS, FindingFormat, all_findings, finding_chunks
from taxonomy_service.services.finding_runs import keep_boundary_findings, keep_integrity_findings
from taxonomy_service.services.findings import decide
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.suspicions import fault, suspicion

FORMS = ["حذاء رياضي", "ランニングシューズ", 'say "靴", | twice', "=HYPERLINK(1)"]


@pytest.fixture
def written(engine: Engine, take: Callable[..., ImportReport], shoes: str) -> Callable[[FindingFormat], str]:
    take(shoes)
    with transaction(engine) as store:
        found = [suspicion(form, "ja", confidence=0.9 - place / 10) for place, form in enumerate(FORMS)]
        keep_boundary_findings(store, find_scheme(store, "shoes"), found, {})
        keep_integrity_findings(store, "shoes", [fault()])
        decide(store, OPERATOR, "shoes", fault().fingerprint, FindingState.DISMISSED, reason="-1 reason")

    def write(wanted: FindingFormat) -> str:
        with transaction(engine, writing=False) as store:
            told = all_findings(store, OPERATOR, "shoes", FindingFilter(), LanguageTag("en"))
            return "".join(finding_chunks(told, wanted))

    return write


def test_csv_holds_every_finding_and_no_formula(written: Callable[[FindingFormat], str]) -> None:
    head, *rows = csv.reader(io.StringIO(written(FindingFormat.CSV), newline=""), strict=True)
    assert tuple(head) == COLUMNS
    assert [len(row) for row in rows] == [len(COLUMNS)] * 5
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["label"] for row in found] == ["İskarpin", *FORMS[:3], "'=HYPERLINK(1)"]
    assert (found[0]["code"], found[0]["severity"], found[0]["decision_reason"]) == ("Q001", "error", "'-1 reason")
    assert (found[1]["relation"], found[1]["confidence"], found[1]["candidate"]) == ("broader", "0.900", "sports-shoe")
    assert found[1]["evidence"] == "“\u2068حذاء رياضي\u2069” stands on 2 concepts"


def test_json_holds_every_finding(written: Callable[[FindingFormat], str]) -> None:
    found = json.loads(written(FindingFormat.JSON))
    assert [one["label"]["form"] for one in found] == ["İskarpin", *FORMS]
    assert found[0]["decisions"][0]["reason"] == "-1 reason"
    assert found[1]["first_seen"].endswith("+00:00")


def test_pages_of_a_long_list_are_one_file(engine: Engine, take: Callable[..., ImportReport], shoes: str) -> None:
    take(shoes)
    with transaction(engine) as store:
        found = [suspicion(f"label {number}") for number in range(1_101)]
        keep_boundary_findings(store, find_scheme(store, "shoes"), found, {})
        told = list(all_findings(store, OPERATOR, "shoes", FindingFilter(), LanguageTag("en")))
    assert len({finding.fingerprint for finding in told}) == 1_101


@pytest.mark.parametrize("wanted", list(FindingFormat))
def test_no_finding_is_an_empty_file(wanted: FindingFormat) -> None:
    text = "".join(finding_chunks([], wanted))
    assert text == ("[]\n" if wanted is FindingFormat.JSON else ",".join(COLUMNS) + "\r\n")

import csv
import io

from taxonomy_service.domain.findings import IntegrityFinding, Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.exchange.findings import COLUMNS, finding_json, findings_csv

LABEL = Literal("حذاء", LanguageTag("ar"))
FINDING = IntegrityFinding(
    "S14",
    Severity.ERROR,
    "http://x/a",
    message("{form} stands twice", form=LABEL),
    "f" * 32,
    "e" * 32,
    ("http://x/b", "http://x/c"),
    LanguageTag("ar"),
    "حذاء",
    (Statement("http://x/a", "http://x/p", LABEL),),
)


def test_json_has_the_agreed_fields_and_null_where_there_is_no_label() -> None:
    shown = finding_json(FINDING)
    assert tuple(shown) == COLUMNS
    assert shown["message"] == "“حذاء” stands twice"
    assert shown["proof"] == ['<http://x/a> <http://x/p> "حذاء"@ar .']
    bare = finding_json(IntegrityFinding("Q001", Severity.INFO, "http://x/a", message("x"), "f", "e"))
    assert (bare["language"], bare["label"], bare["related"], bare["proof"]) == (None, None, [], [])


def test_csv_can_be_read_back_and_runs_no_formula() -> None:
    dangerous = IntegrityFinding("Q001", Severity.INFO, "http://x/a", message('a, "b"\nc'), "f", "e", label="=1+1")
    rows = list(csv.DictReader(io.StringIO("".join(findings_csv([FINDING, dangerous])), newline="")))
    assert rows[0]["related"] == "http://x/b http://x/c"
    assert rows[0]["label"] == "حذاء"
    assert rows[1]["label"] == "'=1+1"
    assert rows[1]["message"] == 'a, "b"\nc'

import pytest

from tests.integrity.conftest import Find

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("2023-02-29", "date"),
        ("2023-2-1", "date"),
        ("1900-02-29", "date"),
        ("29.02.2024", "date"),
        ("", "date"),
        ("2024-01-01T25:00:00", "dateTime"),
        ("2024-13", "gYearMonth"),
        ("yes", "boolean"),
        ("1.5", "integer"),
        ("1e5", "decimal"),
        ("-1", "nonNegativeInteger"),
        ("0", "positiveInteger"),
        ("en_US", "language"),
    ],
)
def test_what_is_no_value_of_its_datatype_is_found(find: Find, value: str, kind: str) -> None:
    (finding,) = find("Q029", f':a :p "{value}"^^<{XSD}{kind}> .')
    assert f"xsd:{kind}" in str(finding.message)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("2024-02-29", "date"),
        ("-0044-03-15", "date"),
        ("2000-02-29Z", "date"),
        ("12024-02-29+14:00", "date"),
        ("2024-02-29T24:00:00", "dateTime"),
        ("2024-02-29T10:00:00.5+05:30", "dateTime"),
        (" true ", "boolean"),
        ("-INF", "double"),
        ("+7", "integer"),
        ("zh-Hant", "language"),
        ("x", "unknown"),
    ],
)
def test_values_of_a_datatype_are_silent(find: Find, value: str, kind: str) -> None:
    assert find("Q029", f':a :p "{value}"^^<{XSD}{kind}> .') == []


@pytest.mark.parametrize(
    "lists",
    [
        "_:l . _:l rdf:first :a",
        "_:l . _:l rdf:first :a ; rdf:rest _:l",
        "_:l . _:l rdf:first :a, :b ; rdf:rest ()",
        "( :a ), ( :b )",
        ":elsewhere",
    ],
)
def test_lists_that_end_early_run_round_or_fork_are_broken(find: Find, lists: str) -> None:
    assert {one.subject for one in find("Q031", f":c skos:memberList {lists} .")} == {"http://x/c"}

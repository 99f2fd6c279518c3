import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.exchange.label_csv import COLUMNS, csv_chunks

DATA = Path(__file__).parents[1] / "data" / "skos"


def test_the_golden_file(rich: ConceptScheme) -> None:
    assert "".join(csv_chunks(rich)).encode() == (DATA / "golden" / "vocabulary.csv").read_bytes()


def test_every_label_is_a_row_and_no_cell_is_a_formula(rich: ConceptScheme) -> None:
    head, *rows = csv.reader(io.StringIO("".join(csv_chunks(rich)), newline=""))
    assert tuple(head) == COLUMNS
    assert len(rows) == sum(len(concept.labels) for concept in rich.concepts.values())
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "'=SUM(A1)" in [row[7] for row in rows]
    assert 'say "a\\b"\nand go' in [row[7] for row in rows]


def cells(labels: list[Label]) -> list[list[str]]:
    concept = Concept(ConceptId("=id"), Iri("urn:a"), labels=tuple(labels))
    scheme = ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={concept.id: concept})
    return list(csv.reader(io.StringIO("".join(csv_chunks(scheme)), newline=""), strict=True))[1:]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), min_size=1))
def test_any_form_is_read_back_by_a_strict_reader_and_runs_nothing(forms: list[str]) -> None:
    rows = cells([Label(form, LanguageTag("ja"), LabelKind.HIDDEN) for form in forms])
    for form, row in zip(forms, rows, strict=True):
        assert len(row) == len(COLUMNS)
        assert row[7] in {form, "'" + form}
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) for cell in row)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_formula_in_any_cell_is_disarmed(start: str) -> None:
    ((_, concept, *_, label, _, _),) = cells([Label(start + "1+1", LanguageTag("tr"), LabelKind.PREFERRED)])
    assert (concept, label) == ("'=id", "'" + start + "1+1")


def test_records_end_as_rfc_4180_says(rich: ConceptScheme) -> None:
    text = "".join(csv_chunks(rich))
    assert text.endswith("\r\n")
    assert text.startswith(",".join(COLUMNS) + "\r\n")
    assert '"say ""a\\b""\nand go"' in text


def test_a_concept_without_labels_has_one_row() -> None:
    assert cells([]) == [["s", "'=id", "urn:a", "", "", "", "", "", "", ""]]


def test_definitions_stand_beside_the_labels_of_their_language(rich: ConceptScheme) -> None:
    rows = list(csv.DictReader(io.StringIO("".join(csv_chunks(rich)), newline="")))
    assert {row["definition"] for row in rows if row["language"] == "en" and row["concept"] == "a"} == {"defined"}
    assert {row["definition"] for row in rows if row["language"] == "ar"} == {""}
    assert {row["retired"] for row in rows if row["concept"] == "c"} == {"yes"}
    assert {row["broader"] for row in rows if row["concept"] == "b"} == {"a"}
